import { Database } from '../../platform/db/index.ts';
import { Breaker, makeOutgoing } from '../../platform/outgoing/index.ts';
import { Keyring } from '../../platform/secrets/index.ts';
import { byRoster, makeVapid, sendPushes, type ReminderDeps } from './index.ts';

/** The sender of a worker and nothing else, for tests: also as a process of its own that is killed. A busy machine answers late. */
export function senderDeps(secretKey: string, place: string, timeoutMilliseconds = 60_000): ReminderDeps {
  const keyring = new Keyring(secretKey);
  return {
    secrets: {
      seal: (text, purpose) => keyring.box(purpose).seal(text),
      open: (sealed, purpose) => keyring.box(purpose).open(sealed),
    },
    vapid: makeVapid(keyring.derive('vapid', 48), null),
    outgoing: makeOutgoing({ allow: new Set([place]), timeoutMilliseconds }),
    breaker: new Breaker(),
    onDuty: byRoster,
    random: () => 0,
  };
}

const [databaseUrl, secretKey, place] = process.argv.slice(2);
if (import.meta.main && databaseUrl !== undefined && secretKey !== undefined && place !== undefined) {
  const db = new Database({ url: databaseUrl, poolSize: 2 });
  const deps = senderDeps(secretKey, place);
  process.stdout.write('ready\n');
  for (;;) await sendPushes(db, deps);
}
