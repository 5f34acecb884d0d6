import type { Client } from 'pg';
import type { App } from '../../server/src/compose.ts';
import { insertCrowd, type Place } from '../../server/src/demo/crowd/index.ts';
import { must, ok } from '../../server/src/kernel/outcome.ts';
import { countAnew, countRest } from '../../server/src/modules/analytics/index.ts';
import { createApiKey } from '../../server/src/modules/identity/index.ts';
import { findOrCreateMany, writeMemo } from '../../server/src/modules/people/index.ts';
import { systemActor, type Actor } from '../../server/src/platform/db/index.ts';
import { withClient } from '../../server/src/platform/embedded-postgres/roles.ts';
import { targetOf, type Target, type Worked } from './cases.ts';
import { composeBench, furnish } from './furnish.ts';

export type Seeded = {
  readonly place: Place;
  readonly key: string;
  readonly targets: readonly Target[];
};
export type Size = { readonly people: number; readonly open: number };
type Urls = { readonly appUrl: string; readonly superuserUrl: string };

/** From so many on the crowd comes by SQL; fewer persons are made through the services. */
const BY_SQL_FROM = 100_000;
const THROUGH_SERVICES = 2_000;
/** Persons with long timelines, who are asked for; everybody else is the crowd. */
const ASKED = 100;
const ENTRIES = 60;
const AT_ONCE = 1_000;
const MOST_WORKED = 12_000;

/**
 * One organisation with so many persons, as many enquiries and five times as many entries of archives; twenty consultants, who share what is open. The
 * events are delivered, statistics are counted, the tables are vacuumed.
 */
export async function seed(
  { appUrl, superuserUrl }: Urls,
  secretKey: string,
  { people, open }: Size,
  note: (text: string) => void,
): Promise<Seeded> {
  const app = composeBench(appUrl, secretKey, 6);
  const asOwner = (text: string) => withClient(superuserUrl, async (client) => void (await client.query(text)));
  try {
    const place = await furnish(app, 'bench');
    const actor = systemActor(place.orgId, 'bench');
    const bySql = people >= BY_SQL_FROM;
    const served = bySql ? THROUGH_SERVICES : people;
    note(`${served.toLocaleString('en')} persons through the services …`);
    const targets = await makePersons(app, actor, served, () => asOwner('analyze'));
    await withClient(superuserUrl, (client) => fill(client, place, { people, open, bySql }, note));
    await asOwner('analyze');
    await count(app, actor, note);
    const { dispatcher } = await app.startWorkers();
    while ((await dispatcher.runOnce()) > 0);
    const key = must(
      await app.db.inTx(actor, (tx) => createApiKey(tx, { name: 'bench', scopes: ['*'], expiresAt: null })),
    );
    note('vacuum analyze …');
    await asOwner('vacuum analyze');
    return { place, key: key.key, targets };
  } finally {
    await app.stop();
  }
}

export async function makePersons(
  app: App,
  actor: Actor,
  people: number,
  analyse: () => Promise<void>,
): Promise<Target[]> {
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
        for (let n = 0; n < ENTRIES; n++) {
          must(await writeMemo(tx, personId, { text: `메모 ${n}`, pinned: false }));
        }
        return ok(null);
      }),
    );
  }
  return targets;
}

export async function fill(
  client: Client,
  place: Place,
  { people, open, bySql }: Size & { readonly bySql: boolean },
  note: (text: string) => void,
): Promise<void> {
  const crowd = { persons: bySql ? 'new' : 'known', enquiries: people, open, audited: true } as const;
  await insertCrowd(client, place, crowd, (done, of) =>
    note(`${done.toLocaleString('en')} of ${of.toLocaleString('en')} enquiries by SQL`),
  );
}

export async function count(app: App, actor: Actor, note: (text: string) => void): Promise<void> {
  const began = performance.now();
  must(await app.db.inTx(actor, async (tx) => ok(await countAnew(tx))));
  let told = 0;
  const counted = await countRest(app.db, actor.orgId, (so) => {
    if (so - told >= 50_000) note(`statistics of ${(told = so).toLocaleString('en')} enquiries`);
  });
  const seconds = (performance.now() - began) / 1_000;
  note(
    `statistics of ${counted.toLocaleString('en')} enquiries: ${seconds.toFixed(0)} s, ${((seconds / counted) * 1_000).toFixed(2)} ms each`,
  );
}

/** Open enquiries in one status on which nobody has worked yet, each for one call. */
export async function findWorked(superuserUrl: string, { orgId, userIds }: Place): Promise<Worked[]> {
  return withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<Worked>(
      `select e.id as "enquiryId", e.person_id as "personId" from enquiries.enquiry e
       where e.org_id = $1 and e.open and e.status = 'HOLD' and e.owner_id = any($2::uuid[]) and e.version = 3
       order by md5(e.id::text) limit $3`,
      [orgId, userIds, MOST_WORKED],
    );
    return rows;
  });
}
