import { AuditVerification } from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../http/route.ts';
import { verifyChain } from './verify.ts';

export const auditRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/audit/verify',
    operationId: 'verifyAudit',
    summary: 'Checks the whole chain of seals',
    tag: 'audit',
    permission: 'audit.read',
    reply: AuditVerification,
    handler: async (tx) => {
      const verification = await verifyChain(tx);
      tx.audit({ action: 'audit.verified', changes: { intact: [null, verification.intact] } });
      return ok(verification);
    },
  }),
];
