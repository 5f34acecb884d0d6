/** Statistics of the lead desk: roll-ups that events keep, and the rows behind each figure. */
export { analyticsRoutes } from './routes.ts';
export { analyticsSubscribers } from './subscribers.ts';
export { metricOf } from './service/metrics.ts';
export { fileTables, type FileTable } from './service/sheets.ts';
export { countAnew, countingOf, countNext, countRest, sweepLate, sweepUncounted } from './service/keep.ts';
export { reconcileRollUps, type Differences } from './service/reconcile.ts';
export { countDifferences } from './store/progress-store.ts';
export { registerReports } from './service/report-job.ts';
export { attachedFiles, sweepReports } from './service/report-runs.ts';
export { findRunTold as reportTold } from './store/report-run-store.ts';
