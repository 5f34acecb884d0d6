import { MINUTE, plus } from '../../../kernel/instant.ts';
import { Payload } from '../../../kernel/payload.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { DeliveredEvent } from '../../../platform/outbox/index.ts';
import { waitingAlerts } from '../../enquiries/index.ts';
import { settingsOf } from '../service/seed.ts';
import { insertOwed } from '../store/notice-store.ts';
import type { NoticeParams } from '../vocabulary.ts';
import { owedToMember, wishes } from './owed-to-member.ts';

/** Of what an alert was about she may be told late, but not the next day. */
const ALERT_MINUTES = 60;

/** An alert that nobody has answered by then is told by text or e-mail, to who wishes it. */
export async function onAlert(tx: Tx, event: DeliveredEvent): Promise<void> {
  const payload = new Payload(event.payload);
  const [alertId, userId, enquiryId] = [payload.id('alertId'), payload.id('userId'), payload.id('enquiryId')];
  if (alertId === null || userId === null || !(await wishes(tx, userId))) return;
  const ring = payload.number('ring');
  // A hand-over has no ring: it is told once, however many enquiries it holds.
  const handedOver = ring === null;
  const occasion = handedOver ? 'enquiry_assigned' : 'alert_raised';
  // Told again, it rings on the page and in the browser; by text once.
  if (ring !== null && ring > 0) return;
  const [alert] = handedOver ? [] : await waitingAlerts(tx, [alertId]);
  const params: NoticeParams = alert ? { kind: alert.kind } : {};
  const minutes = handedOver ? 0 : ((await settingsOf(tx)).get('alert_raised')?.minutes ?? 5);
  // From when she was alerted, however late this is heard.
  const dueAt = plus(event.at, minutes * MINUTE);
  const usefulUntil = plus(tx.now, (minutes + ALERT_MINUTES) * MINUTE);
  const subject = `${alertId} ${userId}`;
  const about = handedOver ? {} : { enquiryId, refId: alertId };
  await insertOwed(tx, [owedToMember({ occasion, subject, memberId: userId, ...about, params, dueAt, usefulUntil })]);
}
