import type { Client } from 'pg';
import { must, ok } from '../../kernel/outcome.ts';
import { countAnew, countingOf, countRest } from '../../modules/analytics/index.ts';
import { systemActor, type Database, type Tx } from '../../platform/db/index.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { insertCrowd, type Crowd, type Place } from './index.ts';
import { findPlace, sizeOf, type Size } from './store-place.ts';

export type CrowdOptions = {
  readonly db: Database;
  readonly ownerUrl: string;
  readonly slug?: string;
  readonly people: number;
  readonly onProgress: (text: string) => void;
};

/** What became of it. `there`: so many of the crowd were there before. */
export type Crowded = Size & { readonly there: number };

/** As much as a consultant can have open and still look through. */
const OPEN_EACH = 2_000;
/** At most one in so many is open. */
const ONE_OPEN_IN = 20;
const TOLD_EVERY = 50_000;

/**
 * Puts a crowd of so many persons into the demo organisation, each with an enquiry and what it left behind; then counts what statistics count and
 * lets the database look at its tables. Who was interrupted calls again. Null: they were all there, and counted. Throws where there is no demo
 * organisation of that slug.
 */
export async function makeCrowd({
  db,
  ownerUrl,
  slug = 'demo',
  people,
  onProgress,
}: CrowdOptions): Promise<Crowded | null> {
  return withClient(ownerUrl, async (client) => {
    const place = await findPlace(client, slug);
    if (!place) throw new Error(`"${slug}" is no demo organisation`);
    const open = Math.min(place.userIds.length * OPEN_EACH, Math.floor(people / ONE_OPEN_IN));
    const crowd = { persons: 'new', enquiries: people, open } as const;
    const there = await fill(client, place, crowd, onProgress);
    if (!(await count(db, place, there < people, onProgress)) && there === people) return null;
    onProgress('crowd: vacuum analyze');
    await client.query('vacuum analyze');
    return { ...(await sizeOf(client, place.orgId)), there };
  });
}

async function fill(client: Client, place: Place, crowd: Crowd, onProgress: (text: string) => void): Promise<number> {
  return insertCrowd(client, place, crowd, (done, of) =>
    onProgress(`crowd: ${done.toLocaleString('en')} of ${of.toLocaleString('en')} persons`),
  );
}

/** Counts what statistics count of the organisation; false where nothing was to be counted. */
async function count(
  db: Database,
  { orgId }: Place,
  isMore: boolean,
  onProgress: (text: string) => void,
): Promise<boolean> {
  const actor = systemActor(orgId, 'demo');
  const inTx = async <T>(work: (tx: Tx) => Promise<T>) => must(await db.inTx(actor, async (tx) => ok(await work(tx))));
  const state = isMore ? 'missing' : await inTx(countingOf);
  if (state === 'done') return false;
  if (state === 'missing') await inTx(countAnew);
  let told = 0;
  await countRest(db, orgId, (counted) => {
    if (counted - told >= TOLD_EVERY)
      onProgress(`crowd: statistics of ${(told = counted).toLocaleString('en')} enquiries`);
  });
  return true;
}
