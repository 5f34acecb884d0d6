import { newId, type Id } from '../../../../kernel/ids.ts';
import { notFound, refuse } from '../../../../kernel/outcome.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { lockPersons } from '../../../people/index.ts';
import { checkUndo } from '../../rules/index.ts';
import type { EnquiryRecord } from '../../store/enquiry-row.ts';
import {
  listBefore,
  listItems,
  listPersonsOfNew,
  lockEnquiries,
  lockHandOver,
  updateActsVoided,
  updateOutcomes,
  updateOwners,
  updateUndone,
  type Given,
} from '../../store/hand-over-store.ts';
import { checkClaim, NO_CLAIM } from '../claims.ts';
import { ruleActor } from '../load.ts';
import { currentPresets } from '../presets.ts';
import { setResponsible } from '../state-of.ts';
import { undoLastAct } from '../undo.ts';
import { shown } from './hand-over.ts';
import type { NotGiven } from './plan.ts';
import { keepOwners } from './receivers.ts';

/**
 * Takes a hand-over back as one act: each goes to whom it was of, but for those that somebody touched since, which stay and are named. Refuses
 * request.not_found, enquiries.nothing_to_undo, and what `checkUndo` refuses. Spec: product A13; domain §1, Correction.
 */
export async function undoHandOver(
  tx: Tx,
  id: Id,
  input: { readonly reasonText?: string | undefined },
): ReturnType<typeof shown> {
  // Persons before enquiries: what was new goes back to being new by an act that writes to its person.
  await lockPersons(tx, await listPersonsOfNew(tx, id));
  const row = await lockHandOver(tx, id);
  if (!row) return notFound('hand_over');
  if (row.undoneAt !== null || row.returnedAt !== null) return refuse('enquiries.nothing_to_undo', {}, 409);
  const { work } = await currentPresets(tx);
  const act = { by: row.madeBy, recordedAt: row.at, voided: false };
  const allowed = checkUndo(act, ruleActor(tx), input.reasonText, tx.now, work.undoMinutes);
  if (!allowed.ok) return allowed;
  const items = (await listItems(tx, id)).filter(({ outcome }) => outcome === 'given');
  const before = await listBefore(tx, id);
  const records = new Map(
    (
      await lockEnquiries(
        tx,
        items.map(({ enquiryId }) => enquiryId),
      )
    ).map((record) => [record.id, record]),
  );
  const owners = await keepOwners(
    tx,
    items.flatMap(({ fromOwnerId }) => fromOwnerId ?? []),
  );
  const refused: NotGiven[] = [];
  const given: Given[] = [];
  const done: Id[] = [];
  for (const item of items) {
    const record = records.get(item.enquiryId);
    const was = before.get(item.enquiryId);
    if (!record || !was) continue;
    const claim = checkClaim(tx, record);
    if (record.version !== item.versionAfter) {
      refused.push({ id: record.id, code: 'enquiries.hand_over_touched', params: {} });
    } else if (!claim.ok) {
      refused.push({ id: record.id, code: claim.refusal.code, params: claim.refusal.params });
    } else if (was.status === 'NEW' && record.status !== 'NEW') {
      const undone = await undoLastAct(tx, record.id, { reasonText: input.reasonText });
      if (undone.ok) done.push(record.id);
      else refused.push({ id: record.id, code: undone.refusal.code, params: undone.refusal.params });
    } else {
      const ownerId = item.fromOwnerId !== null && owners.has(item.fromOwnerId) ? item.fromOwnerId : null;
      const handOverId = was.handOverId ?? null;
      const after = { ...record, ...NO_CLAIM, ownerId, teamId: item.fromTeamId, handOverId, updatedAt: tx.now };
      after.version = record.version + 1;
      setResponsible(after);
      given.push({ before: record, after, actId: newId() });
      done.push(record.id);
    }
  }
  if (given.length > 0) {
    await updateActsVoided(
      tx,
      id,
      given.map(({ before: { id: enquiryId } }) => enquiryId),
    );
    await updateOwners(tx, given, 'hand_back', null);
    for (const { before: record, after } of given) tell(tx, record, after);
  }
  await updateOutcomes(tx, id, done, 'undone');
  await updateUndone(tx, id);
  tx.audit({
    action: 'enquiries.hand_over_undone',
    entity: 'hand_over',
    entityId: id,
    changes: { count: [items.length, items.length - done.length] },
    ...(input.reasonText === undefined ? {} : { reason: input.reasonText }),
  });
  return shown(tx, id, refused);
}

function tell(tx: Tx, before: EnquiryRecord, after: EnquiryRecord): void {
  const { id: enquiryId, personId, status } = before;
  tx.emit({
    type: 'enquiries.corrected',
    personId,
    payload: {
      ...{ enquiryId, voidedEventIds: [], voidedCallId: null, voidedBookingId: null },
      ...{ kind: 'hand_over', from: status, to: status, at: tx.now },
    },
  });
  tx.emit({ type: 'enquiries.changed', personId, payload: { enquiryId, kind: 'undo' } });
  tx.audit({
    action: 'enquiries.undo',
    entity: 'enquiry',
    entityId: enquiryId,
    personIds: [personId],
    changes: { act: ['hand_over', null], ownerId: [before.ownerId, after.ownerId] },
  });
}
