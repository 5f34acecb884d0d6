export type Standing = { readonly failures: number };

/** Why a mailbox could not be read. */
export type Fault =
  | 'unauthorised'
  | 'unreachable'
  | 'blocked'
  | 'untrusted'
  | 'folder_missing'
  | 'broken_off'
  /** Of OAuth: the provider renews no access any more, does not know this client, or gave no answer. */
  | 'consent_ended'
  | 'client_refused'
  | 'token_unreachable';

/** Why a folder could not be opened or read. `fault`: a code of the catalogue, `mail.error.<fault>`. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

/** What only somebody can mend who changes the settings: said again and again it locks the account at the other end. */
const REFUSED: readonly Fault[] = ['unauthorised', 'consent_ended', 'client_refused'];

const FIRST = 5_000;
const LONGEST = 15 * 60_000;
const PASSWORD_WAITS = [60_000, 15 * 60_000];

/**
 * After a failure: 5, 10, 20 … seconds up to a quarter of an hour, half to one and a half times by chance. A password that is not taken is said three
 * times in all, and then not again until somebody has changed the settings: `restMilliseconds` null. Spec: reliability R13.
 */
export function afterFault(
  { failures }: Standing,
  fault: Fault,
  random: number,
): { readonly failures: number; readonly restMilliseconds: number | null } {
  const now = failures + 1;
  if (REFUSED.includes(fault)) return { failures: now, restMilliseconds: PASSWORD_WAITS[now - 1] ?? null };
  return {
    failures: now,
    restMilliseconds: Math.round(Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 20)) * (0.5 + random)),
  };
}
