import { ok, type Outcome } from './kernel/outcome.ts';
import { DENTAL_INTERESTS, seedEnquiryLists, seedPresets } from './modules/enquiries/index.ts';
import { createOrganisation, type CreatedOrganisation, type NewOrganisation } from './modules/identity/index.ts';
import { seedNotices } from './modules/notices/index.ts';
import { seedPeopleLists } from './modules/people/index.ts';
import type { Database, Tx } from './platform/db/index.ts';

/** An organisation with the lists that every module starts from, in one transaction. `also` runs in it last. */
export async function setUpOrganisation(
  db: Database,
  input: NewOrganisation,
  also?: (tx: Tx, made: CreatedOrganisation) => Promise<Outcome<unknown>>,
): Promise<Outcome<CreatedOrganisation>> {
  return createOrganisation(db, input, async (tx, made) => {
    await seedPeopleLists(tx);
    await seedEnquiryLists(tx, DENTAL_INTERESTS);
    await seedPresets(tx);
    await seedNotices(tx);
    return also ? also(tx, made) : ok(null);
  });
}
