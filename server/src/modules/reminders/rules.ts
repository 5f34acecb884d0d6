import type { Instant } from '../../kernel/instant.ts';
import { MINUTE } from '../../kernel/instant.ts';
import { openPieces } from '../../kernel/opening-hours.ts';
import type { SiteCalendar } from '../../kernel/site-calendar.ts';
import { dayOf } from '../../kernel/zoned-time.ts';

/** What is known of a telling when its time has come. */
export type Telling = {
  readonly isTest: boolean;
  /** The browser is still one of hers. */
  readonly ended: boolean;
  readonly signedIn: boolean;
  /** Not answered, not put off, and the action still stands. */
  readonly waits: boolean;
  readonly push: boolean;
  readonly quietUntil: Instant | null;
  readonly onDuty: boolean;
  readonly ageMilliseconds: number;
};

export type WhyNot = 'ended' | 'signed_out' | 'answered' | 'switched_off' | 'quiet' | 'off_duty' | 'too_late';

/** What could not be sent for so long is told by the next repetition, or by the page. */
const TOO_LATE = 30 * MINUTE;

/** Why a browser is not told; null = it is. Who tries it herself is told whatever she has switched off. Spec: product A8. */
export function whyNot(telling: Telling, now: Instant): WhyNot | null {
  if (telling.ended) return 'ended';
  if (!telling.signedIn) return 'signed_out';
  if (telling.isTest) return null;
  if (!telling.waits) return 'answered';
  if (!telling.push) return 'switched_off';
  if (telling.quietUntil !== null && now < telling.quietUntil) return 'quiet';
  if (!telling.onDuty) return 'off_duty';
  return telling.ageMilliseconds > TOO_LATE ? 'too_late' : null;
}

/** Before the doors open and after they close somebody is there already, or still. */
const AROUND = 30 * MINUTE;

/** Where the roster says nothing of a day: from half an hour before the site opens until half an hour after it closes, breaks included. */
export function isWorkingTime(site: SiteCalendar, now: Instant): boolean {
  const pieces = openPieces(site, dayOf(site.timeZone, now));
  const [first, last] = [pieces[0], pieces.at(-1)];
  return first !== undefined && last !== undefined && now >= first.from - AROUND && now <= last.to + AROUND;
}

export type Verdict =
  | { readonly kind: 'sent' }
  /** The browser has forgotten us: it is told nothing more. */
  | { readonly kind: 'gone' }
  /** For a while, or for good once it was tried often enough. */
  | { readonly kind: 'again'; readonly error: 'busy' }
  | { readonly kind: 'failed'; readonly error: 'refused' };

/** What an answer of a push service means. Spec: RFC 8030 §5, §7.3. */
export function afterAnswer(status: number): Verdict {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status === 408 || status === 425 || status === 429 || status >= 500) return { kind: 'again', error: 'busy' };
  return { kind: 'failed', error: 'refused' };
}
