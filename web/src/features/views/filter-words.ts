import { useQuery } from '@tanstack/react-query';
import { StickerPage, type StatusCode, type ViewList } from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';
import {
  api,
  keys,
  useInterests,
  useSites,
  useSourceChannels,
  useStatuses,
  useTeams,
  useUsers,
} from '../../api/index.ts';
import { languageName } from '../../i18n/language.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { months } from './months.ts';
import { filterOf, parameterNames, type FilterName, type ListSearch } from './list-filters.ts';

export type Option = { readonly value: string; readonly label: string };
const LANGUAGES = ['ko', 'en', 'zh', 'ja', 'vi', 'ru', 'mn', 'th'];

function useStickers() {
  const stickers = useQuery({
    queryKey: keys.stickers,
    queryFn: ({ signal }) => api.get('/stickers', StickerPage, { signal }),
    staleTime: 10 * 60_000,
  });
  return stickers.data?.items ?? [];
}

/** What each filter may be asked for, in words; empty where it is typed. */
export function useFilterOptions(list: ViewList): (name: FilterName) => readonly Option[] {
  const t = useT();
  const time = useTime();
  const users = useUsers();
  const teams = useTeams();
  const sites = useSites();
  const channels = useSourceChannels();
  const interests = useInterests();
  const statuses = useStatuses();
  const stickers = useStickers();
  const named = (items: readonly { id: string; name: string }[]) =>
    items.map((item) => ({ value: item.id, label: item.name }));
  const coded = (items: readonly { code: string; names: Record<'ko' | 'en' | 'zh', string> }[]) =>
    items.map((item) => ({ value: item.code, label: item.names[t.language] }));
  const listed = {
    user: () => [
      { value: 'me', label: t('filters.owner.me') },
      { value: 'none', label: t('filters.owner.none') },
      ...named(users),
    ],
    team: () => named(teams),
    site: () => named(sites),
    channel: () => coded(channels),
    interest: () => coded(interests),
    sticker: () => stickers.map(({ code, name }) => ({ value: code, label: name })),
    language: () => LANGUAGES.map((value) => ({ value, label: languageName(value) })),
  };
  const codeWords: Partial<Record<FilterName, (code: string) => string>> = {
    status: (code) => statuses.find((one) => one.code === (code as StatusCode))?.names[t.language] ?? code,
    stage: (code) => t(`filters.stage.${code}` as MessageKey),
    likelihood: (code) => t(`enquiries.likelihood.${code}` as MessageKey),
    holdReason: (code) => t(`enquiries.hold.${code}` as MessageKey),
    patientKind: (code) => t(`enquiries.patientKind.${code}` as MessageKey),
    firstCall: (code) => t(`filters.firstCall.${code}` as MessageKey),
    usedStatus: (code) => statuses.find((one) => one.code === (code as StatusCode))?.names[t.language] ?? code,
    usage: (code) => t(`filters.usage.${code}` as MessageKey),
    birthMonth: (month) =>
      new Intl.DateTimeFormat(t.locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, Number(month) - 1)),
    sex: (code) => t(`people.sex.${code}` as MessageKey),
  };
  return (name) => {
    const filter = filterOf(list, name);
    switch (filter.kind) {
      case 'listed':
        // What was nobody's counts for nobody; and a person has an owner by her enquiries alone.
        return listed[filter.of]().filter(
          ({ value }) => value !== 'none' || (name !== 'creditedTo' && list === 'enquiries'),
        );
      case 'codes':
        return filter.codes.map((value) => ({ value, label: codeWords[name]?.(value) ?? value }));
      case 'flag':
        return ['true', 'false'].map((value) => ({ value, label: t(`filters.${name}.${value}` as MessageKey) }));
      case 'month':
        return months(time.today).map((value) => ({ value, label: time.month(value) }));
      default:
        return [];
    }
  };
}

/** A filter that is on, in words: `담당: 김연수, 이수민`. */
export function useFilterWords(list: ViewList): (name: FilterName, search: ListSearch) => string {
  const t = useT();
  const time = useTime();
  const options = useFilterOptions(list);
  return (name, search) => {
    const values = parameterNames(list, name).map((one) => search[one]);
    const [from, to] = values;
    const shown = (value: unknown) =>
      typeof value === 'string' ? time.day(value) : value === undefined ? '' : String(value);
    const kind = filterOf(list, name).kind;
    const value =
      kind === 'days' || kind === 'range'
        ? from === to
          ? shown(from)
          : t('filters.span', { from: shown(from), to: shown(to) })
        : kind === 'text'
          ? String(from)
          : t.list(
              String(from)
                .split(',')
                .map((one) => options(name).find((option) => option.value === one)?.label ?? one),
            );
    return t('filters.chip', { filter: t(`filters.${name}`), value });
  };
}
