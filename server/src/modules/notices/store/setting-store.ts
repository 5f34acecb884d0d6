import { asTable, at, columnsOf, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { SettingRow } from '../vocabulary.ts';

const COLUMNS = sql`s.occasion, s.active, s.channels, s.template_id as "templateId", s.days::integer as days, s.minutes::integer as minutes,
  s.at_time as time, s.version`;

export function listSettings(tx: Tx): Promise<SettingRow[]> {
  return tx.rows(sql<SettingRow>`select ${COLUMNS} from notices.setting s where s.org_id = ${tx.orgId}`);
}

export function lockSetting(tx: Tx, occasion: string): Promise<SettingRow | null> {
  return tx.maybe(
    sql<SettingRow>`select ${COLUMNS} from notices.setting s where s.org_id = ${tx.orgId} and s.occasion = ${occasion} for update`,
  );
}

/** Those that are there stay as they are. */
export async function insertSettings(tx: Tx, rows: readonly Omit<SettingRow, 'version'>[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into notices.setting (org_id, occasion, active, channels, template_id, days, minutes, at_time, changed_at)
    select ${tx.orgId}, r.occasion, r.active, r.channels::text[], r.template_id, r.days, r.minutes, r.at_time, ${at(tx.now)} from ${asTable(
      columnsOf(rows, {
        occasion: ['text', (row) => row.occasion],
        active: ['boolean', (row) => row.active],
        channels: ['text[]', (row) => row.channels],
        template_id: ['uuid', (row) => row.templateId],
        days: ['integer', (row) => row.days],
        minutes: ['integer', (row) => row.minutes],
        at_time: ['text', (row) => row.time],
      }),
    )} on conflict do nothing`);
}

export async function updateSetting(tx: Tx, row: SettingRow): Promise<void> {
  await tx.run(sql`
    update notices.setting set active = ${row.active}, channels = ${[...row.channels]}::text[], template_id = ${row.templateId}, days = ${row.days},
      minutes = ${row.minutes}, at_time = ${row.time}, version = version + 1, changed_by = ${tx.actor.userId}, changed_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and occasion = ${row.occasion}`);
}

type Words = { readonly ko: string; readonly en: string; readonly zh: string };
export type PlaceRow = {
  readonly siteId: Id;
  readonly phone: string;
  readonly way: Words;
  readonly version: number;
};

export function listPlaceRows(tx: Tx): Promise<PlaceRow[]> {
  return tx.rows(sql<PlaceRow>`
    select p.site_id as "siteId", p.phone, p.way, p.version from notices.place p where p.org_id = ${tx.orgId}`);
}

/** False where somebody was faster. `version` = the one that it has from now on. */
export async function insertPlace(tx: Tx, row: PlaceRow): Promise<boolean> {
  const written = await tx.run(sql`
    insert into notices.place as p (org_id, site_id, phone, way, version)
    values (${tx.orgId}, ${row.siteId}, ${row.phone}, ${json(row.way)}, ${row.version})
    on conflict (org_id, site_id) do update set phone = excluded.phone, way = excluded.way, version = excluded.version
    where p.version = excluded.version - 1`);
  return written > 0;
}

export type ContactRow = {
  readonly phone: string | null;
  readonly bySms: boolean;
  readonly byEmail: boolean;
  readonly version: number;
};

export async function listContacts(tx: Tx, userIds: readonly Id[]): Promise<Map<Id, ContactRow>> {
  if (userIds.length === 0) return new Map();
  const rows = await tx.rows(sql<ContactRow & { readonly userId: Id }>`
    select c.user_id as "userId", c.phone, c.by_sms as "bySms", c.by_email as "byEmail", c.version
    from notices.contact c where c.org_id = ${tx.orgId} and c.user_id = any(${[...userIds]}::uuid[])`);
  return new Map(rows.map(({ userId, ...row }) => [userId, row]));
}

/** False where another of her pages was faster. */
export async function insertContact(tx: Tx, userId: Id, row: ContactRow): Promise<boolean> {
  const written = await tx.run(sql`
    insert into notices.contact as c (org_id, user_id, phone, by_sms, by_email, version)
    values (${tx.orgId}, ${userId}, ${row.phone}, ${row.bySms}, ${row.byEmail}, ${row.version})
    on conflict (org_id, user_id) do update set phone = excluded.phone, by_sms = excluded.by_sms, by_email = excluded.by_email,
      version = excluded.version where c.version = excluded.version - 1`);
  return written > 0;
}
