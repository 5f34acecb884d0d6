import type { StatusCode } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { PersonPlan } from '../rules/plan.ts';

/**
 * Look-ups of many keys, each by its index (`offset 0` holds the planner to one at a time): of a set of keys it would expect every row of the list,
 * and read them all for each batch. The rows of a list are counted while it is read (`countList`).
 */
function rowsByKeys(tx: Tx, key: Sql, keys: readonly string[], columns: Sql, where: Sql): Sql {
  return sql`unnest(${keys}::text[]) as told (key) cross join lateral (
    select ${columns} from integrations.import_row r where r.org_id = ${tx.orgId} and ${key} = told.key and ${where} offset 0) as r`;
}

/** A row of this import that a later one may repeat or follow. */
export type EarlierRow = {
  readonly no: number;
  readonly naturalKey: string;
  readonly contentKey: string;
  readonly leaderNo: number | null;
  readonly outcome: string;
};

export function listEarlierRows(tx: Tx, importId: Id, naturalKeys: readonly string[]): Promise<EarlierRow[]> {
  return tx.rows(sql<EarlierRow>`
    select r.row_no as no, r.natural_key as "naturalKey", r.content_key as "contentKey", r.leader_no as "leaderNo", r.outcome
    from ${rowsByKeys(
      tx,
      sql`r.natural_key`,
      naturalKeys,
      sql`r.row_no, r.natural_key, r.content_key, r.leader_no, r.outcome`,
      sql`r.import_id = ${importId}`,
    )}
    order by r.row_no`);
}

/** What rows of other imports said that were applied, and not taken back. Of the first list of an organisation nothing is looked up. */
export async function listAppliedContents(tx: Tx, importId: Id, contentKeys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ contentKey: string }>`
    select distinct r.content_key as "contentKey"
    from ${rowsByKeys(
      tx,
      sql`r.content_key`,
      contentKeys,
      sql`r.content_key, r.import_id, r.kept_code`,
      sql`r.import_id <> ${importId} and r.applied_at is not null`,
    )}
    where exists (select from integrations.import o where o.org_id = ${tx.orgId} and o.id <> ${importId} and o.phase <> 'analyse')
        and (r.kept_code is not null or not exists (
          select from integrations.import i where i.org_id = ${tx.orgId} and i.id = r.import_id and i.phase = 'undo'))`);
  return new Set(rows.map((row) => row.contentKey));
}

/** What rows of this import say of persons: those with one of the keys, and all that say more of the same persons. In the file's order. */
export type ToldPerson = {
  readonly personKey: string;
  readonly knownPersonId: Id | null;
  readonly person: PersonPlan;
  readonly text: string | null;
};

/** In two steps, each by an index of its own. */
export async function listTold(
  tx: Tx,
  importId: Id,
  by: Readonly<Record<'phone' | 'number' | 'birth', readonly string[]>>,
): Promise<ToldPerson[]> {
  const met = new Set<string>();
  for (const [column, keys] of [
    [sql`r.phone_key`, by.phone],
    [sql`r.number_key`, by.number],
    [sql`r.birth_key`, by.birth],
  ] as const) {
    if (keys.length === 0) continue;
    const rows = await tx.rows(sql<{ personKey: string | null }>`
      select distinct r.person_key as "personKey" from ${rowsByKeys(tx, column, keys, sql`r.person_key`, sql`r.import_id = ${importId}`)}`);
    for (const { personKey } of rows) if (personKey !== null) met.add(personKey);
  }
  if (met.size === 0) return [];
  return tx.rows(sql<ToldPerson>`
    select r.person_key as "personKey", r.known_person_id as "knownPersonId", r.plan -> 'person' as person, r.plan ->> 'text' as text
    from ${rowsByKeys(
      tx,
      sql`r.person_key`,
      [...met],
      sql`r.row_no, r.person_key, r.known_person_id, r.plan`,
      sql`r.import_id = ${importId} and r.plan is not null`,
    )}
    order by r.row_no`);
}

/** A person of the database in the forms that are compared. `phones` knows which were found not to be hers. */
export type KnownPerson = {
  readonly id: Id;
  readonly name: string | null;
  readonly birthDate: CalendarDay | null;
  readonly sex: string;
  readonly language: string | null;
  readonly phones: readonly { readonly e164: string; readonly wrong: boolean }[];
  readonly emails: readonly string[];
  readonly numbers: readonly string[];
  readonly memos: readonly string[];
};

/** Whoever has one of the phones, was given one of the numbers, was born on one of the days, or is named; the most recently met first. */
export function listKnownPersons(
  tx: Tx,
  by: {
    readonly phones: readonly string[];
    readonly numbers: readonly string[];
    readonly births: readonly string[];
    readonly ids: readonly Id[];
  },
  withMemos: boolean,
): Promise<KnownPerson[]> {
  return tx.rows(sql<KnownPerson>`
    with met as (
      select ph.person_id as id from people.public_person_phone ph where ph.org_id = ${tx.orgId} and ph.e164 = any(${by.phones}::text[])
      union select i.person_id from people.public_person_identifier i
      where i.org_id = ${tx.orgId} and i.value_normal = any(${by.numbers}::text[])
      union select b.id from people.public_person b where b.org_id = ${tx.orgId} and b.birth_date = any(${by.births}::date[])
      union select unnest(${by.ids}::uuid[])
    )
    select p.id, p.name, p.birth_date as "birthDate", p.sex, p.language,
      coalesce((select jsonb_agg(jsonb_build_object('e164', ph.e164, 'wrong', ph.state = 'wrong')) from people.public_person_phone ph
        where ph.org_id = ${tx.orgId} and ph.person_id = p.id), '[]') as phones,
      array(select e.email_normal from people.public_person_email e where e.org_id = ${tx.orgId} and e.person_id = p.id) as emails,
      array(select i.value_normal from people.public_person_identifier i where i.org_id = ${tx.orgId} and i.person_id = p.id) as numbers,
      array(select m.text from people.public_memo m where ${withMemos} and m.org_id = ${tx.orgId} and m.person_id = p.id) as memos
    from met join people.public_person p on p.org_id = ${tx.orgId} and p.id = met.id
    where p.merged_into is null
    order by p.last_contact_at desc nulls last, p.id desc`);
}

export type EnquiryDay = {
  readonly id: Id;
  readonly personId: Id;
  readonly receivedOn: CalendarDay;
  readonly interests: string[];
  readonly status: StatusCode;
};

export function listEnquiryDays(tx: Tx, personIds: readonly Id[]): Promise<EnquiryDay[]> {
  return tx.rows(sql<EnquiryDay>`
    select e.id, e.person_id as "personId", e.received_on as "receivedOn", e.interests, e.status
    from enquiries.public_enquiry e where e.org_id = ${tx.orgId} and e.person_id = any(${personIds}::uuid[])
    order by e.received_at desc, e.id`);
}
