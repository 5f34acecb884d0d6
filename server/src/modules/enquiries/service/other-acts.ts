import type { EnquiryPatch, NextActionPatch, ReplyInput } from '@anbu/contract';
import type { z } from 'zod';
import { type Id } from '../../../kernel/ids.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { afterReply, keep, moveNextAction } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { NO_CLAIM } from './claims.ts';
import { checkCode, checkCodes } from './lists.ts';
import { openForAct } from './load.ts';
import { readInstant } from './request.ts';
import { saveDecision } from './save.ts';

/**
 * The customer answered by another way than a call. `incomingId`: the message that was received, which the archive tells of by itself. Refuses
 * enquiries.received_in_future on `at`. Spec: domain §1, By rule.
 */
export async function recordReply(
  tx: Tx,
  id: Id,
  input: z.infer<typeof ReplyInput>,
  incomingId?: Id,
): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, input.version);
  if (!opened.ok) return opened;
  const { record, state, site } = opened.value;
  const at = input.at === undefined ? ok(tx.now) : readInstant(input.at, 'at', record.receivedAt);
  if (!at.ok) return at;
  if (at.value > tx.now) return refuseFields([{ field: 'at', code: 'enquiries.call_in_future', params: {} }]);
  if (at.value < record.receivedAt)
    return refuseFields([{ field: 'at', code: 'enquiries.call_before_received', params: {} }]);
  const decision = afterReply(state, at.value, site);
  const reply = { channel: input.channel, at: at.value, ...(incomingId === undefined ? {} : { incomingId }) };
  return ok(await saveDecision(tx, opened.value, decision, site, { kind: 'reply', note: input.text, reply }));
}

/** Another time for the next action, with the reason. Refuses what `moveNextAction` refuses. */
export async function moveAction(
  tx: Tx,
  id: Id,
  input: z.infer<typeof NextActionPatch>,
): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, input.version);
  if (!opened.ok) return opened;
  const { state, site } = opened.value;
  const dueAt = readInstant(input.dueAt, 'dueAt');
  if (!dueAt.ok) return dueAt;
  const moved = moveNextAction(state, dueAt.value, site, tx.now);
  if (!moved.ok) return moved;
  const params = { ...moved.value.reason.params, text: input.reasonText };
  const nextAction = { ...moved.value, reason: { ...moved.value.reason, params } };
  const decision = keep(state, { nextAction });
  return ok(
    await saveDecision(tx, opened.value, decision, site, {
      kind: 'move_action',
      note: input.reasonText,
      columns: NO_CLAIM,
    }),
  );
}

/** What is known of the enquiry, corrected. Refuses enquiries.source_channel_unknown, interest_unknown, and a hold without its likelihood. */
export async function editEnquiry(
  tx: Tx,
  id: Id,
  patch: z.infer<typeof EnquiryPatch>,
): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, patch.version);
  if (!opened.ok) return opened;
  const { state, site } = opened.value;
  if (patch.likelihood === null && state.status === 'HOLD')
    return refuseFields([{ field: 'likelihood', code: 'field.required', params: {} }]);
  const channel = patch.sourceChannel
    ? await checkCode(tx, 'source_channel', patch.sourceChannel, 'sourceChannel')
    : ok(null);
  if (!channel.ok) return channel;
  const interests = await checkCodes(tx, 'interest', patch.interests ?? [], 'interests');
  if (!interests.ok) return interests;
  const columns: Partial<EnquiryRecord> = {
    ...(patch.sourceChannel === undefined ? {} : { sourceChannel: patch.sourceChannel }),
    ...(patch.campaign === undefined ? {} : { campaign: patch.campaign }),
    ...(patch.interests === undefined ? {} : { interests: patch.interests }),
    ...(patch.likelihood === undefined ? {} : { likelihood: patch.likelihood }),
  };
  return ok(await saveDecision(tx, opened.value, keep(state), site, { kind: 'edit', columns }));
}
