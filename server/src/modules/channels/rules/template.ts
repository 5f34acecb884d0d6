import {
  OWN_VARIABLES,
  type Language,
  type TemplateBody,
  type TemplateVariable,
  type VariableType,
  type VariableValues,
} from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { FieldRefusal } from '../../../kernel/outcome.ts';
import type { TemplateVersionRow } from '../vocabulary.ts';

/** `#{name}` stands for a variable, as providers of AlimTalk write it. */
const PLACE = /#\{([^{}\n]{0,80})\}/gu;
const LOCALES: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };

/** Names in the order in which they come first, as written. */
export function placesIn({ subject, text }: TemplateBody): string[] {
  const names = [subject ?? '', text].flatMap((part) => [...part.matchAll(PLACE)].map((match) => match[1] ?? ''));
  return [...new Set(names)];
}

/** What is wrong with a template's text: places that no variable fills. `field` is the body's. */
export function checkBody(field: string, body: TemplateBody, variables: readonly TemplateVariable[]): FieldRefusal[] {
  const known = new Set<string>([...OWN_VARIABLES, ...variables.map(({ name }) => name)]);
  return placesIn(body)
    .filter((name) => !known.has(name))
    .map((name) => ({ field, code: 'channels.variable_unknown', params: { name } }));
}

const HTTPS = /^https:\/\/[^\s<>"'#{}]{1,500}(#[^\s<>"'#{}]{0,200})?$/u;
const CHECKS: Readonly<Record<VariableType, RegExp>> = {
  line: /^[^\r\n\u0085\u2028\u2029]{1,1000}$/u,
  text: /^[^]{1,4000}$/u,
  number: /^-?\d{1,12}(\.\d{1,4})?$/,
  money: /^\d{1,12}$/,
  day: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  time: /^([01]\d|2[0-3]):[0-5]\d$/,
  url: HTTPS,
  link: HTTPS,
};

function isFit(type: VariableType, value: string): boolean {
  if (!CHECKS[type].test(value)) return false;
  // The pattern takes 30 February.
  return type !== 'day' || new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
}

/** Refuses by field `values.<name>`: channels.value_missing { name }, channels.value_unfit { name, type }, channels.variable_unknown { name }. */
export function checkValues(variables: readonly TemplateVariable[], values: VariableValues): FieldRefusal[] {
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const unknown = Object.keys(values)
    .filter((name) => !known.has(name))
    .map((name) => ({ field: `values.${name}`, code: 'channels.variable_unknown', params: { name } }));
  const wrong = variables.flatMap(({ name, type }): FieldRefusal[] => {
    const value = values[name];
    if (value === undefined || value === '')
      return [{ field: `values.${name}`, code: 'channels.value_missing', params: { name } }];
    return isFit(type, value)
      ? []
      : [{ field: `values.${name}`, code: 'channels.value_unfit', params: { name, type } }];
  });
  return [...unknown, ...wrong];
}

/** The samples as values: what an editor shows. */
export function samplesOf(variables: readonly TemplateVariable[]): VariableValues {
  return Object.fromEntries(variables.map(({ name, sample }) => [name, sample]));
}

/**
 * The body with its values, in one pass: a value is never read again, whatever it looks like, and a subject stays one line (S5). `own` are the person's
 * and the practice's. A day of another year than `today`'s is written with its year. Call with checked values.
 */
export function fill(
  body: TemplateBody,
  language: Language,
  variables: readonly TemplateVariable[],
  values: VariableValues,
  own: Readonly<Record<string, string>>,
  today: CalendarDay | null = null,
): TemplateBody {
  const words = wordsIn(body, language, variables, values, own, today);
  const written = (text: string) => text.replace(PLACE, (_place, name: string) => words[name] ?? '');
  return {
    subject: body.subject === null ? null : oneLine(written(body.subject)),
    text: written(body.text).normalize('NFC'),
  };
}

/** What stands in each place of the body, by name: a provider that keeps the words of a template is told these. As `fill`. */
export function wordsIn(
  body: TemplateBody,
  language: Language,
  variables: readonly TemplateVariable[],
  values: VariableValues,
  own: Readonly<Record<string, string>>,
  today: CalendarDay | null = null,
): VariableValues {
  const types = new Map(variables.map(({ name, type }) => [name, type]));
  const wordOf = (name: string) => {
    const type = types.get(name);
    return type === undefined ? (own[name] ?? '') : inWords(type, values[name] ?? '', language, today);
  };
  return Object.fromEntries(placesIn(body).map((name) => [name, wordOf(name)]));
}

/** A header is one line: a break in it would begin another header. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/gu, ' ').trim();
}

function inWords(type: VariableType, value: string, language: Language, today: CalendarDay | null): string {
  const locale = LOCALES[language];
  switch (type) {
    case 'number':
      return CHECKS.number.test(value)
        ? new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(Number(value))
        : value;
    case 'money': {
      if (!CHECKS.money.test(value)) return value;
      const amount = new Intl.NumberFormat(locale).format(Number(value));
      return { ko: `${amount}원`, en: `KRW ${amount}`, zh: `${amount}韩元` }[language];
    }
    case 'day': {
      if (!CHECKS.day.test(value)) return value;
      const day = new Date(`${value}T00:00:00Z`);
      const isOtherYear = today !== null && today.slice(0, 4) !== value.slice(0, 4);
      const shown: Intl.DateTimeFormatOptions = {
        timeZone: 'UTC',
        month: 'long',
        day: 'numeric',
        ...(isOtherYear ? { year: 'numeric' } : { weekday: 'short' }),
      };
      return new Intl.DateTimeFormat(locale, shown).format(day);
    }
    case 'time':
      return CHECKS.time.test(value)
        ? new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' }).format(
            new Date(`2000-01-01T${value}:00Z`),
          )
        : value;
    default:
      return value;
  }
}

/** Of the versions of a template the one that is sent on a day: the latest that is approved, and whose approval is not over (T3). Null: none is. */
export function versionToSend<V extends Pick<TemplateVersionRow, 'no' | 'state' | 'expiresOn'>>(
  versions: readonly V[],
  today: CalendarDay,
): V | null {
  const able = versions.filter(
    ({ state, expiresOn }) => state === 'approved' && (expiresOn === null || expiresOn >= today),
  );
  return able.reduce<V | null>((latest, one) => (latest === null || one.no > latest.no ? one : latest), null);
}
