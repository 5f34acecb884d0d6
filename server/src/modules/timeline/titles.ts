import type { Language, ListItem, Params } from '@anbu/contract';
import { parseInstant } from '../../kernel/instant.ts';
import { textOf } from '../../platform/i18n.ts';

/** Names that an entry's codes and ids stand for, in the reader's organisation. */
export type Names = {
  readonly members: ReadonlyMap<string, string>;
  readonly sourceChannels: readonly ListItem[];
  readonly interests: readonly ListItem[];
};

const LOCALES: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };

/** The sentence of an entry. Codes become words of the catalogue, ids become names; what is unknown shows as it is. */
export function titleOf(
  language: Language,
  entry: { readonly code: string; readonly params: Params; readonly timeZone: string | null },
  names: Names,
): string {
  const { params } = entry;
  // Its sentence chooses by the codes themselves.
  if (entry.code === 'timeline.phone_call') return textOf(language, entry.code, params);
  const word = (prefix: string, value: Params[string] | undefined) =>
    typeof value === 'string' ? named(language, `${prefix}.${value}`, value) : '';
  const item = (list: readonly ListItem[], code: Params[string] | undefined) =>
    list.find((one) => one.code === code)?.names[language] ?? (typeof code === 'string' ? code : '');
  const list = (value: Params[string] | undefined) => (Array.isArray(value) ? value : []);
  return textOf(language, entry.code, {
    outcome: word('enquiries.outcome', params['outcome']),
    direction: word('enquiries.direction', params['direction']),
    from: word('enquiries.status', params['from']),
    to: word('enquiries.status', params['to']),
    sourceChannel: item(names.sourceChannels, params['sourceChannel']),
    interests: list(params['interests'])
      .map((code) => item(names.interests, code))
      .join(', '),
    hasInterests: list(params['interests']).length > 0 ? 'yes' : 'no',
    fields: list(params['fields'])
      .map((field) => named(language, `timeline.field.${field}`, field))
      .join(', '),
    messageChannel: word('gate.channel', params['messageChannel']),
    byItself: params['occasion'] ? 'yes' : 'no',
    occasion: word('notices.occasion', params['occasion']),
    channel: named(
      language,
      `timeline.channel.${String(params['channel'])}`,
      item(names.sourceChannels, params['channel']),
    ),
    owner: names.members.get(String(params['ownerId'])) ?? '',
    service: item(names.interests, params['serviceCode']),
    when: whenOf(language, params['startsAt'], entry.timeZone),
  });
}

function named(language: Language, key: string, otherwise: string): string {
  const text = textOf(language, key);
  return text === key ? otherwise : text;
}

/** Date and time of the site; without a known site in UTC, which it says. */
function whenOf(language: Language, startsAt: Params[string] | undefined, timeZone: string | null): string {
  const at = typeof startsAt === 'string' ? parseInstant(startsAt) : null;
  if (at === null) return '';
  const shown = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: timeZone ?? 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return timeZone === null ? `${shown} UTC` : shown;
}
