import { ROLE_PERMISSIONS, type Role } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus } from '../../../kernel/instant.ts';
import { Payload } from '../../../kernel/payload.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { DeliveredEvent } from '../../../platform/outbox/index.ts';
import { reportTold } from '../../analytics/index.ts';
import { findDataRequest } from '../../consents/index.ts';
import { listMembers } from '../../identity/index.ts';
import { settingsOf } from '../service/seed.ts';
import { insertOwed } from '../store/notice-store.ts';
import { owedToMember } from './owed-to-member.ts';

const REPORT_DAYS = 7;
const REQUEST_DAYS = 3;

/** A report is mailed to whom its maker named. */
export async function onReport(tx: Tx, event: DeliveredEvent): Promise<void> {
  const runId = new Payload(event.payload).id('runId');
  const report = runId === null ? null : await reportTold(tx, runId);
  if (runId === null || !report || !(await settingsOf(tx)).get('report_ready')?.active) return;
  const usefulUntil = plus(tx.now, REPORT_DAYS * DAY);
  await insertOwed(
    tx,
    report.userIds.map((memberId) => {
      const subject = `${runId} ${memberId}`;
      return owedToMember({ occasion: 'report_ready', subject, memberId, refId: runId, dueAt: tx.now, usefulUntil });
    }),
  );
}

/** Who has it is told; where nobody has it, and when it is late, all who lead. */
export async function onRequest(tx: Tx, event: DeliveredEvent): Promise<void> {
  const refId = new Payload(event.payload).id('requestId');
  const request = refId === null ? null : await findDataRequest(tx, refId);
  if (refId === null || !request || request.settledAt !== null) return;
  const late = event.payload['late'] === true;
  const leading = !late && request.ownerId !== null ? [] : await leaders(tx);
  const members = new Set([...(request.ownerId === null ? [] : [request.ownerId]), ...leading]);
  const usefulUntil = plus(tx.now, REQUEST_DAYS * DAY);
  await insertOwed(
    tx,
    [...members].map((memberId) =>
      owedToMember({
        occasion: 'request_due',
        subject: `${refId} ${late ? 'late' : 'soon'} ${memberId}`,
        memberId,
        refId,
        params: { late: Number(late) },
        dueAt: tx.now,
        usefulUntil,
      }),
    ),
  );
}

async function leaders(tx: Tx): Promise<Id[]> {
  const leads = ({ active, role }: { active: boolean; role: Role }) =>
    active && ROLE_PERMISSIONS[role].includes('enquiries.supervise');
  return (await listMembers(tx)).filter(leads).map(({ id }) => id);
}
