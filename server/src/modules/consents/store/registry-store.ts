import type { Jurisdiction } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, textArray, type Tx } from '../../../platform/db/index.ts';

export type RegistryRow = {
  readonly id: Id;
  readonly jurisdiction: Jurisdiction;
  readonly asOf: CalendarDay;
  readonly numbers: number;
  readonly unread: number;
  readonly fileName: string;
  readonly broughtBy: Id | null;
  readonly broughtAt: Instant;
};

const COLUMNS = sql`
  id, jurisdiction, as_of as "asOf", numbers, unread, file_name as "fileName", brought_by as "broughtBy", brought_at as "broughtAt"`;

export async function insertRegistry(tx: Tx, row: Omit<RegistryRow, 'broughtBy' | 'broughtAt'>): Promise<void> {
  await tx.run(sql`
    insert into consents.registry (org_id, id, jurisdiction, as_of, numbers, unread, file_name, brought_by, brought_at)
    values (${tx.orgId}, ${row.id}, ${row.jurisdiction}, ${row.asOf}::date, ${row.numbers}, ${row.unread}, ${row.fileName},
      ${tx.actor.userId}::uuid, ${at(tx.now)})`);
}

export async function insertNumbers(tx: Tx, registryId: Id, numbers: readonly string[]): Promise<void> {
  await tx.run(sql`
    insert into consents.registry_number (org_id, registry_id, number)
    select ${tx.orgId}, ${registryId}, number from unnest(${[...numbers]}::text[]) as number`);
}

/** Numbers of lists of the country other than this one. */
export async function removeOtherNumbers(tx: Tx, jurisdiction: Jurisdiction, keep: Id): Promise<void> {
  await tx.run(sql`
    delete from consents.registry_number as n using consents.registry as r
    where n.org_id = ${tx.orgId} and r.org_id = n.org_id and r.id = n.registry_id and r.jurisdiction = ${jurisdiction} and r.id <> ${keep}`);
}

/** The newest first. */
export function listRegistries(tx: Tx, limit: number): Promise<RegistryRow[]> {
  return tx.rows(sql<RegistryRow>`
    select ${COLUMNS} from consents.registry where org_id = ${tx.orgId} order by jurisdiction, as_of desc, brought_at desc, id desc limit ${limit}`);
}

export function findLatestRegistry(tx: Tx, jurisdiction: Jurisdiction): Promise<RegistryRow | null> {
  return tx.maybe(sql<RegistryRow>`
    select ${COLUMNS} from consents.registry where org_id = ${tx.orgId} and jurisdiction = ${jurisdiction}
    order by as_of desc, brought_at desc, id desc limit 1`);
}

export type Register = {
  readonly jurisdiction: Jurisdiction;
  readonly asOf: CalendarDay;
  readonly listed: readonly string[];
};

/** The latest list of each country, with those of the addresses that it names. */
export function listRegisters(tx: Tx, addresses: readonly string[]): Promise<Register[]> {
  return tx.rows(sql<Register>`
    select r.jurisdiction, r.as_of as "asOf",
      array(
        select n.number from consents.registry_number as n
        where n.org_id = ${tx.orgId} and n.registry_id = r.id and n.number = any(${textArray(addresses)}::text[])
      ) as listed
    from (
      select distinct on (jurisdiction) id, jurisdiction, as_of from consents.registry
      where org_id = ${tx.orgId} order by jurisdiction, as_of desc, brought_at desc, id desc
    ) as r`);
}
