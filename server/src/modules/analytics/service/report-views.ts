import type { ReportFormat, ReportRun } from '@anbu/contract';
import type { z } from 'zod';
import { formatInstant } from '../../../kernel/instant.ts';
import type { RunRow } from '../store/report-run-store.ts';

export function viewRun(run: RunRow): z.input<typeof ReportRun> {
  const { id, reportId, reportName, state, byHand, dueAt, finishedAt, from, to, error, errorParams, files } = run;
  return {
    ...{ id, reportId, reportName, state, byHand, from, to, unseen: run.unseen },
    dueAt: formatInstant(dueAt),
    finishedAt: finishedAt === null ? null : formatInstant(finishedAt),
    error: error === null ? null : { code: error, params: errorParams, text: '' },
    files: files.map(({ format, bytes }) => ({ format, bytes, fileName: fileNameOf(run, format) })),
  };
}

/** `월간 예약률 2026-10-01–2026-10-31.pdf`; signs that no folder takes are left out. */
export function fileNameOf(
  { reportName, from, to }: Pick<RunRow, 'reportName' | 'from' | 'to'>,
  format: ReportFormat,
): string {
  const days = from === to ? from : `${from}–${to}`;
  return `${reportName.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, ' ')} ${days}.${format}`;
}
