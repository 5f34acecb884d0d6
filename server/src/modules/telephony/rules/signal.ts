/** What an exchange tells of a call, whichever protocol it speaks. */
export type CallDirection = 'inbound' | 'outbound';
/**
 * `moved` = another telephone of ours has it now; `held`, `resumed` = the person waits, and does no more;
 * `recorded` = a recording is there, maybe after the end.
 */
export type CallNews = 'ringing' | 'answered' | 'moved' | 'held' | 'resumed' | 'recorded' | 'ended';
/** The exchange's ids of the two channels of a call: orders name them. */
export type CallLegs = { readonly ours: string | null; readonly theirs: string | null };
/** How it ended: `failed` = it never rang at the other end. */
export type CallEnd = 'answered' | 'busy' | 'no_answer' | 'failed';

export type CallSignal = {
  /** The exchange's own id of the call, the same for all its legs. */
  readonly call: string;
  readonly what: CallNews;
  readonly direction: CallDirection;
  /** The number of the person, as the exchange writes it; null = withheld. */
  readonly number: string | null;
  /** `ringing`: our extensions that ring now. `answered`, `moved`: the one that speaks. `ended`: those that took part. */
  readonly extensions: readonly string[];
  /** Of `ended` alone. */
  readonly end: CallEnd | null;
  /** Q.850 cause of the hang-up, where one was told. */
  readonly cause: number | null;
  /** Where the recording is, as the exchange names it. */
  readonly recording: string | null;
  /** Where they are known. */
  readonly legs?: CallLegs;
};

/** Our telephones have two to six digits; whatever else stands there is a trunk or a person's number. */
export function isExtension(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && /^\d{2,6}$/.test(text);
}

/** `PJSIP/1001-0000000a` and `Local/1001@agents-00000000;1` → `1001`. */
export function peerOf(channel: string): string {
  return /^[A-Za-z0-9_]+\/([^-@;/]+)/.exec(channel)?.[1] ?? '';
}

/** A caller's number that says something: exchanges write `<unknown>`, `anonymous` or nothing. */
export function knownNumber(text: string | null | undefined): string | null {
  return text !== null && text !== undefined && /^\+?[0-9]{3,20}$/.test(text) ? text : null;
}

const BUSY = new Set([17]);
const NO_ANSWER = new Set([18, 19]);
/** Q.850: no such number, no way there, no line, out of order. */
const NEVER_RANG = new Set([1, 2, 3, 27, 28, 34, 38, 41, 42, 44]);

/**
 * How a call ended that nobody answered. `status` is the DialStatus of the leg to the person; null = no leg to her was ever dialled. An exchange that
 * tells neither ring nor cause did not reach her telephone: that is no attempt.
 */
export function endOf(status: string | null, cause: number | null, rang: boolean): Exclude<CallEnd, 'answered'> {
  if (status === 'BUSY' || (cause !== null && BUSY.has(cause))) return 'busy';
  if (status === 'NOANSWER' || status === 'CANCEL' || (cause !== null && NO_ANSWER.has(cause))) return 'no_answer';
  if (status === 'CONGESTION' || status === 'CHANUNAVAIL' || status === 'INVALIDARGS') return 'failed';
  if (cause !== null && NEVER_RANG.has(cause) && status === null) return 'failed';
  return rang ? 'no_answer' : 'failed';
}
