import type { Language, ReportFormat, ReportPeriod, ReportQuery, ReportSchedule } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Database, type Sql, type Tx } from '../../../platform/db/index.ts';

export type ReportRow = {
  readonly id: Id;
  readonly name: string;
  readonly query: ReportQuery;
  readonly period: ReportPeriod;
  readonly formats: readonly ReportFormat[];
  readonly language: Language;
  readonly siteId: Id;
  readonly every: ReportSchedule['every'];
  readonly weekdays: ReportSchedule['weekdays'];
  readonly dayOfMonth: number;
  readonly minuteOfDay: number;
  readonly openDaysOnly: boolean;
  readonly paused: boolean;
  /** Its files go with the mail. */
  readonly attach: boolean;
  readonly nextRunAt: Instant | null;
  readonly makerId: Id;
  readonly recipientIds: readonly Id[];
  readonly version: number;
};

const COLUMNS = sql`r.id, r.name, r.query, r.period, r.formats, r.language, r.site_id as "siteId", r.every, r.weekdays,
  r.day_of_month as "dayOfMonth", r.minute_of_day as "minuteOfDay", r.open_days_only as "openDaysOnly", r.paused, r.attach, r.next_run_at as "nextRunAt",
  r.maker_id as "makerId", r.version, array(select p.user_id from analytics.report_recipient p
    where p.org_id = r.org_id and p.report_id = r.id order by p.user_id) as "recipientIds"`;

/** `userId`: those that she made or gets; null: all. By name. */
export function listReports(tx: Tx, userId: Id | null, limit: number): Promise<ReportRow[]> {
  const whose: Sql =
    userId === null
      ? sql`true`
      : sql`(r.maker_id = ${userId} or exists (select from analytics.report_recipient p
          where p.org_id = r.org_id and p.report_id = r.id and p.user_id = ${userId}))`;
  return tx.rows(sql<ReportRow>`
    select ${COLUMNS} from analytics.report r where r.org_id = ${tx.orgId} and ${whose} order by r.name, r.id limit ${limit}`);
}

export function findReport(tx: Tx, id: Id): Promise<ReportRow | null> {
  return tx.maybe(
    sql<ReportRow>`select ${COLUMNS} from analytics.report r where r.org_id = ${tx.orgId} and r.id = ${id}`,
  );
}

export function lockReport(tx: Tx, id: Id): Promise<ReportRow | null> {
  return tx.maybe(
    sql<ReportRow>`select ${COLUMNS} from analytics.report r where r.org_id = ${tx.orgId} and r.id = ${id} for update of r`,
  );
}

export async function countReports(tx: Tx): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count from analytics.report r where r.org_id = ${tx.orgId}`);
  return count;
}

/** Those whose time has come; what another process has in hand is left to it. */
export function lockDueReports(tx: Tx, limit: number): Promise<ReportRow[]> {
  return tx.rows(sql<ReportRow>`
    select ${COLUMNS} from analytics.report r where r.org_id = ${tx.orgId} and r.next_run_at <= ${at(tx.now)}::timestamptz
    order by r.next_run_at limit ${limit} for update of r skip locked`);
}

export function lockReportsOfSite(tx: Tx, siteId: Id): Promise<ReportRow[]> {
  return tx.rows(sql<ReportRow>`
    select ${COLUMNS} from analytics.report r where r.org_id = ${tx.orgId} and r.site_id = ${siteId} and not r.paused
    order by r.id for update of r`);
}

export async function insertReport(tx: Tx, row: ReportRow): Promise<void> {
  await tx.run(sql`
    insert into analytics.report (org_id, id, name, query, period, formats, language, site_id, every, weekdays, day_of_month, minute_of_day,
      open_days_only, paused, attach, next_run_at, maker_id, created_at, updated_at)
    values (${tx.orgId}, ${row.id}, ${row.name}, ${json(row.query)}, ${row.period}, ${row.formats}::text[], ${row.language}, ${row.siteId},
      ${row.every}, ${row.weekdays}::text[], ${row.dayOfMonth}, ${row.minuteOfDay}, ${row.openDaysOnly}, ${row.paused}, ${row.attach}, ${at(row.nextRunAt)},
      ${row.makerId}, ${at(tx.now)}, ${at(tx.now)})`);
  await insertRecipients(tx, row);
}

/** The row is locked by the caller. */
export async function updateReport(tx: Tx, row: ReportRow): Promise<void> {
  await tx.run(sql`
    update analytics.report set name = ${row.name}, query = ${json(row.query)}, period = ${row.period}, formats = ${row.formats}::text[],
      language = ${row.language}, site_id = ${row.siteId}, every = ${row.every}, weekdays = ${row.weekdays}::text[],
      day_of_month = ${row.dayOfMonth}, minute_of_day = ${row.minuteOfDay}, open_days_only = ${row.openDaysOnly}, paused = ${row.paused}, attach = ${row.attach},
      next_run_at = ${at(row.nextRunAt)}, updated_at = ${at(tx.now)}, version = version + 1
    where org_id = ${tx.orgId} and id = ${row.id}`);
  await tx.run(sql`
    delete from analytics.report_recipient where org_id = ${tx.orgId} and report_id = ${row.id}
      and not user_id = any(${row.recipientIds}::uuid[])`);
  // Who gets it no longer has nothing to look at.
  await tx.run(sql`
    delete from analytics.report_notice n using analytics.report_run u
    where n.org_id = ${tx.orgId} and u.org_id = n.org_id and u.id = n.run_id and u.report_id = ${row.id}
      and not n.user_id = any(${row.recipientIds}::uuid[])`);
  await insertRecipients(tx, row);
}

async function insertRecipients(tx: Tx, { id, recipientIds }: ReportRow): Promise<void> {
  await tx.run(sql`
    insert into analytics.report_recipient (org_id, report_id, user_id)
    select ${tx.orgId}::uuid, ${id}::uuid, given.id from unnest(${recipientIds}::uuid[]) as given (id)
    on conflict do nothing`);
}

export async function updateNextRun(tx: Tx, id: Id, nextRunAt: Instant | null): Promise<void> {
  await tx.run(sql`
    update analytics.report set next_run_at = ${at(nextRunAt)} where org_id = ${tx.orgId} and id = ${id}`);
}

/** With its runs and their files. */
export async function removeReport(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`delete from analytics.report where org_id = ${tx.orgId} and id = ${id}`);
}

export async function listOrganisationsWithReports(db: Database): Promise<Id[]> {
  const rows = await db.global(
    sql<{ orgId: Id }>`select o.org_id as "orgId" from analytics.organisations_with_reports() o`,
  );
  return rows.map(({ orgId }) => orgId);
}
