import type { Flush } from '../db/index.ts';
import { insertAudit } from './store.ts';

/** Writes the transaction's audit lines with its commit: no act without its line, no line without its act. */
export const flushAudit: Flush = async (tx) => {
  if (tx.auditRecords.length > 0) await insertAudit(tx, tx.auditRecords);
};
