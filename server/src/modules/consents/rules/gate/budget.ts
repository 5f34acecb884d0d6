import { DAY, plus, type Instant } from '../../../../kernel/instant.ts';
import type { Case, Fault } from './judge.ts';
import { numberOfParam } from './rule-book.ts';

/** So many of a purpose in so many days, over all campaigns and channels. `from`: when the next one may go. */
export function budgetFault(asked: Case): Fault | null {
  const { message, recipient, now } = asked;
  const rule = asked.rule('budget');
  if (!rule) return null;
  const most = numberOfParam(rule, 'most');
  const span = numberOfParam(rule, 'days') * DAY;
  const lately = recipient.sent
    .filter(({ purpose, at }) => purpose === message.purpose && at <= now && at > now - span)
    .map(({ at }) => at)
    .sort((a, b) => b - a);
  if (lately.length < most) return null;
  const oldest: Instant | undefined = lately[most - 1];
  const until = oldest === undefined ? {} : { until: plus(oldest, span) };
  return { code: 'gate.over_budget', params: { most, days: numberOfParam(rule, 'days'), ...until }, rule };
}
