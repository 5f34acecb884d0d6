export { flushAudit } from './flush.ts';
