import { ROLE_PERMISSIONS, type CallRecordInput } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { HOUR, MINUTE, plus } from '../../../kernel/instant.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Actor, type Database, type Tx } from '../../../platform/db/index.ts';
import { recordCall, listByIds } from '../../enquiries/index.ts';
import { findMember, listOrganisationIds } from '../../identity/index.ts';
import { proposedOutcome, talkSeconds } from '../rules/call.ts';
import { findExchange } from '../store/exchange-store.ts';
import { lockCall, lockDue, lockForgotten, removeRecordings, updateCall } from '../store/call-store.ts';
import type { CallRow } from '../vocabulary.ts';
import { callJustRecorded, hearSignal, tellCall } from './hear.ts';

const BATCH = 50;
const RING_MINUTES = 5;
const TALK_HOURS = 4;

/** The record of a call of the exchange at its enquiry: what the exchange knows, and what the agent says of it. Refuses what `recordCall` refuses. */
export async function recordAt(tx: Tx, row: CallRow, enquiryId: Id, said: CallRecordInput): Promise<Outcome<CallRow>> {
  const [enquiry] = await listByIds(tx, [enquiryId]);
  // It may have been entered while she spoke: no record is older than its enquiry.
  const at = Math.max(row.rangAt, enquiry?.receivedAt ?? row.rangAt);
  const seconds = talkSeconds(row);
  const recorded = await recordCall(tx, enquiryId, {
    ...said,
    direction: row.direction,
    at: new Date(at).toISOString(),
    ...(seconds === null ? {} : { durationSeconds: seconds }),
  });
  if (!recorded.ok) return recorded;
  const done = { ...row, enquiryId, recordedCallId: callJustRecorded(tx), recordDueAt: null };
  await updateCall(tx, done);
  tellCall(tx, done);
  return ok(done);
}

/**
 * Calls that nobody recorded in time are recorded as the exchange saw them, for whoever made or took them. What needs a decision (a hold: what then?) is left
 * to people; what somebody works on comes later.
 */
export async function recordDue(db: Database): Promise<void> {
  for (const orgId of await listOrganisationIds(db)) {
    const system = systemActor(orgId, 'telephony');
    const due = await db.inTx(system, async (tx) => ok((await lockDue(tx, BATCH)).map(({ id }) => id)));
    for (const id of due.ok ? due.value : []) await recordOne(db, system, id);
    await db.inTx(system, async (tx) => {
      await endForgotten(tx);
      await removeRecordings(tx, 1_000);
      return ok(null);
    });
  }
}

async function recordOne(db: Database, system: Actor, id: Id): Promise<void> {
  const done = await db.inTxAgain(system, async (tx) => {
    const row = await lockCall(tx, id);
    if (!row || row.recordDueAt === null || row.recordDueAt > tx.now || row.enquiryId === null) return ok(null);
    const outcome = proposedOutcome(row.end);
    if (outcome === null) return ok(null);
    const agent = row.userId === null ? tx : tx.as(await agentOf(tx, row.userId));
    return recordAt(agent, row, row.enquiryId, { outcome });
  });
  if (done.ok) return;
  const later = done.refusal.code === 'enquiries.claimed_by_other';
  await db.inTx(system, async (tx) => {
    const row = await lockCall(tx, id);
    if (!row || row.recordDueAt === null) return ok(null);
    await updateCall(tx, { ...row, recordDueAt: later ? plus(tx.now, MINUTE) : null });
    return ok(null);
  });
}

/** Whose call it was: the record is hers. */
async function agentOf(tx: Tx, userId: Id): Promise<Actor> {
  const member = await findMember(tx, userId);
  if (!member?.active) return tx.actor;
  return { ...tx.actor, kind: 'user', userId, name: member.name, permissions: new Set(ROLE_PERMISSIONS[member.role]) };
}

/** The line was down at their end: a call that rings for minutes has ended, and nobody is sure that it was answered. */
async function endForgotten(tx: Tx): Promise<void> {
  const forgotten = await lockForgotten(tx, plus(tx.now, -RING_MINUTES * MINUTE), plus(tx.now, -TALK_HOURS * HOUR));
  for (const row of forgotten) {
    const exchange = await findExchange(tx, row.exchangeId);
    if (!exchange) continue;
    const { direction, number, extension, answeredAt } = row;
    await hearSignal(tx, exchange, {
      call: row.externalId,
      what: 'ended',
      direction,
      number,
      extensions: extension === null ? [] : [extension],
      end: answeredAt !== null ? 'answered' : direction === 'inbound' ? 'no_answer' : 'failed',
      cause: null,
      recording: null,
    });
  }
}

/** Refuses telephony.not_ended while it rings or is spoken in, telephony.recorded_already. */
export function checkRecordable(row: CallRow): Outcome<null> {
  if (row.endedAt === null) return refuse('telephony.not_ended', {}, 409);
  return row.recordedCallId === null ? ok(null) : refuse('telephony.recorded_already', {}, 409);
}
