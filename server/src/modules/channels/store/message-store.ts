import type { MessageState, Occasion, SentChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, asTable, at, columnsOf, sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { MessageRow } from '../vocabulary.ts';

/** The state of a message `m`: what waits stands in a queue, and what waits in none is being handed over (decision 0038). */
export const stateNow = sql<MessageState>`case when m.state = 'queued' and not exists (
  select from channels.send_queue w where w.org_id = m.org_id and w.id = m.id) then 'sending' else m.state end`;

export const messageColumns = sql`
  m.id, m.person_id as "personId", m.channel, m.purpose, m.health, m.state, m.why, m.to_address as "toAddress", m.subject, m.body, m.language,
  m.template_id as "templateId", m.template_no as "templateNo", m.values, m.enquiry_id as "enquiryId", m.useful_until as "usefulUntil", m.fallback,
  m.fallback_of as "fallbackOf", m.class, m.segments::integer as segments, m.cost_minor as "costMinor", m.currency, m.transport_id as "transportId",
  m.provider_id as "providerId", m.tries::integer as tries, m.made_by as "madeBy", m.made_at as "madeAt", m.send_at as "sendAt",
  m.handed_at as "handedAt", m.sent_at as "sentAt", m.settled_at as "settledAt", m.booking_id as "bookingId",
  m.occasion, m.answers_stop as "answersStop"`;

export type NewMessage = Omit<MessageRow, 'providerId' | 'tries' | 'handedAt' | 'sentAt'>;

/** Keys, with whose they are from now on: what has another's key is told of the other. */
export async function claimKeys(
  tx: Tx,
  wanted: readonly { readonly key: string; readonly messageId: Id }[],
): Promise<Map<string, Id>> {
  if (wanted.length === 0) return new Map();
  const keys = wanted.map(({ key }) => key);
  await tx.run(sql`
    insert into channels.message_key (org_id, dedupe_key, message_id)
    select ${tx.orgId}, key, id from unnest(${keys}::text[], ${wanted.map(({ messageId }) => messageId)}::uuid[]) as each (key, id)
    order by key on conflict (org_id, dedupe_key) do nothing`);
  const rows = await tx.rows(sql<{ key: string; messageId: Id }>`
    select dedupe_key as key, message_id as "messageId" from channels.message_key
    where org_id = ${tx.orgId} and dedupe_key = any(${keys}::text[])`);
  return new Map(rows.map(({ key, messageId }) => [key, messageId]));
}

/** Gives the ids that are new: a second fallback of the same message is none. */
export async function insertMessages(tx: Tx, rows: readonly NewMessage[]): Promise<Set<Id>> {
  if (rows.length === 0) return new Set();
  const made = await tx.rows(sql<{ id: Id }>`
    insert into channels.message (org_id, id, person_id, channel, purpose, health, state, why, to_address, subject, body, language, template_id,
      template_no, values, enquiry_id, useful_until, fallback, fallback_of, class, segments, cost_minor, currency, transport_id, made_by, made_at,
      send_at, settled_at, booking_id, occasion, answers_stop)
    select ${tx.orgId}, r.id, r.person_id, r.channel, r.purpose, r.health, r.state, r.why, r.to_address, r.subject, r.body, r.language, r.template_id,
      r.template_no, r.filled, r.enquiry_id, r.useful_until, r.fallback::text[], r.fallback_of, r.class, r.segments, r.cost_minor,
      r.currency, r.transport_id, r.made_by, r.made_at, r.send_at, r.settled_at, r.booking_id, r.occasion, r.answers_stop
    from ${asTable(
      columnsOf(rows, {
        id: ['uuid', (row) => row.id],
        person_id: ['uuid', (row) => row.personId],
        channel: ['text', (row) => row.channel],
        purpose: ['text', (row) => row.purpose],
        health: ['boolean', (row) => row.health],
        state: ['text', (row) => row.state],
        why: ['text', (row) => row.why],
        to_address: ['text', (row) => row.toAddress],
        subject: ['text', (row) => row.subject],
        body: ['text', (row) => row.body],
        language: ['text', (row) => row.language],
        template_id: ['uuid', (row) => row.templateId],
        template_no: ['integer', (row) => row.templateNo],
        enquiry_id: ['uuid', (row) => row.enquiryId],
        useful_until: ['timestamptz', (row) => at(row.usefulUntil)],
        fallback: ['text[]', (row) => row.fallback],
        fallback_of: ['uuid', (row) => row.fallbackOf],
        class: ['text', (row) => row.class],
        segments: ['integer', (row) => row.segments],
        cost_minor: ['integer', (row) => row.costMinor],
        currency: ['text', (row) => row.currency],
        transport_id: ['uuid', (row) => row.transportId],
        made_by: ['uuid', (row) => row.madeBy],
        made_at: ['timestamptz', (row) => at(row.madeAt)],
        send_at: ['timestamptz', (row) => at(row.sendAt)],
        settled_at: ['timestamptz', (row) => at(row.settledAt)],
        booking_id: ['uuid', (row) => row.bookingId],
        occasion: ['text', (row) => row.occasion],
        answers_stop: ['uuid', (row) => row.answersStop],
        filled: ['jsonb', (row) => row.values],
      }),
    )}
    on conflict (org_id, fallback_of) where fallback_of is not null do nothing returning id`);
  return new Set(made.map(({ id }) => id));
}

export type ListedMessage = Omit<
  MessageRow,
  'values' | 'providerId' | 'tries' | 'fallback' | 'usefulUntil' | 'health' | 'bookingId' | 'answersStop'
> & {
  readonly asksForDecision: boolean;
  readonly practice: boolean;
  readonly openedAt: Instant | null;
  readonly waitsUntil: Instant | null;
  /** The last verdict, where the gate let it wait or refused it. */
  readonly evidence: unknown;
  readonly verdictId: Id | null;
  readonly personName: string | null;
};

const listed = sql`
  m.id, m.person_id as "personId", m.channel, m.purpose, m.state, m.why, m.to_address as "toAddress", m.subject, m.body, m.language,
  (select p.name from people.public_person p where p.org_id = m.org_id and p.id = m.person_id) as "personName",
  m.template_id as "templateId", m.template_no as "templateNo", m.enquiry_id as "enquiryId", m.occasion, m.fallback_of as "fallbackOf", m.class,
  m.segments::integer as segments, m.cost_minor as "costMinor", m.currency, m.transport_id as "transportId", m.made_by as "madeBy",
  m.made_at as "madeAt", m.send_at as "sendAt", m.handed_at as "handedAt", m.sent_at as "sentAt", m.settled_at as "settledAt", m.verdict_id as "verdictId",
  exists (select from channels.task k where k.org_id = m.org_id and k.message_id = m.id and k.decided_at is null) as "asksForDecision",
  exists (select from channels.transport w where w.org_id = m.org_id and w.id = m.transport_id and w.kind = 'practice') as practice,
  (select min(k.opened_at) from channels.link k where k.org_id = m.org_id and k.message_id in (m.id, m.fallback_of)) as "openedAt",
  (select q.next_at from channels.send_queue q where q.org_id = m.org_id and q.id = m.id) as "waitsUntil",
  case when m.why is not null and m.state in ('queued', 'refused', 'expired') then (select v.evidence from channels.verdict v
    where v.org_id = m.org_id and v.message_id = m.id and v.at >= m.made_at order by v.at desc, v.id desc limit 1) end as evidence`;

export function findMessage(tx: Tx, id: Id): Promise<ListedMessage | null> {
  return tx.maybe(
    sql<ListedMessage>`select ${listed} from channels.public_message m where m.org_id = ${tx.orgId} and m.id = ${id}`,
  );
}

export function lockMessage(tx: Tx, id: Id): Promise<MessageRow | null> {
  return tx.maybe(
    sql<MessageRow>`select ${messageColumns} from channels.message m where m.org_id = ${tx.orgId} and m.id = ${id} for update`,
  );
}

/** What receipts name: our number or the provider's. Locked in one order; what is archived is past hearing. */
export function lockMessagesOf(
  tx: Tx,
  transportId: Id,
  messageIds: readonly Id[],
  providerIds: readonly string[],
): Promise<Pick<MessageRow, 'id' | 'state' | 'providerId'>[]> {
  return tx.rows(sql<Pick<MessageRow, 'id' | 'state' | 'providerId'>>`
    select m.id, m.state, m.provider_id as "providerId" from channels.message m
    where m.org_id = ${tx.orgId} and m.transport_id = ${transportId} and m.id = any(array(
      select unnest(${[...messageIds]}::uuid[])
      union
      select n.message_id from channels.provider_number n
      where n.org_id = ${tx.orgId} and n.transport_id = ${transportId} and n.provider_id = any(${[...providerIds]}::text[])))
    order by m.id for update`);
}

/** In the order of their ids, whole. */
export function listMessagesById(tx: Tx, ids: readonly Id[]): Promise<MessageRow[]> {
  return tx.rows(
    sql<MessageRow>`select ${messageColumns} from channels.message m where m.org_id = ${tx.orgId} and m.id = any(${[...ids]}::uuid[]) order by m.id`,
  );
}

export type MessageFilter = {
  readonly personId: Id | null;
  readonly states: readonly MessageState[];
  readonly channels: readonly SentChannel[];
  readonly why: string | null;
  /** Those sent by themselves for it; `hand`: those that somebody sent. */
  readonly occasions: readonly (Occasion | 'hand')[];
  readonly from: Instant | null;
  readonly before: Instant | null;
  readonly openOnly: boolean;
  readonly after: AtAndId | null;
  readonly limit: number;
};

/** By what they were sent; `hand`: by somebody. */
export function ofOccasions(occasions: MessageFilter['occasions']) {
  const byHand = occasions.includes('hand') ? sql`m.occasion is null or` : sql``;
  return sql`(${byHand} m.occasion = any(${[...occasions]}::text[]))`;
}

/** Newest first. */
export function listMessages(tx: Tx, filter: MessageFilter): Promise<ListedMessage[]> {
  const conditions = [sql`m.org_id = ${tx.orgId}`];
  if (filter.personId) conditions.push(sql`m.person_id = ${filter.personId}`);
  if (filter.states.length > 0) conditions.push(sql`m.state = any(${[...filter.states]}::text[])`);
  if (filter.channels.length > 0) conditions.push(sql`m.channel = any(${[...filter.channels]}::text[])`);
  if (filter.why !== null) conditions.push(sql`m.why = ${filter.why}`);
  if (filter.occasions.length > 0) conditions.push(ofOccasions(filter.occasions));
  if (filter.from !== null) conditions.push(sql`m.made_at >= ${at(filter.from)}`);
  if (filter.before !== null) conditions.push(sql`m.made_at < ${at(filter.before)}`);
  if (filter.openOnly) {
    conditions.push(
      sql`m.id in (select k.message_id from channels.task k where k.org_id = ${tx.orgId} and k.decided_at is null)`,
    );
  }
  if (filter.after) conditions.push(sql`(m.made_at, m.id) < (${at(filter.after.at)}, ${filter.after.id}::uuid)`);
  return tx.rows(sql<ListedMessage>`
    select ${listed} from channels.public_message m where ${all(conditions)} order by m.made_at desc, m.id desc limit ${filter.limit}`);
}

export type VerdictRow = { readonly at: Instant; readonly evidence: unknown };

/** Its own, and the one that it has with others (`verdictId`, or while it is on its way that of its hand-over). */
export function listVerdicts(
  tx: Tx,
  { id, verdictId }: { readonly id: Id; readonly verdictId: Id | null },
  limit: number,
): Promise<VerdictRow[]> {
  return tx.rows(sql<VerdictRow>`
    select v.at, v.evidence from channels.verdict v
    where v.org_id = ${tx.orgId} and v.message_id = any(array(
      select unnest(array[${id}, ${verdictId}]::uuid[])
      union
      select h.verdict_ids[array_position(h.message_ids, ${id}::uuid)] from channels.hand_over h
      where h.org_id = ${tx.orgId} and h.message_ids @> array[${id}::uuid])) order by v.at desc, v.id desc limit ${limit}`);
}

/** Every column of a message: the archive has the same, in whichever order. */
const WHOLE = sql`org_id, id, person_id, channel, purpose, health, state, why, to_address, subject, body, language, template_id, template_no, values,
  enquiry_id, useful_until, fallback, fallback_of, class, segments, cost_minor, currency, transport_id, provider_id, tries, made_by, made_at, send_at,
  handed_at, sent_at, settled_at, booking_id, occasion, answers_stop, verdict_id`;

/** Moves what is over and older to the archive, so many at once. Gives how many. */
export function archiveMessages(tx: Tx, before: Instant, most: number): Promise<number> {
  return tx.run(sql`
    with old as (
      select m.id from channels.message m
      where m.org_id = ${tx.orgId} and m.made_at < ${at(before)} and m.state not in ('draft', 'gated', 'queued', 'sending')
        and not exists (select from channels.task k where k.org_id = m.org_id and k.message_id = m.id and k.decided_at is null)
      order by m.made_at, m.id limit ${most} for update skip locked
    ), gone as (
      delete from channels.message m using old where m.org_id = ${tx.orgId} and m.id = old.id returning m.*
    ), numbers as (
      delete from channels.provider_number n using gone
      where n.org_id = ${tx.orgId} and n.transport_id = gone.transport_id and n.provider_id = gone.provider_id and n.message_id = gone.id
    )
    insert into channels.message_archive (${WHOLE}, at) select ${WHOLE}, made_at from gone`);
}
