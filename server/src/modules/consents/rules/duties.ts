import type { ConsentKind, ConsentSource, ConsentState, MessageChannel, Purpose } from '@anbu/contract';
import { addDays, type CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import { sameDateLater, zoneOf, type Recipient, type RuleBook } from './gate/index.ts';

/** The result of a consent to advertisements, or of its refusal, is told within so many days. Spec: rules.md, Korea. */
const NOTICE_DAYS = 14;
/** So long before a consent gets too old it is asked whether it still stands, at nine in the morning. */
const ASKED_DAYS_BEFORE = 30;
const NINE = 9 * 60;

export type DutyKind = 'result_notice' | 'reconfirmation';

/** A consent or its refusal: what for, and by which channel. */
export type Said = {
  readonly kind: ConsentKind;
  readonly purpose: Purpose;
  readonly channel: MessageChannel;
  readonly night: boolean;
  readonly state: ConsentState;
};

/** Whose it is and of when, as far as the law asks anything of us for it. */
export type SaidRow = Said & {
  readonly id: Id;
  readonly personId: Id;
  readonly source: ConsentSource;
  readonly at: Instant;
  readonly confirmBy: CalendarDay | null;
};

/** `announceAt`: from then on it is told of; by `dueAt` it must be done. */
export type Duty = {
  readonly personId: Id;
  readonly consentId: Id;
  readonly kind: DutyKind;
  readonly announceAt: Instant;
  readonly dueAt: Instant;
};

/** The day by which a consent to be contacted must be confirmed, by the rule of that day; null where none asks for it, and for a refusal. */
export function confirmByOf(
  { kind, purpose, channel, state }: Omit<Said, 'night'>,
  at: Instant,
  recipient: Recipient,
  rules: RuleBook,
): CalendarDay | null {
  if (kind !== 'contact' || state !== 'granted') return null;
  const day = dayOf(zoneOf(recipient), at);
  const rule = rules.find('confirm', recipient.jurisdiction, channel, purpose, day);
  return rule ? sameDateLater(day, Number(rule.params['months'] ?? 24)) : null;
}

/** What is not asked again any more, by what was said in one go: a consent given anew is kept; a refusal ends it, one for the night alone does not. */
export function settledBy(
  rows: readonly SaidRow[],
): { readonly purpose: Purpose; readonly channel: MessageChannel; readonly kept: boolean }[] {
  return rows
    .filter(({ kind, night, state }) => kind === 'contact' && (state === 'granted' || !night))
    .map(({ purpose, channel, state }) => ({ purpose, channel, kept: state === 'granted' }));
}

/**
 * What was said in one go by one person owes her: the result told once, within 14 days, at once where there is time; and each consent asked about again
 * before its day, which begins at midnight in `zone`.
 */
export function dutiesOf(rows: readonly SaidRow[], zone: string, now: Instant): Duty[] {
  const first = rows.find(
    ({ kind, purpose, source }) =>
      // A stop by text is confirmed by itself, once; of an import somebody else was told.
      kind === 'contact' && purpose === 'marketing' && source !== 'import' && source !== 'stop_word',
  );
  return [...(first ? [resultOf(first, now)] : []), ...rows.flatMap((row) => askedAgain(row, zone))];
}

function resultOf({ id, personId, at }: SaidRow, now: Instant): Duty {
  const dueAt = plus(at, NOTICE_DAYS * DAY);
  return { personId, consentId: id, kind: 'result_notice', announceAt: earlier(now, dueAt), dueAt };
}

function askedAgain({ id, personId, confirmBy }: SaidRow, zone: string): Duty[] {
  if (confirmBy === null) return [];
  const dueAt = instantAt(zone, confirmBy, 0);
  const asked = instantAt(zone, addDays(confirmBy, -ASKED_DAYS_BEFORE), NINE);
  return [{ personId, consentId: id, kind: 'reconfirmation', announceAt: earlier(asked, dueAt), dueAt }];
}

function earlier(one: Instant, other: Instant): Instant {
  return Math.min(one, other) as Instant;
}
