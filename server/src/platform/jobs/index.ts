export { JobRunner, type JobContext, type JobHandler, type JobRunnerOptions } from './runner.ts';
export { Ticker, nextDaily, type Sweep } from './ticker.ts';
export { insertJob as startJob, type NewJob } from './store.ts';
export { jobRoutes } from './routes.ts';
