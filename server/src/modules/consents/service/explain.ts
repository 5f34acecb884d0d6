import type { Explanation, GateAnswer, Language } from '@anbu/contract';
import { parseDay } from '../../../kernel/calendar-day.ts';
import { formatInstant, instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hasText, textOf } from '../../../platform/i18n.ts';
import { defaultSite } from '../../identity/index.ts';
import type { Verdict } from '../rules/gate/index.ts';
import { spokenDay, spokenMoment, type Reading } from './spoken.ts';

/** The verdict in words: why, what would make it allowed, and when, in the three languages. */
export function answerOf(verdict: Verdict, reading: Reading): GateAnswer {
  const of = { zone: verdict.zones[0] ?? reading.zone, reading };
  const reason = inAll((language) => sentence(language, verdict.code, verdict.params, of));
  const then = `${verdict.code}.then`;
  const remedy =
    hasText(then) && saysWhen(verdict) ? inAll((language) => sentence(language, then, verdict.params, of)) : null;
  return {
    verdict: verdict.verdict,
    ...(verdict.verdict === 'DEFER' ? { until: formatInstant(verdict.until) } : {}),
    code: verdict.code,
    ...(verdict.rule === null
      ? {}
      : { rule: verdict.rule.code, source: verdict.rule.source, law: lawOf(verdict.rule.code) }),
    explanation:
      remedy === null
        ? reason
        : inAll((language) => `${reason[language]}${language === 'zh' ? '' : ' '}${remedy[language]}`),
    reason,
    remedy,
    warnings: verdict.warnings.map(({ code, params }) => inAll((language) => sentence(language, code, params, of))),
  };
}

/** A budget of nothing never frees itself. */
function saysWhen({ code, params }: Verdict): boolean {
  return code !== 'gate.over_budget' || typeof params['until'] === 'number';
}

/** Who works here: by the clock of the practice, now. */
export async function readingOf(tx: Tx): Promise<Reading> {
  return { zone: (await defaultSite(tx)).timeZone, now: tx.now };
}

/** What a rule rests on, in the three languages. */
export function lawOf(rule: string): Explanation {
  return inAll((language) => textOf(language, `gate.law.${rule}`));
}

function inAll(of: (language: Language) => string): Explanation {
  return { ko: of('ko'), en: of('en'), zh: of('zh') };
}

const INSTANTS = ['until', 'usefulUntil'];
const DAYS = ['expiresOn', 'confirmBy', 'lastDay', 'grownUp', 'asOf'];

/** By whose clock it was judged, and who reads it. */
export type Spoken = { readonly zone: string; readonly reading: Reading };

/** A code of the gate in words, with moments and days as people say them. */
export function sentence(
  language: Language,
  code: string,
  params: Verdict['params'],
  { zone, reading }: Spoken,
): string {
  const words = Object.entries(params).map(([name, value]) => {
    if (INSTANTS.includes(name) && typeof value === 'number') {
      return [name, spokenMoment(language, instant(value), reading, zone)] as const;
    }
    const day = DAYS.includes(name) && typeof value === 'string' ? parseDay(value) : null;
    if (day !== null) return [name, spokenDay(language, day, reading)] as const;
    if (name === 'channel' || name === 'purpose')
      return [name, textOf(language, `gate.${name}.${String(value)}`)] as const;
    if (name === 'reason') return [name, textOf(language, `gate.stop.${String(value)}`)] as const;
    if (name === 'missing' && Array.isArray(value)) {
      return [name, value.map((part: string) => textOf(language, `gate.missing.${part}`)).join(', ')] as const;
    }
    return [name, Array.isArray(value) ? value.join(', ') : value] as const;
  });
  return textOf(language, code, Object.fromEntries(words) as Record<string, string | number>);
}
