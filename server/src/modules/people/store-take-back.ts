import type { Id } from '../../kernel/ids.ts';
import { at, json, sql, type Tx } from '../../platform/db/index.ts';
import { nameColumns } from './rules.ts';
import type { MadeOfPerson } from './take-back.ts';

/** Persons whose memo of these somebody has rewritten, and of the created ones those with another memo. */
export async function listHandled(tx: Tx, created: readonly Id[], memos: readonly Id[]): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select m.person_id as id from people.memo m
    where m.org_id = ${tx.orgId} and m.id = any(${memos}::uuid[]) and (m.version > 1 or m.pinned)
    union
    select m.person_id from people.memo m
    where m.org_id = ${tx.orgId} and m.person_id = any(${created}::uuid[]) and m.id <> all(${memos}::uuid[])`);
  return rows.map(({ id }) => id);
}

/** Gives those that are gone. */
export async function removePersons(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id }>`select id from people.remove_persons(${ids}::uuid[]) as id`);
  return rows.map(({ id }) => id);
}

export async function removeMade(tx: Tx, made: readonly MadeOfPerson['made'][]): Promise<void> {
  for (const [table, ids] of [
    [sql`people.person_phone`, made.flatMap(({ phones }) => phones)],
    [sql`people.person_email`, made.flatMap(({ emails }) => emails)],
    [sql`people.person_identifier`, made.flatMap(({ identifiers }) => identifiers)],
    [sql`people.memo`, made.flatMap(({ memos }) => memos)],
  ] as const) {
    if (ids.length > 0) await tx.run(sql`delete from ${table} where org_id = ${tx.orgId} and id = any(${ids}::uuid[])`);
  }
}

/** Her fields as they were; her last contact, where it is one that the import told of. Gives those whom that changed. */
export async function restorePersons(tx: Tx, all: readonly MadeOfPerson[]): Promise<Id[]> {
  if (all.length === 0) return [];
  const rows = all.map(({ personId, before, made, contacts }) => {
    const { normal, choseong, given } = nameColumns(before.name);
    return {
      id: personId,
      name: before.name,
      normal,
      choseong,
      given,
      birth_date: before.birthDate,
      sex: before.sex,
      language: before.language,
      contact: at(before.lastContactAt),
      contacts: contacts.map((contact) => at(contact)),
      made: Object.values(made).some((ids) => ids.length > 0),
    };
  });
  const changed = await tx.rows(sql<{ id: Id }>`
    update people.person p set name = o.name, name_normal = o.normal, name_choseong = o.choseong, name_given = o.given,
      birth_date = o.birth_date, sex = o.sex, language = o.language,
      last_contact_at = case when p.last_contact_at = any(o.contacts) then o.contact else p.last_contact_at end,
      version = p.version + 1, updated_at = ${at(tx.now)}
    from jsonb_to_recordset(${json(rows)}) as o (id uuid, name text, normal text, choseong text, given text, birth_date date, sex text,
      language text, contact timestamptz, contacts timestamptz[], made boolean)
    where p.org_id = ${tx.orgId} and p.id = o.id and (o.made or p.last_contact_at = any(o.contacts)
      or (p.name, p.birth_date, p.sex, p.language) is distinct from (o.name, o.birth_date, o.sex, o.language))
    returning p.id`);
  return changed.map(({ id }) => id);
}
