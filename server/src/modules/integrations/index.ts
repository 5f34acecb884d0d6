/** Data that comes from elsewhere and goes there: imports of lists. */
export { importFile, type FileImport } from './cli.ts';
export { importsRoutes } from './routes.ts';
export { applyImport } from './service/acts.ts';
export { registerImports } from './service/run.ts';
