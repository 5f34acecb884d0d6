import type { ReportFormat, ReportRun } from '@anbu/contract';
import { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { must, notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import type { Attachment } from '../../../platform/http/route.ts';
import { startJob } from '../../../platform/jobs/index.ts';
import { decodeCursor, encodeCursor } from '../../../platform/keyset.ts';
import { siteCalendar } from '../../identity/index.ts';
import { spanOf } from '../rules/report-schedule.ts';
import {
  findFile,
  findRun,
  findRunTold,
  insertRun,
  listFiles,
  listRuns,
  updateSeen,
  type RunRow,
} from '../store/report-run-store.ts';
import { listOrganisationsWithReports, lockDueReports, updateNextRun, type ReportRow } from '../store/report-store.ts';
import { fileNameOf, viewRun } from './report-views.ts';
import { nextOf, openReport, readableReport } from './reports.ts';

export const REPORT_JOB = 'analytics.report';
const BATCH = 50;
/** What most mail servers take, coded for the way. */
const MOST_ATTACHED_BYTES = 7 * 1024 * 1024;
type View = z.input<typeof ReportRun>;
const Cursor = z.tuple([z.uuid()]);

/**
 * Starts what is due, each moment once however many processes look. Who slept through some of them makes the last one: the figures of the others are
 * in it. Gives how many it started.
 */
export async function sweepReports(db: Database): Promise<number> {
  let started = 0;
  for (const orgId of await listOrganisationsWithReports(db)) {
    for (let found = BATCH; found === BATCH;) {
      found = must(
        await db.inTxAgain(systemActor(orgId, 'analytics.reports'), async (tx) => {
          const due = await lockDueReports(tx, BATCH);
          for (const report of due) if (await startDue(tx, report)) started += 1;
          return ok(due.length);
        }),
      );
    }
  }
  return started;
}

async function startDue(tx: Tx, report: ReportRow): Promise<boolean> {
  const planned = report.nextRunAt;
  if (planned === null) return false;
  // By the hours of now: the site may be closed on that day by now.
  let due: Instant | null = null;
  let next = await nextOf(tx, report, (planned - 1) as Instant);
  while (next !== null && next <= tx.now) {
    due = next;
    next = await nextOf(tx, report, next);
  }
  await updateNextRun(tx, report.id, next);
  return due !== null && (await startRun(tx, report, due, false)) !== null;
}

/** Null where it was made for that moment. */
async function startRun(tx: Tx, report: ReportRow, dueAt: Instant, byHand: boolean): Promise<Id | null> {
  const { timeZone } = await siteCalendar(tx, report.siteId);
  const { from, to } = spanOf(report.period, dayOf(timeZone, dueAt));
  const id = newId();
  if (!(await insertRun(tx, { id, reportId: report.id, byHand, dueAt, from, to }))) return null;
  await startJob(tx, { kind: REPORT_JOB, ref: id });
  tx.emit({ type: 'analytics.report_changed', payload: { reportId: report.id } });
  return id;
}

/** Makes it now, whenever it is due. Refuses 404, request.forbidden. */
export async function runReport(tx: Tx, id: Id): Promise<Outcome<View>> {
  const found = await openReport(tx, id);
  if (!found.ok) return found;
  const runId = await startRun(tx, found.value, tx.now, true);
  const run = runId === null ? null : await findRun(tx, runId);
  if (run === null) throw new Error('a run by hand is always made');
  tx.audit({ action: 'analytics.report_asked', entity: 'report', entityId: id });
  return ok(viewRun(run));
}

/** The newest first. Refuses 404, field.format on `cursor`. */
export async function runsOf(
  tx: Tx,
  reportId: Id,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Outcome<{ items: View[]; nextCursor: string | null }>> {
  const cursor = query.cursor === undefined ? null : Cursor.safeParse(decodeCursor(query.cursor));
  if (cursor?.success === false) return refuseAt('cursor', 'field.format', { expected: 'cursor' });
  if (!(await readableReport(tx, reportId))) return notFound('report');
  const rows = await listRuns(tx, reportId, cursor?.data[0] ?? null, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return ok({ items: shown.map(viewRun), nextCursor: last ? encodeCursor([last.id]) : null });
}

export async function readRun(tx: Tx, id: Id): Promise<Outcome<View>> {
  const run = await readableRun(tx, id);
  return run ? ok(viewRun(run)) : notFound('report_run');
}

/** The file, for who made the report, gets it or supervises; she has seen it then. Refuses 404, 409 reports.not_ready, 410 reports.expired. */
export async function reportFile(tx: Tx, id: Id, format: ReportFormat): Promise<Outcome<Attachment>> {
  const run = await readableRun(tx, id);
  if (!run) return notFound('report_run');
  if (run.state !== 'done') return refuse('reports.not_ready', {}, 409);
  const content = await findFile(tx, id, format);
  if (!content) return refuse('reports.expired', {}, 410);
  if (tx.actor.userId !== null) await updateSeen(tx, tx.actor.userId, id);
  tx.audit({
    action: 'analytics.report_downloaded',
    ...{ entity: 'report', entityId: run.reportId },
    changes: { run: [null, id], format: [null, format] },
  });
  return ok({ fileName: fileNameOf(run, format), content });
}

/** The caller has looked at all that waited for her. */
export async function seeReports(tx: Tx): Promise<Outcome<null>> {
  if (tx.actor.userId !== null) await updateSeen(tx, tx.actor.userId, null);
  return ok(null);
}

async function readableRun(tx: Tx, id: Id): Promise<RunRow | null> {
  const run = await findRun(tx, id);
  return run && (await readableReport(tx, run.reportId)) ? run : null;
}

/** Of a report whose files go with its mail: the files; none where they are kept no more, or are too large for a mail. */
export async function attachedFiles(
  tx: Tx,
  runId: Id,
): Promise<readonly { readonly fileName: string; readonly content: Uint8Array }[]> {
  const told = await findRunTold(tx, runId);
  if (!told?.attach) return [];
  const files = await listFiles(tx, runId);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > MOST_ATTACHED_BYTES) return [];
  const run = { reportName: told.name, from: told.from, to: told.to };
  return files.map(({ format, content }) => ({ fileName: fileNameOf(run, format), content }));
}
