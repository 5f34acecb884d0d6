import type { MessageState } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { asTable, at, columnsOf, sql, uuidArray, type Tx } from '../../../platform/db/index.ts';
import type { MessageRow } from '../vocabulary.ts';
import { stateNow } from './message-store.ts';

/** What a hand-over needs of a message. `verdictId`: with which others it was let go before. */
export type Parting = Pick<
  MessageRow,
  | 'id'
  | 'personId'
  | 'channel'
  | 'purpose'
  | 'health'
  | 'toAddress'
  | 'subject'
  | 'body'
  | 'language'
  | 'templateId'
  | 'templateNo'
  | 'values'
  | 'enquiryId'
  | 'usefulUntil'
  | 'transportId'
  | 'tries'
  | 'madeBy'
  | 'bookingId'
  | 'occasion'
  | 'answersStop'
> & {
  readonly verdictId: Id | null;
  /** Of the last in the queue's order: when it was due, as the database writes it. Null of all others. */
  readonly dueAt: string | null;
};

/** A place in a queue. */
export type Place = { readonly dueAt: string; readonly id: Id };

/**
 * The next of a lane, out of the queue and in the hand-over `id`, in one statement. From then on they are on their way (`stateNow`), and no row of theirs
 * is written until it is known what became of them. Whoever holds the lane hands them over; a queue's row is taken once. `after`: what was taken before
 * is not looked at again, whose dead rows would be read each time until somebody sweeps them out.
 */
export function takeBatch(tx: Tx, lane: Id, id: Id, most: number, after: Place | null = null): Promise<Parting[]> {
  const beyond = after ? sql`and (d.next_at, d.id) > (${after.dueAt}::timestamptz, ${after.id}::uuid)` : sql``;
  return tx.rows(sql<Parting>`
    with gone as (
      delete from channels.send_queue q where q.org_id = ${tx.orgId} and q.id = any(array(
        select d.id from channels.send_queue d
        where d.org_id = ${tx.orgId} and d.lane = ${lane} and d.next_at <= ${at(tx.now)} ${beyond} order by d.next_at, d.id limit ${most}))
      returning q.id, q.next_at
    ), taken as (
      select m.id, m.person_id as "personId", m.channel, m.purpose, m.health, m.to_address as "toAddress", m.subject, m.body, m.language,
        m.template_id as "templateId", m.template_no as "templateNo", case when m.channel = 'alimtalk' then m.values end as "values", m.enquiry_id as "enquiryId",
        m.useful_until as "usefulUntil", m.transport_id as "transportId", m.tries::integer as tries, m.made_by as "madeBy", m.booking_id as "bookingId",
        m.occasion, m.answers_stop as "answersStop", m.verdict_id as "verdictId",
        case when gone.id = (select l.id from gone l order by l.next_at desc, l.id desc limit 1) then gone.next_at::text end as "dueAt"
      from gone join channels.message m on m.org_id = ${tx.orgId} and m.id = gone.id and m.state = 'queued'
    ), noted as (
      insert into channels.hand_over (org_id, lane, id, message_ids, taken_at)
      select ${tx.orgId}, ${lane}, ${id}, ids, ${at(tx.now)} from (select array_agg(id) as ids from taken) as every where ids is not null
    )
    select * from taken`);
}

/** Which verdict let each of a hand-over go, for whoever finds it when its process is dead. */
export async function updateVerdictsOf(tx: Tx, lane: Id, id: Id, shared: ReadonlyMap<Id, Id>): Promise<void> {
  if (shared.size === 0) return;
  await tx.run(sql`
    update channels.hand_over h set verdict_ids = array(
      select r.verdict_id from unnest(h.message_ids) with ordinality as e (id, no)
      left join ${pairs(shared)} on r.id = e.id order by e.no)
    where h.org_id = ${tx.orgId} and h.lane = ${lane} and h.id = ${id}`);
}

export type Left = {
  readonly id: Id;
  readonly messageIds: readonly Id[];
  readonly verdictIds: readonly (Id | null)[] | null;
  readonly takenAt: Instant;
};

/** Hand-overs that somebody began and nobody ended, those of the release before too; whoever holds the lane knows which of them are her own. */
export function listLeft(tx: Tx, lane: Id, own: readonly Id[], most: number): Promise<Left[]> {
  return tx.rows(sql<Left>`
    select l.id, l.message_ids as "messageIds", l.verdict_ids as "verdictIds", l.taken_at as "takenAt" from (
      select h.id, h.message_ids, h.verdict_ids, h.taken_at from channels.hand_over h where h.org_id = ${tx.orgId} and h.lane = ${lane}
      union all
      select b.id, b.message_ids, null, b.taken_at from channels.batch b where b.org_id = ${tx.orgId} and b.lane = ${lane}
    ) as l where l.id <> all(${uuidArray(own)}::uuid[]) order by l.id limit ${most}`);
}

