import type { Language } from '@anbu/contract';
import type { Id } from '../../../../kernel/ids.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { allSites, defaultSite } from '../../../identity/index.ts';
import { STANDARD_LAYOUT, type Layout, type Sheet } from '../../rules/letter-page.ts';
import { listLayouts } from '../../store/letter-batch-store.ts';
import type { PrintableLetter } from '../../store/letter-store.ts';

const LOCALES: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };

export type Stationery = { readonly layout: Layout; readonly timeZone: string };

/** What the paper of each site looks like. */
export async function stationeryOf(tx: Tx): Promise<(siteId: Id | null) => Stationery> {
  const layouts = new Map((await listLayouts(tx)).map((row) => [row.siteId, row]));
  const sites = await allSites(tx);
  const home = await defaultSite(tx);
  return (siteId) => {
    const site = sites.find(({ id }) => id === siteId) ?? home;
    const own = layouts.get(site.id) ?? { ...STANDARD_LAYOUT, senderLines: [site.name] };
    return { layout: own, timeZone: site.timeZone };
  };
}

/** `at`: the day that stands on it. */
export function sheetOf(letter: Omit<PrintableLetter, 'siteId'>, { layout, timeZone }: Stationery, at: Instant): Sheet {
  const { seq, number, address, language, subject, body } = letter;
  const day = dayFormat(language, timeZone).format(at);
  return { number, seq, layout, address, language, day, subject, text: body };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Each holds a good deal of memory outside of what Node tidies: one for all letters of a language and a zone. */
function dayFormat(language: Language, timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], { timeZone, dateStyle: 'long' });
  formats.set(key, known);
  return known;
}
