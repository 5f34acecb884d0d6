export { registerAuditCheck } from './check.ts';
export { flushAudit } from './flush.ts';
export { auditReads } from './reads.ts';
export { auditRoutes } from './routes.ts';
export { listToldPersons } from './store.ts';
export { sealAudit, verifyAllAudit, verifyAudit } from './verify.ts';
