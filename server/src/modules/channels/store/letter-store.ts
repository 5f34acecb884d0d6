import type { Language, LetterState, ReturnReason } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, asTable, at, columnsOf, sql, type Tx } from '../../../platform/db/index.ts';
import type { MessageRow } from '../vocabulary.ts';
import { messageColumns } from './message-store.ts';

/** Letters of a way that may be printed now, out of the queue and on their way; who has the batch's rows has them. */
export function takeLetters(tx: Tx, transportId: Id, most: number): Promise<MessageRow[]> {
  return tx.rows(sql<MessageRow>`
    with due as (
      select q.id from channels.send_queue q
      where q.org_id = ${tx.orgId} and q.lane = ${transportId} and q.next_at <= ${at(tx.now)}
      order by q.next_at, q.id limit ${most} for update skip locked
    ), taken as (
      delete from channels.send_queue q using due where q.org_id = ${tx.orgId} and q.id = due.id returning q.id
    )
    update channels.message m set state = 'sending', handed_at = ${at(tx.now)}, tries = least(m.tries + 1, 32767)
    from taken where m.org_id = ${tx.orgId} and m.id = taken.id and m.state = 'queued'
    returning ${messageColumns}`);
}

export async function countWaiting(tx: Tx): Promise<{ readonly waiting: number; readonly oldestAt: Instant | null }> {
  return tx.one(sql<{ waiting: number; oldestAt: Instant | null }>`
    select count(*)::integer as waiting, min(m.made_at) as "oldestAt" from channels.transport t
    join channels.send_queue q on q.org_id = t.org_id and q.lane = t.id
    join channels.message m on m.org_id = q.org_id and m.id = q.id
    where t.org_id = ${tx.orgId} and t.kind = 'post' and q.next_at <= ${at(tx.now)}`);
}

export async function countToCheck(tx: Tx): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*)::integer as count from channels.letter l where l.org_id = ${tx.orgId} and l.state = 'returned' and l.checked_at is null`);
  return count;
}

/** The site of each message that is about an enquiry. */
export async function listSitesOf(tx: Tx, enquiryIds: readonly Id[]): Promise<Map<Id, Id>> {
  if (enquiryIds.length === 0) return new Map();
  const rows = await tx.rows(sql<{ id: Id; siteId: Id }>`
    select e.id, e.site_id as "siteId" from enquiries.public_enquiry e
    where e.org_id = ${tx.orgId} and e.id = any(${[...new Set(enquiryIds)]}::uuid[])`);
  return new Map(rows.map(({ id, siteId }) => [id, siteId]));
}

export async function listNames(tx: Tx, personIds: readonly Id[]): Promise<Map<Id, string | null>> {
  const rows = await tx.rows(sql<{ id: Id; name: string | null }>`
    select p.id, p.name from people.public_person p where p.org_id = ${tx.orgId} and p.id = any(${[...new Set(personIds)]}::uuid[])`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type NewLetter = {
  readonly seq: number;
  readonly messageId: Id;
  readonly number: string;
  readonly personId: Id;
  readonly siteId: Id;
  readonly address: readonly string[];
};

export async function insertLetters(tx: Tx, batchId: Id, rows: readonly NewLetter[]): Promise<void> {
  await tx.run(sql`
    insert into channels.letter (org_id, batch_id, seq, message_id, number, person_id, site_id, address)
    select ${tx.orgId}, ${batchId}, r.seq, r.message_id, r.number, r.person_id, r.site_id, r.address::text[]
    from ${asTable(
      columnsOf(rows, {
        seq: ['integer', (row) => row.seq],
        message_id: ['uuid', (row) => row.messageId],
        number: ['text', (row) => row.number],
        person_id: ['uuid', (row) => row.personId],
        site_id: ['uuid', (row) => row.siteId],
        address: ['text[]', (row) => row.address],
      }),
    )}`);
}

export type PrintableLetter = {
  readonly seq: number;
  readonly number: string;
  readonly siteId: Id;
  readonly address: readonly string[];
  readonly language: Language;
  readonly subject: string | null;
  readonly body: string;
};

/** In the order of printing, after `after`, up to `to`. */
export function listPrintable(
  tx: Tx,
  batchId: Id,
  after: number,
  to: number,
  limit: number,
): Promise<PrintableLetter[]> {
  return tx.rows(sql<PrintableLetter>`
    select l.seq, l.number, l.site_id as "siteId", l.address, m.language, m.subject, m.body
    from channels.letter l join channels.public_message m on m.org_id = l.org_id and m.id = l.message_id
    where l.org_id = ${tx.orgId} and l.batch_id = ${batchId} and l.seq > ${after} and l.seq <= ${to}
    order by l.seq limit ${limit}`);
}

export async function updatePages(
  tx: Tx,
  batchId: Id,
  rows: readonly { readonly seq: number; readonly pages: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    update channels.letter l set pages = r.pages from ${asTable(
      columnsOf(rows, { seq: ['integer', (row) => row.seq], pages: ['integer', (row) => row.pages] }),
    )} where l.org_id = ${tx.orgId} and l.batch_id = ${batchId} and l.seq = r.seq`);
}

