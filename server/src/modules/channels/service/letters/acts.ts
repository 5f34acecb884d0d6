import type { LetterReprint, LetterReturned } from '@anbu/contract';
import type { Letter, LetterBatch } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../../kernel/outcome.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { startJob } from '../../../../platform/jobs/index.ts';
import { markAddressBad } from '../../../people/index.ts';
import { readLetterNumber } from '../../rules/letter-number.ts';
import { MOVES } from '../../rules/states.ts';
import { insertPrint, listPrints, lockBatch, updateBatchState, type BatchRow } from '../../store/letter-batch-store.ts';
import { lockLetter, updateChecked, updateReturned, updateStatesOfBatch } from '../../store/letter-store.ts';
import { updateStates } from '../../store/queue-store.ts';
import { tryNextChannels } from '../fallback.ts';
import { tellChanged } from '../told.ts';
import { LETTERS_JOB } from './make.ts';
import { batchOf, viewLetter } from './reads.ts';

type BatchView = z.input<typeof LetterBatch>;

/** The paper is there. Refuses channels.batch_state { state }, channels.pages_not_ready 409, request.stale { version } 409. */
export async function batchPrinted(tx: Tx, id: Id, version: number): Promise<Outcome<BatchView>> {
  const found = await inState(tx, id, version, ['queued']);
  if (!found.ok) return found;
  const prints = await listPrints(tx, [id]);
  if (!prints.some(({ fileId }) => fileId !== null)) return refuse('channels.pages_not_ready', {}, 409);
  await updateStatesOfBatch(tx, id, 'queued', 'printed');
  return moved(tx, id, 'printed');
}

/** They are at the post: their messages are sent. Refuses as `batchPrinted`. */
export async function batchPosted(tx: Tx, id: Id, version: number): Promise<Outcome<BatchView>> {
  const found = await inState(tx, id, version, ['printed']);
  if (!found.ok) return found;
  const ids = await updateStatesOfBatch(tx, id, 'printed', 'posted');
  const changes = ids.map((messageId) => ({ id: messageId, state: 'sent', why: null }) as const);
  tellChanged(tx, await updateStates(tx, changes, MOVES));
  return moved(tx, id, 'posted');
}

/** A part once more, after a jam, with the same numbers. Refuses channels.batch_state 409, by field `to` channels.no_such_letters { letters }. */
export async function reprint(tx: Tx, id: Id, { from, to }: LetterReprint): Promise<Outcome<BatchView>> {
  const batch = await lockBatch(tx, id);
  if (!batch) return notFound('letter_batch');
  if (batch.state === 'failed') return refuse('channels.batch_state', { state: batch.state }, 409);
  if (to < from || to > batch.letters) return refuseAt('to', 'channels.no_such_letters', { letters: batch.letters });
  const printId = await insertPrint(tx, id, from, to);
  await startJob(tx, { kind: LETTERS_JOB, ref: printId, titleParams: { no: batch.no } });
  tx.audit({
    action: 'channels.letters_reprinted',
    entity: 'letter_batch',
    entityId: id,
    changes: { from: [null, from], to: [null, to] },
  });
  tx.emit({ type: 'channels.letters_changed', payload: { batchId: id } });
  return ok(await batchOf(tx, id));
}

/**
 * A letter came back: its message failed, and goes by the next channel if there is one; the address is bad until somebody writes it anew, and the letter
 * stands among those to look at. A second scan changes nothing. Refuses by field `number` channels.no_letter_number, channels.letter_unknown;
 * channels.not_posted 409. Spec: product D8.
 */
export async function letterReturned(
  tx: Tx,
  { number: typed, why }: LetterReturned,
): Promise<Outcome<z.input<typeof Letter>>> {
  const number = readLetterNumber(typed);
  if (number === null) return refuseAt('number', 'channels.no_letter_number');
  const row = await lockLetter(tx, number);
  if (!row) return refuseAt('number', 'channels.letter_unknown');
  if (row.state === 'returned') return ok(viewLetter(row));
  if (row.state !== 'posted') return refuse('channels.not_posted', {}, 409);
  await updateReturned(tx, number, why);
  const isAddress = why !== 'refused' && why !== 'unclaimed';
  if (isAddress && row.printedAt !== null) await markAddressBad(tx, row.personId, why, row.printedAt);
  const failed = await updateStates(tx, [{ id: row.messageId, state: 'failed', why: `returned_${why}` }], MOVES);
  await tryNextChannels(tx, failed);
  tellChanged(tx, failed);
  tx.audit({
    action: 'channels.letter_returned',
    personIds: [row.personId],
    entity: 'message',
    entityId: row.messageId,
    changes: { reason: [null, why] },
  });
  tx.emit({
    type: 'channels.letter_returned',
    personId: row.personId,
    payload: { batchId: row.batchId, messageId: row.messageId },
  });
  const after = await lockLetter(tx, number);
  return after ? ok(viewLetter(after)) : notFound('letter');
}

/** Somebody looked at what came back. Refuses 404, channels.not_returned 409. */
export async function letterChecked(tx: Tx, number: string): Promise<Outcome<z.input<typeof Letter>>> {
  const row = await lockLetter(tx, number);
  if (!row) return notFound('letter');
  if (row.state !== 'returned') return refuse('channels.not_returned', {}, 409);
  await updateChecked(tx, number);
  tx.audit({
    action: 'channels.letter_checked',
    personIds: [row.personId],
    entity: 'message',
    entityId: row.messageId,
  });
  tx.emit({ type: 'channels.letters_changed', payload: { batchId: row.batchId } });
  return ok(viewLetter({ ...row, toCheck: false }));
}

async function inState(
  tx: Tx,
  id: Id,
  version: number,
  states: readonly BatchRow['state'][],
): Promise<Outcome<BatchRow>> {
  const batch = await lockBatch(tx, id);
  if (!batch) return notFound('letter_batch');
  if (batch.version !== version) return refuse('request.stale', { version: batch.version }, 409);
  return states.includes(batch.state) ? ok(batch) : refuse('channels.batch_state', { state: batch.state }, 409);
}

async function moved(tx: Tx, id: Id, state: 'printed' | 'posted'): Promise<Outcome<BatchView>> {
  await updateBatchState(tx, id, state);
  tx.audit({ action: `channels.letters_${state}`, entity: 'letter_batch', entityId: id });
  tx.emit({ type: 'channels.letters_changed', payload: { batchId: id } });
  return ok(await batchOf(tx, id));
}
