import type { LineEvents } from './ami-line.ts';
import { LineError } from './reach.ts';

/** Of an exchange on this machine that knows one account. */
export const settings = (port: number, password = 'secret') => ({
  host: '127.0.0.1',
  port,
  tls: false,
  username: 'crm',
  password,
});

export const nothing: LineEvents = { onSignals: () => undefined, onClosed: () => undefined };

/** Why a line does not open, or an order is not taken; `open` where it does. */
export const faultOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'open',
    (error: unknown) => (error instanceof LineError ? error.fault : String(error)),
  );
