import { makeLog } from '../../../platform/log.ts';
import { Keyring } from '../../../platform/secrets/index.ts';
import { TEST_KEY, type TestApp } from '../../../testing/app.ts';
import { LineKeeper } from './keeper.ts';
import { makeSteer } from './steer.ts';

/** As another process of the program holds its lines, to what listens at `port`. */
export function keeperFor({ db }: TestApp, port: number): LineKeeper {
  const keyring = new Keyring(TEST_KEY);
  const secrets = {
    seal: (text: string, purpose: string) => keyring.box(purpose).seal(text),
    open: (sealed: string, purpose: string) => keyring.box(purpose).open(sealed),
  };
  const log = makeLog('info', { write: () => undefined });
  const lines = { database: db, secrets, allow: new Set([`127.0.0.1:${port}`]), log };
  return new LineKeeper({ ...lines, steer: makeSteer(lines), random: () => 0 });
}
