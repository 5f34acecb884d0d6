import type { ExchangeKind } from '@anbu/contract';
import { OUR_CALL } from '../vocabulary.ts';
import type { CallState } from './call.ts';
import type { RecordingState } from './recording.ts';

/** What the program can do with a call now. */
export type CallAct =
  'hang_up' | 'hold' | 'resume' | 'transfer' | 'consult' | 'complete' | 'return' | 'record' | 'stop_record';
export type ActedCall = {
  readonly externalId: string;
  readonly state: CallState;
  readonly heldAt: number | null;
  readonly consulted: string | null;
  readonly ownLeg: string | null;
  readonly personLeg: string | null;
};

/**
 * An exchange that only tells takes no orders. AMI moves every call whose channels it named. ARI moves those that are in our application: that we made, or
 * that the dial plan gave us (`docs/telephony.md`); of the others it only ends them.
 */
export function actsOn(call: ActedCall, kind: ExchangeKind, recording: RecordingState): readonly CallAct[] {
  if (kind === 'webhook' || call.state === 'ended' || call.state === 'missed') return [];
  if (call.state === 'ringing' || !isOurs(call, kind)) return ['hang_up'];
  if (call.consulted !== null) return ['complete', 'return'];
  const record: readonly CallAct[] = recording === 'on' ? ['stop_record'] : recording === 'none' ? ['record'] : [];
  if (call.heldAt !== null) return ['hang_up', 'resume'];
  return ['hang_up', 'hold', 'transfer', 'consult', ...record];
}

function isOurs({ externalId, ownLeg, personLeg }: ActedCall, kind: ExchangeKind): boolean {
  if (kind === 'ami') return ownLeg !== null && personLeg !== null;
  // Legs that we made bear the call's name.
  return (
    ownLeg !== null && (ownLeg === externalId ? externalId.startsWith(OUR_CALL) : ownLeg.startsWith(`${externalId}-`))
  );
}