/** All of a batch that are in `from`. Gives their messages. */
export async function updateStatesOfBatch(tx: Tx, batchId: Id, from: LetterState, to: LetterState): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    update channels.letter l set state = ${to} where l.org_id = ${tx.orgId} and l.batch_id = ${batchId} and l.state = ${from}
    returning l.message_id as id`);
  return rows.map(({ id }) => id);
}

/** They wait again: nothing of the batch was printed. Gives their messages. */
export async function removeLetters(tx: Tx, batchId: Id): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    delete from channels.letter l where l.org_id = ${tx.orgId} and l.batch_id = ${batchId} returning l.message_id as id`);
  return rows.map(({ id }) => id);
}

export type LetterRow = {
  readonly messageId: Id;
  readonly batchId: Id;
  readonly batchNo: number;
  readonly seq: number;
  readonly number: string;
  readonly personId: Id;
  readonly address: readonly string[];
  readonly state: LetterState;
  readonly pages: number | null;
  readonly returnedWhy: ReturnReason | null;
  readonly returnedAt: Instant | null;
  readonly toCheck: boolean;
  readonly printedAt: Instant | null;
};

const columns = sql`
  l.message_id as "messageId", l.batch_id as "batchId", b.no as "batchNo", l.seq, l.number, l.person_id as "personId", l.address, l.state,
  l.pages::integer as pages, l.returned_why as "returnedWhy", l.returned_at as "returnedAt",
  (l.state = 'returned' and l.checked_at is null) as "toCheck", b.printed_at as "printedAt"`;
const joined = sql`channels.letter l join channels.letter_batch b on b.org_id = l.org_id and b.id = l.batch_id`;

export function lockLetter(tx: Tx, number: string): Promise<LetterRow | null> {
  return tx.maybe(sql<LetterRow>`
    select ${columns} from ${joined} where l.org_id = ${tx.orgId} and l.number = ${number} for update of l`);
}

export type LetterFilter = {
  readonly batchId: Id | null;
  readonly states: readonly LetterState[];
  readonly checkOnly: boolean;
  readonly after: string | null;
  readonly limit: number;
};

/** By number: newest batches last. */
export function listLetters(tx: Tx, filter: LetterFilter): Promise<LetterRow[]> {
  const conditions = [sql`l.org_id = ${tx.orgId}`];
  if (filter.batchId) conditions.push(sql`l.batch_id = ${filter.batchId}`);
  if (filter.states.length > 0) conditions.push(sql`l.state = any(${[...filter.states]}::text[])`);
  if (filter.checkOnly) conditions.push(sql`l.state = 'returned' and l.checked_at is null`);
  if (filter.after !== null) conditions.push(sql`l.number > ${filter.after}`);
  return tx.rows(sql<LetterRow>`
    select ${columns} from ${joined} where ${all(conditions)} order by l.number limit ${filter.limit}`);
}

export async function updateReturned(tx: Tx, number: string, why: ReturnReason): Promise<void> {
  await tx.run(sql`
    update channels.letter set state = 'returned', returned_why = ${why}, returned_at = ${at(tx.now)}, returned_by = ${tx.actor.userId}
    where org_id = ${tx.orgId} and number = ${number}`);
}

export async function updateChecked(tx: Tx, number: string): Promise<void> {
  await tx.run(sql`
    update channels.letter set checked_at = ${at(tx.now)} where org_id = ${tx.orgId} and number = ${number} and checked_at is null`);
}

/** Persons of letters, for the line of the read. */
export async function listPersonsOf(tx: Tx, batchId: Id, from: number, to: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select distinct l.person_id as id from channels.letter l
    where l.org_id = ${tx.orgId} and l.batch_id = ${batchId} and l.seq between ${from} and ${to}`);
  return rows.map(({ id }) => id);
}
