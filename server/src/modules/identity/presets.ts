import { HOUR, MINUTE } from '../../kernel/instant.ts';

/** What a security officer may ask about sign-in, in one place. Spec: reliability S8. */
export const SESSION = {
  idleSeconds: (12 * HOUR) / 1000,
  absoluteSeconds: (7 * 24 * HOUR) / 1000,
  /** "Last seen" is written at most this often: a request is a read otherwise. */
  touchSeconds: MINUTE / 1000,
} as const;

/** Wrong guesses before the lock; each further lock is twice as long, up to the most. A right sign-in, or two days, forgets. */
export const LOCKOUT = {
  guesses: 10,
  lockSeconds: (15 * MINUTE) / 1000,
  mostSeconds: (24 * HOUR) / 1000,
} as const;

/** OWASP's second choice for argon2id. `parallel` = hashes at a time in one process: each takes a thread of the pool and its memory. */
export const PASSWORD = {
  minimumLength: 10,
  memoryKibibytes: 19_456,
  passes: 2,
  lanes: 1,
  tagBytes: 32,
  saltBytes: 16,
  parallel: 2,
} as const;

export const TOTP_STEP_SECONDS = 30;

export const PASSKEY = {
  /** How long a challenge may be answered: a slow finger, a phone that must be found. */
  challengeSeconds: (5 * MINUTE) / 1000,
  /** Of one account. */
  most: 20,
  /** EdDSA, ES256, RS256: what authenticators sign with. */
  algorithms: [-8, -7, -257],
} as const;

/** Until an administrator says otherwise: a dental clinic's week, with a lunch break. */
export const PRESET_HOURS = {
  mon: [
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ],
  tue: [
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ],
  wed: [
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ],
  thu: [
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ],
  fri: [
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ],
  sat: [['09:30', '14:00']],
  sun: [],
} satisfies Record<string, [string, string][]>;
