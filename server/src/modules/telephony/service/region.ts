import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { countryOf, defaultSite, findSite } from '../../identity/index.ts';

/** How numbers without a country are read at the site of an exchange. */
export async function regionOf(tx: Tx, siteId: Id | null) {
  return countryOf((siteId === null ? null : await findSite(tx, siteId)) ?? (await defaultSite(tx)));
}