/** Of messages left on their way: when they were handed over, once more, and what let them go. */
export async function updateLeft(tx: Tx, { messageIds, verdictIds, takenAt }: Left): Promise<void> {
  await tx.run(sql`
    update channels.message m
    set handed_at = ${at(takenAt)}, tries = least(m.tries + 1, 32767), verdict_id = coalesce(m.verdict_id, r.verdict_id)
    from ${asTable([
      { name: 'id', type: 'uuid', values: messageIds },
      { name: 'verdict_id', type: 'uuid', values: verdictIds ?? messageIds.map(() => null) },
    ])}
    where m.org_id = ${tx.orgId} and m.id = r.id and m.state = 'queued' and ${stateNow} = 'sending'`);
}

/** All that became of them is written. */
export async function removeHandOvers(tx: Tx, lane: Id, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    with old as (
      delete from channels.batch b where b.org_id = ${tx.orgId} and b.lane = ${lane} and b.id = any(${uuidArray(ids)}::uuid[])
    )
    delete from channels.hand_over h where h.org_id = ${tx.orgId} and h.lane = ${lane} and h.id = any(${uuidArray(ids)}::uuid[])`);
}

/** What became of a message of a hand-over. `tries`: how often it had been handed over before. */
export type Outcome = {
  readonly id: Id;
  readonly state: MessageState;
  readonly why: string | null;
  readonly providerId: string | null;
  readonly verdictId: Id | null;
  readonly tries: number;
};

/**
 * Many at once, each only out of the states that it may come from (`moves` as `from>to`), and only where it was not handed over since: the same twice is
 * once. Gives those that changed. The number of what the other end may still report is kept, to find it by.
 */
export async function updateOutcomes(
  tx: Tx,
  rows: readonly Outcome[],
  { moves, takenAt }: { readonly moves: readonly string[]; readonly takenAt: Instant },
): Promise<Set<Id>> {
  if (rows.length === 0) return new Set();
  const changed = await tx.rows(sql<{ id: Id }>`
    with changed as (
      update channels.message m set state = r.state, why = r.why,
        provider_id = coalesce(r.provider_id, m.provider_id),
        verdict_id = coalesce(m.verdict_id, r.verdict_id),
        tries = least(r.tries + 1, 32767),
        handed_at = case when m.state = 'queued' then ${at(takenAt)}::timestamptz else m.handed_at end,
        sent_at = case when r.state in ('sent', 'delivered', 'read') then coalesce(m.sent_at, ${at(tx.now)}::timestamptz) else m.sent_at end,
        settled_at = case when r.state in ('delivered', 'read', 'unknown', 'failed') then ${at(tx.now)}::timestamptz end
      from ${asTable(
        columnsOf(rows, {
          id: ['uuid', (row) => row.id],
          state: ['text', (row) => row.state],
          why: ['text', (row) => row.why],
          provider_id: ['text', (row) => row.providerId],
          verdict_id: ['uuid', (row) => row.verdictId],
          tries: ['integer', (row) => row.tries],
        }),
      )}
      where m.org_id = ${tx.orgId} and m.id = r.id and (m.state <> 'queued' or m.tries = r.tries)
        and (case when m.state = 'queued' then 'sending' else m.state end || '>' || r.state) = any(${[...moves]}::text[])
      returning m.id, m.transport_id, r.provider_id, m.state
    ), numbered as (
      insert into channels.provider_number (org_id, transport_id, provider_id, message_id)
      select ${tx.orgId}, c.transport_id, c.provider_id, c.id from changed c
      where c.provider_id is not null and c.transport_id is not null and c.state in ('sent', 'unknown', 'failed')
      on conflict do nothing
    )
    select id from changed`);
  return new Set(changed.map(({ id }) => id));
}

/** Of those whose state was beyond it already: what let them go. */
export async function updateVerdicts(tx: Tx, shared: ReadonlyMap<Id, Id>): Promise<void> {
  if (shared.size === 0) return;
  await tx.run(sql`
    update channels.message m set verdict_id = r.verdict_id from ${pairs(shared)}
    where m.org_id = ${tx.orgId} and m.id = r.id and m.verdict_id is null`);
}

function pairs(shared: ReadonlyMap<Id, Id>) {
  return asTable([
    { name: 'id', type: 'uuid', values: [...shared.keys()] },
    { name: 'verdict_id', type: 'uuid', values: [...shared.values()] },
  ]);
}
