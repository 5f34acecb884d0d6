import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { countryOf, defaultSite, findSite } from '../../identity/index.ts';

/** How numbers without a country are read at the site of an exchange. */
export async function regionOf(tx: Tx, siteId: Id | null) {
  return countryOf((siteId === null ? null : await findSite(tx, siteId)) ?? (await defaultSite(tx)));
}

/** As the dial plan of a Korean exchange has it: 010…; other countries with 00. */
export function nationalOf(e164: string): string {
  return e164.startsWith('+82') ? `0${e164.slice(3)}` : e164.replace(/^\+/, '00');
}
