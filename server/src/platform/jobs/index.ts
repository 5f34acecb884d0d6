export { JobRunner } from './runner.ts';
export type { FailedJob, JobContext, JobHandler, JobOptions, JobRunnerOptions } from './types.ts';
export { Ticker, nextDaily, type Sweep } from './ticker.ts';
export { findSweepSuccess, insertJob as startJob, type NewJob } from './store.ts';
export { jobRoutes } from './routes.ts';
