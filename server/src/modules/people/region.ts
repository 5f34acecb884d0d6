import type { Tx } from '../../platform/db/index.ts';
import { countryOf, defaultSite } from '../identity/index.ts';
import type { PhoneRegion } from './input.ts';

/** How a number without a country is read where no site is named: as at the organisation's first site. */
export async function regionHere(tx: Tx): Promise<PhoneRegion> {
  return countryOf(await defaultSite(tx));
}
