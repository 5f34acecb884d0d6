import { compose } from '../../server/src/compose.ts';
import { must, ok } from '../../server/src/kernel/outcome.ts';
import { createApiKey } from '../../server/src/modules/identity/index.ts';
import { findOrCreateMany, writeMemo } from '../../server/src/modules/people/index.ts';
import { systemActor } from '../../server/src/platform/db/index.ts';
import { makeLog } from '../../server/src/platform/log.ts';
import { setUpOrganisation } from '../../server/src/set-up.ts';
import { targetOf, type Target } from './cases.ts';
import type { Place } from '../../server/src/testing/crowd.ts';

export type Seeded = { readonly place: Place; readonly key: string; readonly targets: readonly Target[] };

/** Persons with long timelines, who are asked for; everybody else is the crowd. */
const ASKED = 100;
const ENTRIES = 60;
const AT_ONCE = 1_000;

/** One organisation with `people` persons, through the services. The events are delivered, so that the timelines are full. */
export async function seed(
  databaseUrl: string,
  secretKey: string,
  people: number,
  analyse: () => Promise<void>,
): Promise<Seeded> {
  const app = compose({
    databaseUrl,
    poolSize: 6,
    applicationName: 'anbu bench seed',
    secretKey,
    log: makeLog('error'),
  });
  try {
    const admin = { name: '관리자', email: 'admin@bench.example', password: 'correct horse battery' };
    const made = must(await setUpOrganisation(app.db, { name: '벤치', slug: 'bench', language: 'ko', admin }));
    const actor = systemActor(made.organisationId, 'bench');
    const ids: string[] = [];
    for (let from = 0; from < people; from += AT_ONCE) {
      const inputs = Array.from({ length: Math.min(AT_ONCE, people - from) }, (_, index) => targetOf(from + index));
      const outcomes = must(await app.db.inTx(actor, async (tx) => ok(await findOrCreateMany(tx, inputs))));
      ids.push(...outcomes.map((outcome) => must(outcome).person.id));
      // Tables that were empty a moment ago have no statistics: without them a batch reads the whole table for each row.
      if (from % (10 * AT_ONCE) === 0) await analyse();
    }
    // Spread over the crowd, so that their rows do not lie side by side.
    const step = Math.floor(people / ASKED);
    const targets = Array.from({ length: ASKED }, (_, index) => ({
      personId: ids[index * step]!,
      ...targetOf(index * step),
    }));
    for (const { personId } of targets) {
      must(
        await app.db.inTx(actor, async (tx) => {
          for (let n = 0; n < ENTRIES; n++) must(await writeMemo(tx, personId, { text: `메모 ${n}`, pinned: false }));
          return ok(null);
        }),
      );
    }
    const { dispatcher } = await app.startWorkers();
    while ((await dispatcher.runOnce()) > 0);
    const key = must(
      await app.db.inTx(actor, (tx) => createApiKey(tx, { name: 'bench', scopes: ['*'], expiresAt: null })),
    );
    const place = {
      orgId: made.organisationId,
      siteId: made.siteId,
      teamIds: [made.intakeTeamId],
      userIds: [made.adminId],
    };
    return { place, key: key.key, targets };
  } finally {
    await app.stop();
  }
}
