import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database } from '../../../platform/db/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { countOpenEnquiries } from '../../people/index.ts';
import { listMiscounted } from '../store/enquiry-store.ts';

/**
 * Every night: the open enquiries that a person's row counts are those that there are. Each act counts in its own transaction, so that more than
 * none is a bug; it is put right and told. Gives the number of persons whose count was wrong.
 */
export async function reconcileOpenEnquiries(db: Database): Promise<number> {
  let wrong = 0;
  for (const orgId of await listOrganisationIds(db)) {
    wrong += must(
      await db.inTx(systemActor(orgId, 'reconcile'), async (tx) => {
        const differences = await listMiscounted(tx);
        // Added, not set: what an act counts meanwhile stays counted.
        if (differences.length > 0) await countOpenEnquiries(tx, differences);
        return ok(differences.length);
      }),
    );
  }
  return wrong;
}
