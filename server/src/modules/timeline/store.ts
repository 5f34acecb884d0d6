import type { Params } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { at, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { AtAndId } from '../../platform/keyset.ts';
import type { Draft, Kind, TextSource } from './vocabulary.ts';

export type EntryRow = {
  readonly id: Id;
  readonly at: Instant;
  readonly kind: Kind;
  readonly code: string;
  readonly params: Params;
  readonly text: string | null;
  readonly actorId: Id | null;
  readonly enquiryId: Id | null;
  readonly timeZone: string | null;
  readonly voided: boolean;
};

/** Each event's entry once, however often the event is delivered. Gives the number of new entries. */
export function insertEntries(tx: Tx, drafts: readonly Draft[], texts: ReadonlyMap<string, string>): Promise<number> {
  if (drafts.length === 0) return Promise.resolve(0);
  const rows = drafts.map((draft) => ({
    id: newId(),
    at: at(draft.at),
    person_id: draft.personId,
    kind: draft.kind,
    code: draft.code,
    params: draft.params,
    text: draft.textOf ? (texts.get(keyOf(draft.textOf)) ?? null) : null,
    actor_id: draft.actorId,
    enquiry_id: draft.enquiryId,
    ref_id: draft.refId,
    voids: draft.voids,
    source_event_id: draft.sourceEventId,
  }));
  return tx.run(sql`
    insert into timeline.entry
      (org_id, id, at, person_id, kind, code, params, text, actor_id, enquiry_id, ref_id, voids, source_event_id, recorded_at)
    select ${tx.orgId}, id, at, person_id, kind, code, params, text, actor_id, enquiry_id, ref_id, voids, source_event_id, ${at(tx.now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told (
      id uuid, at timestamptz, person_id uuid, kind text, code text, params jsonb, text text, actor_id uuid, enquiry_id uuid,
      ref_id uuid, voids uuid[], source_event_id uuid)
    on conflict (org_id, source_event_id, at) do nothing`);
}

export function keyOf(source: TextSource): string {
  return `${source.of} ${source.id}`;
}

/** What a message is about, and what it says. */
const LETTER = sql`concat_ws(E'\n', nullif(subject, ''), nullif(body, ''))`;

const TEXTS: Readonly<Record<TextSource['of'], (orgId: Id, ids: readonly Id[]) => Sql<{ id: Id; text: string }>>> = {
  act: (orgId, ids) =>
    sql`select id, note as text from enquiries.public_act where org_id = ${orgId} and id = any(${ids}::uuid[]) and note is not null`,
  call: (orgId, ids) =>
    sql`select id, note as text from enquiries.public_call where org_id = ${orgId} and id = any(${ids}::uuid[]) and note is not null`,
  enquiry: (orgId, ids) =>
    sql`select id, text from enquiries.public_enquiry where org_id = ${orgId} and id = any(${ids}::uuid[]) and text is not null`,
  incoming: (orgId, ids) =>
    sql`select id, coalesce(nullif(${LETTER}, ''), '-') as text from inbox.public_message where org_id = ${orgId} and id = any(${ids}::uuid[])`,
  memo_version: (orgId, ids) =>
    sql`select id, text from people.public_memo_version where org_id = ${orgId} and id = any(${ids}::uuid[])`,
  message: (orgId, ids) =>
    sql`select id, ${LETTER} as text from channels.public_message where org_id = ${orgId} and id = any(${ids}::uuid[])`,
  status_event: (orgId, ids) =>
    sql`select id, reason_text as text from enquiries.public_status_event
        where org_id = ${orgId} and id = any(${ids}::uuid[]) and reason_text is not null`,
};

/** Free texts by `keyOf`, one statement for each kind of source. */
export async function listTexts(tx: Tx, sources: readonly TextSource[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [of, group] of Map.groupBy(sources, (source) => source.of)) {
    const ids = [...new Set(group.map((source) => source.id))];
    for (const { id, text } of await tx.rows(TEXTS[of](tx.orgId, ids))) found.set(keyOf({ of, id }), text);
  }
  return found;
}

/** The newest entries of a person. An entry is voided when a correction of the same person names what it tells of. */
export function entriesOf(
  orgId: Id,
  personId: Id,
  filter: { readonly kinds?: readonly Kind[]; readonly after: AtAndId | null },
  most: number,
): Sql<EntryRow> {
  const { kinds = [] } = filter;
  const kind = kinds.length === 0 ? sql`` : sql`and entry.kind = any(${[...kinds]}::text[])`;
  const rest = filter.after
    ? sql`and (entry.at, entry.id) < (${at(filter.after.at)}::timestamptz, ${filter.after.id}::uuid)`
    : sql``;
  return sql<EntryRow>`
    with newest as (
      select entry.id, entry.at, entry.kind, entry.code, entry.params, entry.text, entry.actor_id, entry.enquiry_id, entry.ref_id
      from timeline.entry as entry
      where entry.org_id = ${orgId} and entry.person_id = ${personId} ${kind} ${rest}
        and (entry.code <> 'timeline.phone_call' or not exists (
          select from telephony.public_call as recorded
          where recorded.org_id = ${orgId} and recorded.id = entry.ref_id and recorded.recorded_call_id is not null))
      order by entry.at desc, entry.id desc limit ${most}
    ), voided as (
      select unnest(voids) as ref_id from timeline.entry
      where org_id = ${orgId} and person_id = ${personId} and kind = 'correction'
    )
    select newest.id, newest.at, newest.kind, newest.code, newest.params, newest.text, newest.actor_id as "actorId",
      newest.enquiry_id as "enquiryId", site.time_zone as "timeZone",
      coalesce(newest.ref_id in (select ref_id from voided), false) as voided
    from newest
    left join enquiries.public_enquiry as enquiry
      on newest.kind = 'booking' and enquiry.org_id = ${orgId} and enquiry.id = newest.enquiry_id
    left join identity.public_site as site on site.org_id = ${orgId} and site.id = enquiry.site_id
    order by newest.at desc, newest.id desc`;
}

export function listEntries(
  tx: Tx,
  personId: Id,
  filter: { readonly kinds?: readonly Kind[]; readonly after: AtAndId | null },
  most: number,
): Promise<EntryRow[]> {
  return tx.rows(entriesOf(tx.orgId, personId, filter, most));
}

export async function findPersonExists(tx: Tx, personId: Id): Promise<boolean> {
  const found = await tx.maybe(sql`select 1 from people.public_person where org_id = ${tx.orgId} and id = ${personId}`);
  return found !== null;
}
