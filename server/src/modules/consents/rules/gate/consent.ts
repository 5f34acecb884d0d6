import type { CalendarDay } from '../../../../kernel/calendar-day.ts';
import { dayOf } from '../../../../kernel/zoned-time.ts';
import type { Id } from '../../../../kernel/ids.ts';
import type { Case, Fault } from './judge.ts';
import { numberOfParam } from './rule-book.ts';
import { ageOn, birthday, sameDateLater, standing } from './standing.ts';
import type { RuleRow, VerdictParams } from './types.ts';

/** What a message that may go rests on. */
export type Basis = {
  readonly code: string;
  readonly rule: RuleRow | null;
  readonly consentId: Id | null;
  readonly params: VerdictParams;
  readonly fault: Fault | null;
};

const basis = (code: string, more: Partial<Basis> = {}): Basis => ({
  code,
  rule: null,
  consentId: null,
  params: {},
  fault: null,
  ...more,
});

/**
 * Care and service rest on the treatment or the contract, and go until they are refused by name; an advertisement needs a consent of its own, which in
 * Korea a dealing of the last six months stands for. A refusal overrides everything.
 */
export function consentFault(asked: Case): Basis {
  const { message, recipient, now } = asked;
  const row = standing(recipient.consents, { kind: 'contact', ...message }, false, now);
  const rule = asked.rule('consent');
  const from = dayOf(asked.zones[0] ?? 'UTC', now);
  if (row?.state === 'withdrawn') {
    return basis('', { fault: { code: 'gate.withdrawn', consentId: row.id, ...(rule ? { rule } : {}) } });
  }
  const isOver = row !== null && row.expiresOn !== null && row.expiresOn < from;
  if (isOver && rule) {
    return basis('', {
      fault: { code: 'gate.consent_over', params: { expiresOn: row.expiresOn ?? '' }, rule, consentId: row.id },
    });
  }
  if (!rule) {
    return row && !isOver
      ? basis('gate.allowed.consent', { consentId: row.id })
      : basis(message.purpose === 'care' ? 'gate.allowed.care' : 'gate.allowed.service');
  }
  if (row) {
    const grownUp = grownUpOn(asked);
    if (grownUp !== null && dayOf(asked.zones[0] ?? 'UTC', row.at) < grownUp) {
      return basis('', { fault: { code: 'gate.consent_of_minor', params: { grownUp }, rule, consentId: row.id } });
    }
    const confirm = asked.rule('confirm');
    if (!confirm) return basis('gate.allowed.consent', { rule, consentId: row.id });
    const confirmBy = sameDateLater(dayOf(asked.zones[0] ?? 'UTC', row.at), numberOfParam(confirm, 'months', 24));
    if (from < confirmBy) return basis('gate.allowed.consent', { rule, consentId: row.id });
    return basis('', { fault: { code: 'gate.unconfirmed', params: { confirmBy }, rule: confirm, consentId: row.id } });
  }
  const months = numberOfParam(rule, 'dealingMonths');
  if (months > 0 && recipient.lastDealingAt !== null && recipient.lastDealingAt <= now) {
    const lastDay = sameDateLater(dayOf(asked.zones[0] ?? 'UTC', recipient.lastDealingAt), months);
    if (from <= lastDay) return basis('gate.allowed.dealing', { rule, params: { lastDay } });
  }
  return basis('', { fault: { code: 'gate.no_consent', rule } });
}

/** The birthday from which on she may be sold to; what was agreed to before it, by her or for her, is asked again. */
function grownUpOn(asked: Case): CalendarDay | null {
  const rule = asked.rule('minor');
  const { birthDate } = asked.recipient;
  return rule && birthDate !== null ? birthday(birthDate, numberOfParam(rule, 'soldToFrom')) : null;
}

/** An advertisement to people chosen by a treatment or a diagnosis needs a consent of its own. */
export function healthFault(asked: Case): Fault | null {
  const { message, recipient, now } = asked;
  const rule = message.health ? asked.rule('health') : null;
  if (!rule) return null;
  // It is given for a purpose; the channel it came by does not matter.
  const rows = recipient.consents
    .filter(({ kind }) => kind === 'health')
    .map((row) => ({ ...row, channel: message.channel }));
  const row = standing(rows, { kind: 'health', purpose: message.purpose, channel: message.channel }, false, now);
  return row?.state === 'granted' ? null : { code: 'gate.no_health_consent', rule, consentId: row?.id ?? null };
}

/** Nothing is sold to minors; a child needs the consent of her verified guardian for all but her safety. */
export function minorFault(asked: Case): Fault | null {
  const { message, recipient, now } = asked;
  const rule = asked.rule('minor');
  if (!rule || recipient.birthDate === null) return null;
  const age = ageOn(recipient.birthDate, dayOf(asked.zones[0] ?? 'UTC', now));
  const soldToFrom = numberOfParam(rule, 'soldToFrom');
  if (message.purpose === 'marketing' && age < soldToFrom) {
    const grownUp = birthday(recipient.birthDate, soldToFrom);
    return { code: 'gate.minor_marketing', params: { age: soldToFrom, grownUp, said: 'day' }, rule };
  }
  const guardianUnder = numberOfParam(rule, 'guardianUnder');
  if (message.purpose === 'care' || age >= guardianUnder) return null;
  const latest = recipient.consents
    .filter(({ kind, at }) => kind === 'guardian' && at <= now)
    .reduce<(typeof recipient.consents)[number] | null>(
      (found, row) =>
        found === null || row.at > found.at || (row.at === found.at && row.state === 'withdrawn') ? row : found,
      null,
    );
  if (latest?.state === 'granted') return null;
  return { code: 'gate.guardian_needed', params: { age: guardianUnder }, rule, consentId: latest?.id ?? null };
}
