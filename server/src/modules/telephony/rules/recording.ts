import type { Instant } from '../../../kernel/instant.ts';
import type { RecordingWord } from '../vocabulary.ts';

/**
 * Numbers of the states in which all who speak must agree: CA DE FL IL MD MA MT NV NH PA WA and CT. An area that has moved along with its owner is not
 * seen; the state of our own end is said at the exchange. Source: rules.md, recording; the North American Numbering Plan's areas, 2026.
 */
const ALL_PARTY = new Set(
  `209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 837 840 858
   909 916 925 949 951 302 239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954 217 224 309 312 331 447 464
   618 630 708 730 773 779 815 847 861 872 227 240 301 410 443 667 339 351 413 508 617 774 781 857 978 406 702 725 775 603 215 223 267 272 412 445
   484 570 582 610 717 724 814 835 878 206 253 360 425 509 564 203 475 860 959`.match(/\d{3}/g),
);

export type RecordingRule = {
  /** Callers are told that calls are recorded. */
  readonly announced: boolean;
  /** They must agree at our end. */
  readonly consent: boolean;
};

/** The stricter end wins: ours, as the exchange says, or hers, by her number. */
export function needsConsent({ consent }: Pick<RecordingRule, 'consent'>, number: string | null): boolean {
  const area = /^\+1([2-9]\d{2})[2-9]\d{6}$/.exec(number ?? '')?.[1];
  return consent || (area !== undefined && ALL_PARTY.has(area));
}

/** `none` = there is none. `expired` = it was, and its time is over. */
export type RecordingState = 'none' | 'not_announced' | 'needs_consent' | 'refused' | 'on' | 'linked' | 'expired';
export type RecordedCall = {
  readonly number: string | null;
  readonly recording: string | null;
  readonly recordingOn: boolean;
  readonly recordingWord: RecordingWord | null;
  readonly recordingUntil: Instant | null;
};

/** Whether a recording may be made and heard; a refusal comes before all. Spec: rules.md, recording. */
export function recordingState(call: RecordedCall, rule: RecordingRule, now: Instant): RecordingState {
  if (call.recordingWord === 'refused') return 'refused';
  if (!rule.announced) return 'not_announced';
  if (needsConsent(rule, call.number) && call.recordingWord !== 'agreed') return 'needs_consent';
  if (call.recordingOn) return 'on';
  if (call.recordingUntil !== null && call.recordingUntil <= now) return 'expired';
  return call.recording === null ? 'none' : 'linked';
}
