import type { Client } from 'pg';
import { ENQUIRIES, SHOWN } from './store-enquiries.ts';
import { DRAWN, FUNCTIONS, IS_THERE, KNOWN_PERSONS, NAMED, PREPARE } from './store-draw.ts';
import { OPEN_OF_KNOWN, PERSONS } from './store-persons.ts';
import { AUDITED, TOLD } from './store-told.ts';

/** Where the crowd is put: an organisation with its main site, its teams and its users. */
export type Place = {
  readonly orgId: string;
  readonly siteId: string;
  readonly teamIds: readonly string[];
  readonly userIds: readonly string[];
};

/** Of the `open` ones a third are late, a third due today; the others wait for another day. */
export type Crowd = {
  readonly enquiries: number;
  /** Each of a person of her own, or of the persons that the organisation has. */
  readonly persons: 'new' | 'known';
  readonly open: number;
  /** Without what they leave behind that no list shows: archive, history. */
  readonly rowsOnly?: boolean;
  /** Lines of the audit too, of acts that nobody did: to measure with. */
  readonly audited?: boolean;
};

export type CrowdProgress = (done: number, of: number) => void;

const AT_ONCE = 50_000;

/**
 * A crowd as years of work leave it behind, written by SQL: through the services a million persons take hours. Three years of enquiries in the
 * hours of a clinic; names, channels and interests of which some are frequent and some hardly ever met; the open ones among 15 statuses, a third of
 * them late; five entries of the archive for each and more where there was a booking. In steps of one transaction, told as they are done. New persons
 * that are there already stay as they are: who was interrupted, or wants more, goes on after them; gives how many were there. `client` is the owner's
 * login; a superuser's does not look at each foreign key. Numbers are 010-0xxx-xxxx, which nobody has. What statistics count is counted by who calls.
 */
export async function insertCrowd(
  client: Client,
  place: Place,
  crowd: Crowd,
  onProgress: CrowdProgress = () => undefined,
): Promise<number> {
  await client.query(PREPARE);
  await client.query(FUNCTIONS);
  const there = crowd.persons === 'new' ? await countCrowd(client, place.orgId, crowd.enquiries) : 0;
  for (let from = there; from < crowd.enquiries; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE, crowd.enquiries);
    await insertStep(client, place, crowd, { from, to });
    onProgress(to, crowd.enquiries);
  }
  return there;
}

type Step = { readonly from: number; readonly to: number };

async function insertStep(client: Client, place: Place, crowd: Crowd, { from, to }: Step): Promise<void> {
  const { orgId, siteId, teamIds, userIds } = place;
  const areNew = crowd.persons === 'new';
  await client.query('begin');
  try {
    await client.query(`set local work_mem = '256MB'; set local timezone = 'UTC'; set local synchronous_commit = off`);
    if (await isSuperuser(client)) await client.query('set local session_replication_role = replica');
    if (areNew) await client.query(NAMED, [from, to]);
    else await client.query(KNOWN_PERSONS, [orgId]);
    await client.query('create unique index on person_of (n); analyze person_of');
    await client.query(DRAWN, [from, to, crowd.enquiries, crowd.open, userIds, teamIds]);
    await client.query('create index on drawn (person_id); analyze drawn');
    for (const statement of areNew ? PERSONS : []) await client.query(statement, [orgId]);
    for (const statement of [...ENQUIRIES, ...SHOWN]) await client.query(statement, [orgId, siteId]);
    if (!areNew) await client.query(OPEN_OF_KNOWN, [orgId]);
    for (const statement of crowd.rowsOnly ? [] : TOLD) await client.query(statement, [orgId]);
    if (crowd.audited) await client.query(AUDITED, [orgId]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function isSuperuser(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    'select rolsuper as is from pg_roles where rolname = current_user',
  );
  return rows[0]?.is ?? false;
}

/** How many of the first `most` are there: they come in order, none without those before. */
async function countCrowd(client: Client, orgId: string, most: number): Promise<number> {
  let [there, missing] = [0, most + 1];
  while (missing - there > 1) {
    const middle = Math.floor((there + missing) / 2);
    const { rowCount } = await client.query(IS_THERE, [orgId, middle]);
    if (rowCount === 0) missing = middle;
    else there = middle;
  }
  return there;
}
