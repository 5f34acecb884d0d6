/** Data that comes from elsewhere and goes there: imports of lists. */
export { importFile, inlineRunner, readImport, type FileImport } from './cli.ts';
export { importsRoutes } from './routes.ts';
export { applyImport } from './service/acts.ts';
export { importJob, runImport } from './service/run.ts';
export { ANALYSE_JOB, APPLY_JOB } from './service/upload.ts';
