import type { Id } from '../../../kernel/ids.ts';
import { asTable, at, columnsOf, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { MadeOfPerson } from '../neighbours.ts';

/** What a batch has made of a person. */
export type MadeRow = MadeOfPerson & { readonly before: { readonly version: number }; readonly firstRow: number };

const NOTHING_MADE: MadeRow['made'] = { phones: [], emails: [], identifiers: [], memos: [] };

/** Of a person whom an earlier batch met: what was before stays, what is made comes to it, and whoever changed her between them is seen. */
export async function insertMade(tx: Tx, importId: Id, rows: readonly MadeRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnsOf(rows, {
    person_id: ['uuid', (row) => row.personId],
    created: ['boolean', (row) => row.created],
    before: ['jsonb', (row) => row.before],
    made: ['jsonb', (row) => row.made],
    version_after: ['integer', (row) => row.versionAfter],
    contacts: ['text[]', (row) => row.contacts.map((contact) => at(contact))],
    first_row: ['integer', (row) => row.firstRow],
  });
  await tx.run(sql`
    insert into integrations.import_person as known (org_id, import_id, person_id, created, before, made, version_after, contacts, first_row)
    select ${tx.orgId}::uuid, ${importId}::uuid, r.person_id, r.created, r.before, r.made, r.version_after, r.contacts::timestamptz[], r.first_row
    from ${asTable(columns)}
    on conflict (org_id, import_id, person_id) do update set
      made = case when excluded.made = ${json(NOTHING_MADE)} then known.made else jsonb_build_object(
        'phones', known.made -> 'phones' || (excluded.made -> 'phones'), 'emails', known.made -> 'emails' || (excluded.made -> 'emails'),
        'identifiers', known.made -> 'identifiers' || (excluded.made -> 'identifiers'), 'memos', known.made -> 'memos' || (excluded.made -> 'memos')) end,
      touched = known.touched or known.version_after <> (excluded.before ->> 'version')::integer,
      contacts = case when known.contacts is not null then known.contacts || excluded.contacts end,
      first_row = case when known.first_row is not null then least(known.first_row, excluded.first_row) end,
      version_after = excluded.version_after`);
}

/** Enquiries of rows after `after` that are still to be taken back; duplicates in a pass of their own before the others (`late`): their originals go after them. */
export type EnteredRow = { readonly no: number; readonly enquiryId: Id; readonly personId: Id };

export function listEntered(
  tx: Tx,
  importId: Id,
  { late, after, limit }: { readonly late: boolean; readonly after: number; readonly limit: number },
): Promise<EnteredRow[]> {
  const duplicate: Sql = sql`exists (
    select from enquiries.public_enquiry e where e.org_id = ${tx.orgId} and e.id = r.enquiry_id and e.invalid_kind = 'duplicate')`;
  return tx.rows(sql<EnteredRow>`
    select r.row_no as no, r.enquiry_id as "enquiryId", r.person_id as "personId" from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no > ${after} and r.enquiry_id is not null and r.undone_at is null
      and r.outcome = 'created' and r.applied_at is not null and ${late ? sql`true` : duplicate}
    order by r.row_no limit ${limit}`);
}

/** Consents of rows that are still to be taken back. */
export function listConsentsLeft(
  tx: Tx,
  importId: Id,
  limit: number,
): Promise<{ readonly no: number; readonly consentId: Id }[]> {
  return tx.rows(sql<{ no: number; consentId: Id }>`
    select r.row_no as no, r.consent_id as "consentId" from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.consent_id is not null and r.undone_at is null
    order by r.row_no limit ${limit}`);
}

/** Marks rows with what follows them; `code` null: taken back. */
export async function updateUndone(
  tx: Tx,
  importId: Id,
  rows: readonly { readonly no: number; readonly code: string | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    update integrations.import_row r set undone_at = ${at(tx.now)}, kept_code = u.code
    from unnest(${rows.map(({ no }) => no)}::integer[], ${rows.map(({ code }) => code)}::text[]) as u (no, code)
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and (r.row_no = u.no or r.leader_no = u.no)`);
}

type PersonLeft = MadeOfPerson & { readonly touched: boolean };

export function listPersonsLeft(tx: Tx, importId: Id, limit: number): Promise<PersonLeft[]> {
  return tx.rows(sql<PersonLeft>`
    select p.person_id as "personId", p.created, p.before, p.made, p.version_after as "versionAfter", p.touched, coalesce(p.contacts, array(
      select to_timestamp((r.plan -> 'enquiry' ->> 'receivedAt')::double precision / 1000) from integrations.import_row r
      where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.person_id = p.person_id
        and r.plan -> 'enquiry' ->> 'receivedAt' is not null)) as contacts
    from integrations.import_person p
    where p.org_id = ${tx.orgId} and p.import_id = ${importId} and p.undone_at is null
    order by p.person_id limit ${limit}`);
}

/** Persons with an enquiry, of whichever origin. */
export async function listAsking(tx: Tx, personIds: readonly Id[]): Promise<Set<Id>> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select distinct e.person_id as id from enquiries.public_enquiry e
    where e.org_id = ${tx.orgId} and e.person_id = any(${personIds}::uuid[])`);
  return new Set(rows.map(({ id }) => id));
}

/** The first row of each person who stays says why, unless it says why her enquiry does. */
export async function updatePersonsUndone(
  tx: Tx,
  importId: Id,
  persons: readonly { readonly personId: Id; readonly code: string | null }[],
): Promise<void> {
  const ids = persons.map(({ personId }) => personId);
  await tx.run(sql`
    update integrations.import_person p set undone_at = ${at(tx.now)}
    where p.org_id = ${tx.orgId} and p.import_id = ${importId} and p.person_id = any(${ids}::uuid[])`);
  await tx.run(sql`
    with first as (
      select p.person_id, coalesce(p.first_row, (
        select min(r.row_no) from integrations.import_row r
        where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.person_id = p.person_id and r.applied_at is not null)) as no
      from integrations.import_person p
      where p.org_id = ${tx.orgId} and p.import_id = ${importId} and p.person_id = any(${ids}::uuid[])
    )
    update integrations.import_row r set undone_at = ${at(tx.now)}, kept_code = coalesce(r.kept_code, u.code)
    from unnest(${ids}::uuid[], ${persons.map(({ code }) => code)}::text[]) as u (person_id, code)
    join first on first.person_id = u.person_id
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.row_no = first.no`);
}

export async function countLeft(tx: Tx, importId: Id): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select (select count(*) from integrations.import_row r
        where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.enquiry_id is not null and r.undone_at is null and r.outcome = 'created')
      + (select count(*) from integrations.import_row r
        where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.consent_id is not null and r.undone_at is null)
      + (select count(*) from integrations.import_person p
        where p.org_id = ${tx.orgId} and p.import_id = ${importId} and p.undone_at is null) as count`);
  return count;
}

export type KeptRow = { readonly row: number; readonly code: string; readonly personId: Id | null };

export function listKept(tx: Tx, importId: Id, after: number, limit: number): Promise<KeptRow[]> {
  return tx.rows(sql<KeptRow>`
    select r.row_no as row, r.kept_code as code, r.person_id as "personId" from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.kept_code is not null and r.row_no > ${after}
    order by r.row_no limit ${limit}`);
}

export async function countKept(tx: Tx, importId: Id): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count from integrations.import_row r
    where r.org_id = ${tx.orgId} and r.import_id = ${importId} and r.kept_code is not null`);
  return count;
}
