import type { Explanation, GateAnswer, Language } from '@anbu/contract';
import { formatInstant, instant, type Instant } from '../../../kernel/instant.ts';
import { dayOf, minuteOfDay } from '../../../kernel/zoned-time.ts';
import { hasText, textOf } from '../../../platform/i18n.ts';
import type { Verdict } from '../rules/gate/index.ts';

/** The verdict in words: why, what would make it allowed, and when, in the three languages. */
export function answerOf(verdict: Verdict): GateAnswer {
  const zone = verdict.zones[0] ?? 'UTC';
  const reason = inAll((language) => sentence(language, verdict.code, verdict.params, zone));
  const then = `${verdict.code}.then`;
  const remedy =
    hasText(then) && saysWhen(verdict) ? inAll((language) => sentence(language, then, verdict.params, zone)) : null;
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
    warnings: verdict.warnings.map(({ code, params }) => inAll((language) => sentence(language, code, params, zone))),
  };
}

/** A budget of nothing never frees itself. */
function saysWhen({ code, params }: Verdict): boolean {
  return code !== 'gate.over_budget' || typeof params['until'] === 'number';
}

/** What a rule rests on, in the three languages. */
export function lawOf(rule: string): Explanation {
  return inAll((language) => textOf(language, `gate.law.${rule}`));
}

function inAll(of: (language: Language) => string): Explanation {
  return { ko: of('ko'), en: of('en'), zh: of('zh') };
}

const INSTANTS = ['until', 'usefulUntil'];

/** A code of the gate in words, by the clock of the recipient's zone. */
export function sentence(language: Language, code: string, params: Verdict['params'], zone: string): string {
  const words = Object.entries(params).map(([name, value]) => {
    if (INSTANTS.includes(name) && typeof value === 'number') return [name, wallTime(zone, instant(value))] as const;
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

/** By the recipient's clock: `2026-11-18 08:00`. */
function wallTime(zone: string, at: Instant): string {
  const minute = minuteOfDay(zone, at);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${dayOf(zone, at)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
