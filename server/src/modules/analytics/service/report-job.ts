import { must, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { FailedJob, JobHandler, JobRunner } from '../../../platform/jobs/index.ts';
import { tableBytes } from '../../../platform/sheets/index.ts';
import type { Id } from '../../../kernel/ids.ts';
import { siteCalendar } from '../../identity/index.ts';
import { makePdf } from '../pdf/index.ts';
import { spanOf } from '../rules/report-schedule.ts';
import {
  findRun,
  insertFile,
  insertNotices,
  lockWaitingRun,
  removeOldFiles,
  updateRunEnded,
} from '../store/report-run-store.ts';
import { findReport, type ReportRow } from '../store/report-store.ts';
import { contentOf, type ReportContent } from './report-paper.ts';
import { REPORT_JOB } from './report-runs.ts';
import { fitMembers } from './reports.ts';

/** Of each report; that older ones were made stays. */
const RUNS_KEPT = 60;

export function registerReports(runner: JobRunner): void {
  runner.register(REPORT_JOB, writeReport, { onFailed: failRun });
}

type Ready = { readonly report: ReportRow; readonly content: ReportContent };

/** Reads the figures, sets the pages in a thread of its own, keeps the files: all of them with the end of the run, or none. */
const writeReport: JobHandler = async ({ ref: runId, inTx, signal }) => {
  if (runId === null) return ok(null);
  const ready = await inTx((tx) => readFigures(tx, runId));
  if (!ready.ok) return ready;
  if (ready.value === null) return ok(null);
  const { report, content } = ready.value;
  const files: (readonly [ReportRow['formats'][number], Uint8Array])[] = [];
  for (const format of report.formats) {
    files.push([
      format,
      format === 'pdf' ? await makePdf(content.paper, signal) : await whole(tableBytes(format, content.tables)),
    ]);
  }
  must(
    await inTx(async (tx) => {
      if (!(await lockWaitingRun(tx, runId))) return ok(null);
      for (const [format, bytes] of files) await insertFile(tx, runId, format, bytes);
      await endRun(tx, runId, report);
      return ok(null);
    }),
  );
  return ok(null);
};

/** Null where it was made already, or its report is gone. Refuses reports.maker_left, and what the statistics refuse. */
async function readFigures(tx: Tx, runId: Id): Promise<Outcome<Ready | null>> {
  const run = await findRun(tx, runId);
  if (run?.state !== 'waiting') return ok(null);
  const report = await findReport(tx, run.reportId);
  if (!report) return ok(null);
  if ((await fitMembers(tx)).get(report.makerId)?.mayMake !== true) return refuse('reports.maker_left', {});
  const { timeZone } = await siteCalendar(tx, report.siteId);
  const { name, query, period, language } = report;
  const span = spanOf(period, dayOf(timeZone, run.dueAt));
  const content = await contentOf(tx, { name, query, span, language, timeZone });
  return content.ok ? ok({ report, content: content.value }) : content;
}

/** Those of its recipients who may still read statistics find it; sending goes by the event. */
async function endRun(tx: Tx, runId: Id, { id, recipientIds }: ReportRow): Promise<void> {
  const fit = await fitMembers(tx);
  const told = recipientIds.filter((userId) => fit.has(userId));
  await updateRunEnded(tx, runId, { state: 'done' });
  await insertNotices(tx, runId, told);
  await removeOldFiles(tx, id, RUNS_KEPT);
  tx.audit({
    action: 'analytics.report_made',
    ...{ entity: 'report', entityId: id },
    changes: { run: [null, runId], recipients: [null, told.length] },
  });
  tx.emit({ type: 'analytics.report_ready', payload: { reportId: id, runId } });
}

async function failRun(tx: Tx, { ref, error, params }: FailedJob): Promise<void> {
  if (ref === null || !(await lockWaitingRun(tx, ref))) return;
  const run = await findRun(tx, ref);
  await updateRunEnded(tx, ref, { state: 'failed', error, params });
  tx.emit({ type: 'analytics.report_failed', payload: { reportId: run?.reportId ?? null, runId: ref } });
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}
