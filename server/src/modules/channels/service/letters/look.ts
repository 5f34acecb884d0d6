import type { Language, LetterPage } from '@anbu/contract';
import type { Id } from '../../../../kernel/ids.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { countryOf, defaultSite, findSite } from '../../../identity/index.ts';
import { envelopeLines, type Postal } from '../../rules/envelope.ts';
import { letterNumber } from '../../rules/letter-number.ts';
import { listNames, listSitesOf } from '../../store/letter-store.ts';
import type { ChannelsDeps } from '../deps.ts';
import type { Where } from './postal.ts';
import { sheetOf, stationeryOf } from './sheets.ts';

export type LookDeps = Pick<ChannelsDeps, 'look'>;

type Written = {
  readonly language: Language;
  readonly subject: string | null;
  readonly body: string;
};

/** A letter to a person as it would be printed today, with a number that nobody has. */
export async function looksOf(
  tx: Tx,
  deps: LookDeps,
  letter: Written & {
    readonly personId: Id | null;
    readonly enquiryId: Id | null;
    readonly where: Where;
    readonly sendAt: Instant;
  },
): Promise<LetterPage[]> {
  const { personId, enquiryId, where } = letter;
  const siteId = enquiryId === null ? null : ((await listSitesOf(tx, [enquiryId])).get(enquiryId) ?? null);
  const name = personId === null ? null : ((await listNames(tx, [personId])).get(personId) ?? null);
  return look(tx, deps, siteId, letter, where.ok ? where.postal : null, name, letter.sendAt);
}

/** The same for somebody made up: what an editor shows. */
export function sampleLook(tx: Tx, deps: LookDeps, letter: Written, name: string): Promise<LetterPage[]> {
  return look(tx, deps, null, letter, SAMPLES[letter.language], name, tx.now);
}

const SAMPLES: Readonly<Record<Language, Postal>> = {
  ko: { country: 'KR', postcode: '04524', lines: ['서울특별시 중구 세종대로 110', '안부빌딩 3층'] },
  en: { country: 'US', postcode: '94103', lines: ['1 Market Street', 'San Francisco, CA'] },
  zh: { country: 'CN', postcode: '200040', lines: ['上海市静安区南京西路1515号'] },
};

async function look(
  tx: Tx,
  deps: LookDeps,
  siteId: Id | null,
  { language, subject, body }: Written,
  postal: Postal | null,
  name: string | null,
  at: Instant,
): Promise<LetterPage[]> {
  const site = (siteId === null ? null : await findSite(tx, siteId)) ?? (await defaultSite(tx));
  const address = postal ? envelopeLines(postal, name, countryOf(site)) : ['—'];
  const letter = { seq: 1, number: letterNumber(1, 1), address, language, subject, body };
  return deps.look.pages(sheetOf(letter, (await stationeryOf(tx))(site.id), at));
}
