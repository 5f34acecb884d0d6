import type { HandOverKind } from '@anbu/contract';
import { newId, type Id } from '../../../../kernel/ids.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { afterAssignment } from '../../rules/index.ts';
import type { EnquiryRecord } from '../../store/enquiry-row.ts';
import {
  insertHandOver,
  insertHandOverAlerts,
  insertItems,
  updateOwners,
  type Given,
  type HandOverAlert,
} from '../../store/hand-over-store.ts';
import { NO_CLAIM } from '../claims.ts';
import { dutyOf } from '../duty.ts';
import { openRecord } from '../load.ts';
import { saveDecision } from '../save.ts';
import { setResponsible } from '../state-of.ts';
import type { Planned } from './plan.ts';

export type Giving = {
  readonly kind: HandOverKind;
  readonly note: string | null;
  readonly absenceId: Id | null;
  /** By a rule of the organisation: once for an action. */
  readonly automatic?: boolean;
  /** The absence whose end brings these back. */
  readonly endedAbsenceId?: Id | null;
};
export type GivenOne = Omit<Given, 'actId'>;

/**
 * One act: whatever is given is given in a handful of statements, its clock as it was. Only a new enquiry that gets its first owner goes through the
 * rules, one by one, because its status changes. The caller holds the locks. Gives the hand-over's id and what it wrote.
 */
export async function give(
  tx: Tx,
  planned: readonly Planned[],
  giving: Giving,
): Promise<{ readonly id: Id; readonly given: readonly GivenOne[] }> {
  const id = newId();
  await insertHandOver(tx, { id, ...giving });
  const isFirst = ({ record, ownerId }: Planned) => record.status === 'NEW' && ownerId !== null;
  const given: GivenOne[] = await giveOwners(
    tx,
    planned.filter((one) => !isFirst(one)),
    id,
    giving,
  );
  for (const one of planned.filter(isFirst)) given.push(await giveFirst(tx, one, id, giving));
  await insertItems(tx, id, given, giving.automatic ?? false);
  await tellReceivers(tx, id, given, giving);
  tx.audit({
    action: 'enquiries.handed_over',
    entity: 'hand_over',
    entityId: id,
    changes: {
      kind: [null, giving.kind],
      count: [null, given.length],
      absenceId: [giving.endedAbsenceId ?? null, giving.absenceId],
    },
  });
  return { id, given };
}

async function giveOwners(tx: Tx, planned: readonly Planned[], id: Id, giving: Giving): Promise<GivenOne[]> {
  if (planned.length === 0) return [];
  const given = planned.map((one): Given => {
    const after = { ...one.record, ...NO_CLAIM, ownerId: one.ownerId, teamId: one.teamId };
    Object.assign(after, { handOverId: one.ownerId === null ? null : id, updatedAt: tx.now });
    after.version = one.record.version + 1;
    setResponsible(after);
    return { before: one.record, after, actId: newId() };
  });
  await updateOwners(tx, given, 'hand_over', giving.note);
  for (const { before, after, actId } of given) tellGiven(tx, before, after, actId, giving);
  return given;
}

async function giveFirst(tx: Tx, { record, ownerId }: Planned, id: Id, giving: Giving): Promise<GivenOne> {
  const opened = await openRecord(tx, record);
  const { state, site } = opened;
  const decision = afterAssignment(state, ownerId, site, tx.now, await dutyOf(tx, record, site));
  const columns = { ...NO_CLAIM, handOverId: id };
  return {
    before: record,
    after: await saveDecision(tx, opened, decision, site, { kind: 'hand_over', columns, note: giving.note }),
  };
}

function tellGiven(tx: Tx, before: EnquiryRecord, after: EnquiryRecord, actId: Id, giving: Giving): void {
  const { personId } = before;
  const { automatic, kind, endedAbsenceId } = giving;
  const why = automatic ? { why: kind } : {};
  const payload = { enquiryId: before.id, ownerId: after.ownerId, actId, kind: 'hand_over', at: tx.now, ...why };
  tx.emit({ type: 'enquiries.assigned', personId, payload });
  tx.emit({ type: 'enquiries.changed', personId, payload: { enquiryId: before.id, kind: 'hand_over' } });
  tx.audit({
    action: 'enquiries.hand_over',
    entity: 'enquiry',
    entityId: before.id,
    personIds: [personId],
    changes: {
      ownerId: [before.ownerId, after.ownerId],
      teamId: [before.teamId, after.teamId],
      ...(automatic ? { rule: [null, kind] } : {}),
      ...(endedAbsenceId ? { absenceId: [endedAbsenceId, null] } : {}),
    },
  });
}

/** One alert for all that somebody got, at the most urgent of it; nobody is told of what she did herself. By a rule both sides are told. */
export async function tellReceivers(
  tx: Tx,
  id: Id,
  given: readonly GivenOne[],
  giving: Pick<Giving, 'kind' | 'automatic'>,
): Promise<void> {
  const got = alertsTo(
    tx,
    giving.kind === 'back' ? 'handed_back' : 'handed_over',
    Map.groupBy(given, ({ after }) => after.ownerId),
  );
  const had = giving.automatic
    ? alertsTo(
        tx,
        'passed_on',
        Map.groupBy(given, ({ before }) => before.ownerId),
      )
    : [];
  const alerts = [...got, ...had];
  if (alerts.length === 0) return;
  await insertHandOverAlerts(tx, id, alerts);
  for (const { id: alertId, enquiryId, userId } of alerts) {
    tx.emit({ type: 'enquiries.alert_raised', payload: { alertId, enquiryId, userId } });
  }
}

function alertsTo(
  tx: Tx,
  kind: HandOverAlert['kind'],
  of: ReadonlyMap<Id | null, readonly GivenOne[]>,
): HandOverAlert[] {
  return [...of].flatMap(([userId, ones]): HandOverAlert[] => {
    if (userId === null || userId === tx.actor.userId) return [];
    const records = ones.map(({ after }) => after);
    const [first] = records.toSorted((a, b) => (a.actionDueAt ?? 0) - (b.actionDueAt ?? 0) || (a.id < b.id ? -1 : 1));
    if (!first) throw new Error('who is told got something');
    const dueAt = first.actionDueAt ?? tx.now;
    return [{ id: newId(), enquiryId: first.id, userId, kind, dueAt, count: records.length }];
  });
}
