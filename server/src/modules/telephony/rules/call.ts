import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { CallDirection, CallEnd, CallSignal } from './signal.ts';

/** `missed` = it ended, and nobody had answered. */
export type CallState = 'ringing' | 'answered' | 'ended' | 'missed';

export type CallCourse = {
  readonly direction: CallDirection;
  readonly state: CallState;
  readonly number: string | null;
  readonly ringing: readonly string[];
  /** The one that answered, or that called. */
  readonly extension: string | null;
  readonly rangAt: Instant;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly end: CallEnd | null;
  readonly cause: number | null;
  readonly recording: string | null;
  /** Since when the person waits; null = she does not. */
  readonly heldAt: Instant | null;
  readonly ownLeg: string | null;
  readonly personLeg: string | null;
};

/**
 * `ringing → answered → ended | missed`, and never back: what comes late or twice changes nothing. The same course (by identity) where nothing changed.
 * An exchange may tell the end of a call of which we heard nothing before: it was missed, or is over.
 */
export function afterSignal(course: CallCourse | null, signal: CallSignal, at: Instant): CallCourse {
  const before = course ?? begun(signal, at);
  if (before.endedAt !== null)
    return signal.recording === null || before.recording !== null ? before : { ...before, recording: signal.recording };
  const known = {
    ...before,
    number: before.number ?? signal.number,
    recording: signal.recording ?? before.recording,
    ownLeg: signal.legs?.ours ?? before.ownLeg,
    personLeg: signal.legs?.theirs ?? before.personLeg,
  };
  const [first = null] = signal.extensions;
  switch (signal.what) {
    case 'ringing':
      if (before.state !== 'ringing') return before;
      if (course && course.number === known.number && sameList(course.ringing, signal.extensions)) return course;
      return { ...known, ringing: signal.extensions, extension: known.direction === 'outbound' ? first : null };
    case 'answered':
      if (before.state !== 'ringing') return before;
      return { ...known, state: 'answered', ringing: [], extension: first ?? known.extension, answeredAt: at };
    case 'moved':
      if (before.state !== 'answered' || first === null || first === before.extension) return before;
      return { ...known, extension: first, heldAt: null };
    case 'held':
      if (before.state !== 'answered' || before.heldAt !== null) return before;
      return { ...known, heldAt: at };
    case 'resumed':
      return before.heldAt === null ? before : { ...known, heldAt: null };
    case 'recorded':
      return signal.recording === null || before.recording !== null
        ? before
        : { ...before, recording: signal.recording };
    case 'ended': {
      const answered = known.answeredAt !== null || signal.end === 'answered';
      return {
        ...known,
        state: answered ? 'ended' : 'missed',
        ringing: [],
        heldAt: null,
        // Of an answered call of which only the end was told: the one telephone that took part.
        extension:
          known.extension ??
          (known.direction === 'outbound' || (answered && signal.extensions.length === 1) ? first : null),
        answeredAt: known.answeredAt ?? (answered ? at : null),
        endedAt: at,
        end: answered ? 'answered' : (signal.end ?? 'no_answer'),
        cause: signal.cause,
      };
    }
  }
}

/** Whole seconds that were spoken; null where nobody spoke. */
export function talkSeconds({ answeredAt, endedAt }: Pick<CallCourse, 'answeredAt' | 'endedAt'>): number | null {
  return answeredAt === null || endedAt === null
    ? null
    : Math.min(86_400, Math.max(0, Math.round((endedAt - answeredAt) / 1000)));
}

/** What the exchange proposes for the record of the call; null = it never rang at the person's, so it was no attempt. */
export function proposedOutcome(end: CallEnd | null): 'CONNECTED' | 'NO_ANSWER' | 'BUSY' | null {
  if (end === 'answered') return 'CONNECTED';
  if (end === 'busy') return 'BUSY';
  return end === 'no_answer' ? 'NO_ANSWER' : null;
}

/** The matching person where there is exactly one: a number of a family is asked about, never guessed. */
export function onlyMatch(personIds: readonly Id[]): Id | null {
  const [only] = personIds;
  return personIds.length === 1 && only !== undefined ? only : null;
}

function begun({ direction, number }: CallSignal, at: Instant): CallCourse {
  return {
    direction,
    state: 'ringing',
    number,
    ringing: [],
    extension: null,
    rangAt: at,
    answeredAt: null,
    endedAt: null,
    end: null,
    cause: null,
    recording: null,
    heldAt: null,
    ownLeg: null,
    personLeg: null,
  };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
