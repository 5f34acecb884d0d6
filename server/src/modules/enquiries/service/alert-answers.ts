import type { AlertEscalate, AlertEscalated, AlertSnooze, AlertSnoozed } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, MINUTE, plus } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { lockAlert, updateAlertAcknowledged, updateAlertSnoozed, type LockedAlert } from '../store/alert-store.ts';
import { giveAlerts, leaderOf } from './alerts.ts';
import { currentPresets } from './presets.ts';

/** An alert is answered, put off or passed on by the person whose it is, with its earlier stages; all her screens and browsers hear of it (A8). */
type Own = { readonly alert: LockedAlert; readonly userId: Id };

async function ownAlert(tx: Tx, id: Id): Promise<Own | null> {
  const { userId } = tx.actor;
  const alert = userId === null ? null : await lockAlert(tx, id, userId);
  return alert && userId !== null ? { alert, userId } : null;
}

function tellAnswer(tx: Tx, id: Id, { alert, userId }: Own): void {
  tx.emit({ type: 'enquiries.alert_answered', payload: { alertId: id, enquiryId: alert.enquiryId, userId } });
}

/** Answered once; again changes nothing. Refuses 404 for an alert of somebody else. */
export async function acknowledgeAlert(tx: Tx, id: Id): Promise<Outcome<null>> {
  const own = await ownAlert(tx, id);
  if (!own) return notFound('alert');
  if (own.alert.acknowledgedAt !== null) return ok(null);
  await updateAlertAcknowledged(tx, own.alert, own.userId);
  tellAnswer(tx, id, own);
  tx.audit({
    action: 'enquiries.alert_acknowledged',
    entity: 'alert',
    entityId: id,
    personIds: [own.alert.personId],
  });
  return ok(null);
}

/** It waits unseen until then and is told of anew, as often as a new one. The clock of the enquiry stays as it is. Refuses 404, 409 enquiries.alert_answered. */
export async function snoozeAlert(tx: Tx, id: Id, input: AlertSnooze): Promise<Outcome<z.input<typeof AlertSnoozed>>> {
  const own = await ownAlert(tx, id);
  if (!own) return notFound('alert');
  if (!isOpen(own.alert)) return refuse('enquiries.alert_answered', {}, 409);
  const { snoozeMinutes, againTimes } = (await currentPresets(tx)).reminder;
  const minutes = input.minutes ?? snoozeMinutes;
  const until = plus(tx.now, minutes * MINUTE);
  await updateAlertSnoozed(tx, own.alert, own.userId, until, againTimes);
  tellAnswer(tx, id, own);
  tx.audit({
    action: 'enquiries.alert_snoozed',
    entity: 'alert',
    entityId: id,
    personIds: [own.alert.personId],
    changes: { reason: [null, input.reason], minutes: [null, minutes] },
    ...(input.note === undefined ? {} : { reason: input.note }),
  });
  return ok({ until: formatInstant(until) });
}

/**
 * By hand what the clock does later: the team leader is told now, and the alert is answered. Who leads herself tells nobody new. Refuses 404,
 * 409 enquiries.alert_answered, 409 enquiries.alert_escalated for what has been escalated to the caller already.
 */
export async function escalateAlert(
  tx: Tx,
  id: Id,
  input: AlertEscalate,
): Promise<Outcome<z.input<typeof AlertEscalated>>> {
  const own = await ownAlert(tx, id);
  if (!own) return notFound('alert');
  const { alert } = own;
  if (!isOpen(alert)) return refuse('enquiries.alert_answered', {}, 409);
  if (alert.kind === 'escalated') return refuse('enquiries.alert_escalated', {}, 409);
  const leaders = (await leaderOf(tx, alert.teamId)).filter((leader) => leader !== own.userId);
  const { enquiryId, actionSetAt, dueAt } = alert;
  const told = await giveAlerts(
    tx,
    leaders.map((userId) => ({ id: newId(), enquiryId, userId, kind: 'escalated', actionSetAt, dueAt })),
  );
  await updateAlertAcknowledged(tx, alert, own.userId);
  tellAnswer(tx, id, own);
  tx.audit({
    action: 'enquiries.alert_escalated',
    entity: 'alert',
    entityId: id,
    personIds: [alert.personId],
    ...(input.note === undefined ? {} : { reason: input.note }),
  });
  return ok({ told });
}

function isOpen(alert: LockedAlert): boolean {
  return alert.acknowledgedAt === null && alert.stands;
}
