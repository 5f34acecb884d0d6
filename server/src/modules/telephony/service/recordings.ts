import type { PhoneCall } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findCall, lockCall, updateCall } from '../store/call-store.ts';
import { findExchange } from '../store/exchange-store.ts';
import type { CallRow, RecordingWord } from '../vocabulary.ts';
import type { TelephonyDeps } from './deps.ts';
import { tellCall } from './hear.ts';
import { mayListen, recordingOf, viewOwn } from './view.ts';

/**
 * Where the recording is heard; each look leaves its line. Who spoke hears it, and who supervises. Refuses telephony.no_recording 404 (there is none, callers
 * are not told of it, she did not agree, its time is over), telephony.not_yours_to_hear 403. Spec: rules.md, recording.
 */
export async function recording(tx: Tx, id: Id): Promise<Outcome<{ url: string }>> {
  const row = await findCall(tx, id);
  const exchange = row && (await findExchange(tx, row.exchangeId));
  if (!row?.recording || !exchange) return refuse('telephony.no_recording', {}, 404);
  const url = recordingUrl(row.recording, exchange.recordingBase);
  if (url === null || recordingOf(row, exchange, tx.now) !== 'linked') return refuse('telephony.no_recording', {}, 404);
  if (!mayListen(tx, row)) return refuse('telephony.not_yours_to_hear', {}, 403);
  tx.audit({ action: 'telephony.recording_opened', entity: 'phone_call', entityId: id, personIds: personsOf(row) });
  return ok({ url });
}

/**
 * What she said when she was asked about a recording. A refusal ends one that runs and unlinks what there is; the call goes on. It is never taken back
 * to a yes: refuses telephony.recording_refused 409. Refuses telephony.not_yours 403 of a colleague's call. Spec: rules.md, recording.
 */
export async function sayRecording(
  tx: Tx,
  { steer }: TelephonyDeps,
  id: Id,
  word: RecordingWord,
): Promise<Outcome<PhoneCall>> {
  const row = await lockCall(tx, id);
  if (!row) return notFound('phone_call');
  const { userId } = tx.actor;
  if (userId === null || (row.userId !== userId && !tx.actor.permissions.has('enquiries.supervise')))
    return refuse('telephony.not_yours', {}, 403);
  if (row.recordingWord === 'refused' && word === 'agreed') return refuse('telephony.recording_refused', {}, 409);
  const refused = word === 'refused' ? { recording: null, recordingUntil: null, recordingOn: false } : {};
  const said: CallRow = { ...row, ...refused, recordingWord: word };
  await updateCall(tx, said);
  tx.audit({
    action: 'telephony.recording_word',
    entity: 'phone_call',
    entityId: id,
    personIds: personsOf(row),
    changes: { recording: [row.recordingWord, word] },
  });
  tellCall(tx, said);
  // The exchange may record by its own dial plan too: it is told to stop, whoever began.
  const exchange = await findExchange(tx, row.exchangeId);
  if (word === 'refused' && row.state === 'answered' && exchange?.active && exchange.kind !== 'webhook')
    tx.afterCommit(() => steer(tx.orgId, { kind: 'stop_record', callId: id }));
  return ok(await viewOwn(tx, said));
}

/** An https address as it is; a file's name below the base that the settings say. */
export function recordingUrl(recording: string, base: string | null): string | null {
  if (recording.startsWith('https://')) return recording;
  const file = recording.split(/[/\\]/).at(-1) ?? '';
  if (base === null || file === '' || file.startsWith('.')) return null;
  return `${base.replace(/\/$/, '')}/${encodeURIComponent(file)}`;
}

function personsOf({ personId }: CallRow): readonly Id[] {
  return personId === null ? [] : [personId];
}
