import { newId, type Id } from '../../../kernel/ids.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import { callerOf, type Tx } from '../../../platform/db/index.ts';
import { changePhone, countOpenEnquiries, setLastContact } from '../../people/index.ts';
import { checkUndo } from '../rules/index.ts';
import { snapshot, type EnquiryRecord } from '../store/enquiry-row.ts';
import { findLastContact, updateEnquiry, updateHeldAgain } from '../store/enquiry-store.ts';
import {
  findBeforeNextAct,
  findLastAct,
  insertStatusEvent,
  listStatusEvents,
  updateActVoided,
  updateBookingEndedById,
  updateBookingReopened,
  updateCallVoided,
  updatePromiseEnded,
  updatePromiseReopened,
  type ActRecord,
} from '../store/history-store.ts';
import { NO_CLAIM } from './claims.ts';
import { openForAct, ruleActor } from './load.ts';
import { dropLostOwner } from './owners.ts';
import { setResponsible } from './state-of.ts';

/**
 * Takes the last act back: the row is as it was before, but for an owner whom a claim has made or taken since; what the act appended is voided by what
 * is appended now. Nothing is deleted.
 * Refuses what `openForAct` and `checkUndo` refuse. Spec: domain §1, Correction.
 */
export async function undoLastAct(
  tx: Tx,
  id: Id,
  input: { version?: number | undefined; reasonText?: string | undefined },
): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, input.version);
  if (!opened.ok) return opened;
  const { record, site } = opened.value;
  const act = await findLastAct(tx, id);
  const lastAct = act && { by: act.userId, recordedAt: act.at, voided: false };
  const actor = { ...ruleActor(tx), userId: callerOf(tx.actor) };
  const allowed = checkUndo(lastAct, actor, input.reasonText, tx.now, site.presets.work.undoMinutes);
  if (!allowed.ok) return allowed;
  if (!act) throw new Error('an undo without an act was allowed');
  const restored: EnquiryRecord = {
    ...record,
    ...act.before,
    ...(await changedSince(tx, record, act)),
    // A hold ends by consent alone: an older act does not bring it back.
    contactHold: act.made.consent?.lifted.includes(id) ?? record.contactHold,
    ...NO_CLAIM,
    version: record.version + 1,
    updatedAt: tx.now,
  };
  if (restored.status === 'NEW') restored.ownerId = null;
  setResponsible(restored);
  if (restored.ownerId !== record.ownerId) await dropLostOwner(tx, restored);
  await updateEnquiry(tx, record, restored);
  await voidRows(tx, act, record, input.reasonText ?? null);
  await updateActVoided(tx, act.id);
  if (restored.open !== record.open) {
    await countOpenEnquiries(tx, [{ personId: record.personId, by: restored.open ? 1 : -1 }]);
  }
  if (restored.lastContactAt !== record.lastContactAt) {
    await setLastContact(tx, record.personId, await findLastContact(tx, record.personId));
  }
  tell(tx, record, restored, act, input.reasonText);
  return ok(restored);
}

/** After the last act that may be taken back come claims and hand-backs only: what they changed stands. */
async function changedSince(tx: Tx, record: EnquiryRecord, act: ActRecord): Promise<Partial<EnquiryRecord>> {
  if (record.version === act.versionAfter) return {};
  const before = await findBeforeNextAct(tx, record.id, act.versionAfter);
  const now = snapshot(record);
  const changed = Object.keys(before ?? {}).filter((name) => {
    const column = name as keyof typeof now;
    return JSON.stringify(before?.[column]) !== JSON.stringify(now[column]);
  });
  // Alerts that were given since belong to the action that they announced.
  const alerts = new Set(changed.includes('actionSetAt') ? [] : ['alertAt', 'alertStage']);
  return Object.fromEntries(Object.entries(now).filter(([name]) => changed.includes(name) && !alerts.has(name)));
}

async function voidRows(tx: Tx, act: ActRecord, record: EnquiryRecord, reasonText: string | null): Promise<void> {
  const { made } = act;
  if (made.callId) await updateCallVoided(tx, made.callId);
  await voidEvents(tx, record.id, made.statusEventIds ?? [], reasonText);
  // What the act made ends before what it ended comes back: an enquiry has one live booking and one open promise.
  if (made.bookingMade) await updateBookingEndedById(tx, made.bookingMade, 'voided');
  if (made.bookingEnded) await updateBookingReopened(tx, made.bookingEnded);
  if (made.promiseMade) await updatePromiseEnded(tx, made.promiseMade, 'voided', tx.now);
  if (made.promiseEnded) await updatePromiseReopened(tx, made.promiseEnded);
  // A number that was taken off the person since then needs no mark: that refusal is passed over.
  if (made.consent) await updateHeldAgain(tx, made.consent.lifted);
  if (made.phoneMarked) await changePhone(tx, record.personId, made.phoneMarked.id, { state: made.phoneMarked.was });
}

/** What an act appended to the history is voided by what is appended now. */
export async function voidEvents(
  tx: Tx,
  enquiryId: Id,
  ids: readonly Id[],
  reasonText: string | null,
  byRule = 'enquiries.status.corrected',
): Promise<void> {
  if (ids.length === 0) return;
  const events = await listStatusEvents(tx, enquiryId);
  for (const event of events.filter((candidate) => ids.includes(candidate.id)).reverse()) {
    await insertStatusEvent(tx, {
      id: newId(),
      enquiryId,
      from: event.to,
      to: event.from ?? event.to,
      validAt: tx.now,
      recordedAt: tx.now,
      userId: tx.actor.userId,
      ownerId: event.ownerId,
      byRule,
      reasonCode: null,
      reasonText,
      evidence: null,
      voids: event.id,
    });
  }
}

function tell(
  tx: Tx,
  before: EnquiryRecord,
  restored: EnquiryRecord,
  act: ActRecord,
  reason: string | undefined,
): void {
  tx.emit({
    type: 'enquiries.corrected',
    personId: before.personId,
    payload: {
      enquiryId: before.id,
      voidedEventIds: act.made.statusEventIds ?? [],
      voidedCallId: act.made.callId ?? null,
      voidedBookingId: act.made.bookingMade ?? null,
      voidedConsentId: act.made.consent ? act.id : null,
      kind: act.kind,
      from: before.status,
      to: restored.status,
      at: tx.now,
    },
  });
  tx.emit({ type: 'enquiries.changed', personId: before.personId, payload: { enquiryId: before.id, kind: 'undo' } });
  tx.audit({
    action: 'enquiries.undo',
    entity: 'enquiry',
    entityId: before.id,
    personIds: [before.personId],
    changes: { act: [act.kind, null], status: [before.status, restored.status] },
    ...(reason === undefined ? {} : { reason }),
  });
}
