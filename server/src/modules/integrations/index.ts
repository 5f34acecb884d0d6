/** Data that comes from elsewhere and goes there: lists. */
export { exportFile, importFile, type FileExport, type FileImport } from './cli.ts';
export { EXPORT_KINDS, type ExportKind, type ExportWish } from './service/export.ts';
export { exportsRoutes } from './export-routes.ts';
export { importsRoutes } from './routes.ts';
export { registerExports, removeExpiredExports } from './service/list-exports.ts';
export { applyImport } from './service/acts.ts';
export { registerImports } from './service/run.ts';
