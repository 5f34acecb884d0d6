import { OutgoingError, type Outgoing } from '../../../platform/outgoing/index.ts';
import { TransportError, type TransportSettings } from './types.ts';

/** Where a host of the settings is connected to. Throws TransportError `blocked` or `unreachable`. */
export async function addressed(
  outgoing: Outgoing,
  settings: TransportSettings,
): Promise<{ readonly host: string; readonly port: number; readonly name: string }> {
  try {
    const { address, name, port } = await outgoing.place(String(settings['host'] ?? ''), Number(settings['port'] ?? 0));
    return { host: address, name, port };
  } catch (error) {
    throw new TransportError(error instanceof OutgoingError ? error.code : 'unreachable');
  }
}
