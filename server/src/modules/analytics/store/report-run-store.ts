import type { Params, ReportFormat } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { RefusalParams } from '../../../kernel/outcome.ts';
import { at, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';

export type RunRow = {
  readonly id: Id;
  readonly reportId: Id;
  readonly reportName: string;
  readonly byHand: boolean;
  readonly dueAt: Instant;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly error: string | null;
  readonly errorParams: Params;
  readonly finishedAt: Instant | null;
  readonly files: readonly { readonly format: ReportFormat; readonly bytes: number }[];
  readonly unseen: boolean;
};

/** As a reader sees it. */
const columns = (
  userId: Id | null,
): Sql => sql`u.id, u.report_id as "reportId", r.name as "reportName", u.by_hand as "byHand", u.due_at as "dueAt", u.state,
  u.from_day as "from", u.to_day as "to", u.error, u.error_params as "errorParams", u.finished_at as "finishedAt",
  coalesce((select json_agg(json_build_object('format', f.format, 'bytes', octet_length(f.content)) order by f.format desc)
    from analytics.report_file f where f.org_id = u.org_id and f.run_id = u.id), '[]') as files,
  exists (select from analytics.report_notice n
    where n.org_id = u.org_id and n.run_id = u.id and n.user_id = ${userId}::uuid and n.seen_at is null) as unseen`;

export type NewRun = Pick<RunRow, 'id' | 'reportId' | 'byHand' | 'dueAt' | 'from' | 'to'>;

/** False where the report has been made for that moment. */
export async function insertRun(tx: Tx, run: NewRun): Promise<boolean> {
  const made = await tx.run(sql`
    insert into analytics.report_run (org_id, id, report_id, by_hand, due_at, from_day, to_day)
    values (${tx.orgId}, ${run.id}, ${run.reportId}, ${run.byHand}, ${at(run.dueAt)}, ${run.from}, ${run.to})
    on conflict do nothing`);
  return made === 1;
}

export function findRun(tx: Tx, id: Id): Promise<RunRow | null> {
  return tx.maybe(sql<RunRow>`
    select ${columns(tx.actor.userId)} from analytics.report_run u
    join analytics.report r on r.org_id = u.org_id and r.id = u.report_id
    where u.org_id = ${tx.orgId} and u.id = ${id}`);
}

/** Locked to the end of the transaction; false where it is no longer waiting. */
export async function lockWaitingRun(tx: Tx, id: Id): Promise<boolean> {
  const row = await tx.maybe(sql`
    select 1 from analytics.report_run u where u.org_id = ${tx.orgId} and u.id = ${id} and u.state = 'waiting' for update`);
  return row !== null;
}

/** The newest first. */
export function listRuns(tx: Tx, reportId: Id, before: Id | null, limit: number): Promise<RunRow[]> {
  return tx.rows(sql<RunRow>`
    select ${columns(tx.actor.userId)} from analytics.report_run u
    join analytics.report r on r.org_id = u.org_id and r.id = u.report_id
    where u.org_id = ${tx.orgId} and u.report_id = ${reportId} and (${before}::uuid is null or u.id < ${before}::uuid)
    order by u.id desc limit ${limit}`);
}

/** The newest of each. */
export function listLastRuns(tx: Tx, reportIds: readonly Id[]): Promise<RunRow[]> {
  return tx.rows(sql<RunRow>`
    select ${columns(tx.actor.userId)}
    from analytics.report r
    cross join lateral (select * from analytics.report_run l where l.org_id = r.org_id and l.report_id = r.id order by l.id desc limit 1) u
    where r.org_id = ${tx.orgId} and r.id = any(${reportIds}::uuid[])`);
}

export type RunEnd =
  { readonly state: 'done' } | { readonly state: 'failed'; readonly error: string; readonly params: RefusalParams };

export async function updateRunEnded(tx: Tx, id: Id, end: RunEnd): Promise<void> {
  const [error, params] = end.state === 'failed' ? [end.error, end.params] : [null, {}];
  await tx.run(sql`
    update analytics.report_run set state = ${end.state}, error = ${error}, error_params = ${json(params)}, finished_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = ${id}`);
}

export async function insertFile(tx: Tx, runId: Id, format: ReportFormat, content: Uint8Array): Promise<void> {
  await tx.run(sql`
    insert into analytics.report_file (org_id, run_id, format, content)
    values (${tx.orgId}, ${runId}, ${format}, ${Buffer.from(content)})`);
}

export async function findFile(tx: Tx, runId: Id, format: ReportFormat): Promise<Buffer<ArrayBuffer> | null> {
  const row = await tx.maybe(sql<{ content: Buffer<ArrayBuffer> }>`
    select f.content from analytics.report_file f where f.org_id = ${tx.orgId} and f.run_id = ${runId} and f.format = ${format}`);
  return row?.content ?? null;
}

/** Of a report only the latest keep their files; that they were made stays. */
export async function removeOldFiles(tx: Tx, reportId: Id, kept: number): Promise<void> {
  await tx.run(sql`
    delete from analytics.report_file f where f.org_id = ${tx.orgId} and f.run_id in (
      select u.id from analytics.report_run u where u.org_id = ${tx.orgId} and u.report_id = ${reportId} order by u.id desc offset ${kept})`);
}

export async function insertNotices(tx: Tx, runId: Id, userIds: readonly Id[]): Promise<void> {
  await tx.run(sql`
    insert into analytics.report_notice (org_id, run_id, user_id)
    select ${tx.orgId}::uuid, ${runId}::uuid, given.id from unnest(${userIds}::uuid[]) as given (id)
    on conflict do nothing`);
}

export async function countUnseen(tx: Tx, userId: Id): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count from analytics.report_notice n
    where n.org_id = ${tx.orgId} and n.user_id = ${userId} and n.seen_at is null`);
  return count;
}

/** `runId` null: all of hers. */
export async function updateSeen(tx: Tx, userId: Id, runId: Id | null): Promise<void> {
  await tx.run(sql`
    update analytics.report_notice set seen_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and user_id = ${userId} and seen_at is null and (${runId}::uuid is null or run_id = ${runId}::uuid)`);
}

export type RunTold = {
  readonly reportId: Id;
  readonly name: string;
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly userIds: readonly Id[];
  readonly attach: boolean;
};

/** A run that was made, and whom it was made for. */
export function findRunTold(tx: Tx, runId: Id): Promise<RunTold | null> {
  return tx.maybe(sql<RunTold>`
    select u.report_id as "reportId", r.name, u.from_day as "from", u.to_day as "to", r.attach,
      array(select n.user_id from analytics.report_notice n where n.org_id = u.org_id and n.run_id = u.id order by n.user_id) as "userIds"
    from analytics.report_run u join analytics.report r on r.org_id = u.org_id and r.id = u.report_id
    where u.org_id = ${tx.orgId} and u.id = ${runId} and u.state = 'done'`);
}

/** The files of a run that are still kept, all of them. */
export function listFiles(
  tx: Tx,
  runId: Id,
): Promise<{ readonly format: ReportFormat; readonly content: Buffer<ArrayBuffer> }[]> {
  return tx.rows(sql<{ format: ReportFormat; content: Buffer<ArrayBuffer> }>`
    select f.format, f.content from analytics.report_file f where f.org_id = ${tx.orgId} and f.run_id = ${runId} order by f.format desc`);
}
