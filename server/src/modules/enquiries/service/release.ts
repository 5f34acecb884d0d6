import type { ReleaseInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import { callerOf, type Tx } from '../../../platform/db/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { updateClaim, updateEnquiry } from '../store/enquiry-store.ts';
import { findClaimOfVersion, updateActVoided, type ActRecord } from '../store/history-store.ts';
import { NO_CLAIM, tellClaim } from './claims.ts';
import { openAlone } from './load.ts';
import { dropLostOwner } from './owners.ts';
import { setResponsible } from './state-of.ts';
import { voidEvents } from './undo.ts';

/**
 * Back to the queue, and to whom it belonged where the caller's claim took it and nothing was done since; with `keep` the lock alone.
 * Refuses what `openAlone` refuses: the claim of another stays.
 */
export async function release(tx: Tx, id: Id, input: z.input<typeof ReleaseInput>): Promise<Outcome<EnquiryRecord>> {
  const opened = await openAlone(tx, id, input.version);
  if (!opened.ok) return opened;
  const { record } = opened.value;
  tellClaim(tx, record, 'release');
  const taken = input.owner === 'keep' ? null : await findClaimOfVersion(tx, id, record.version);
  if (taken && taken.userId === callerOf(tx.actor)) return ok(await giveBack(tx, record, taken));
  await updateClaim(tx, id, NO_CLAIM);
  return ok({ ...record, ...NO_CLAIM });
}

/** The row as the claim found it; the status that it made is voided. */
async function giveBack(tx: Tx, record: EnquiryRecord, taken: ActRecord): Promise<EnquiryRecord> {
  const restored: EnquiryRecord = {
    ...record,
    ...taken.before,
    ...NO_CLAIM,
    version: record.version + 1,
    updatedAt: tx.now,
  };
  setResponsible(restored);
  await dropLostOwner(tx, restored);
  await updateEnquiry(tx, record, restored);
  await voidEvents(tx, record.id, taken.made.statusEventIds ?? [], null);
  await updateActVoided(tx, taken.id);
  const { id: enquiryId, personId, ownerId } = restored;
  tx.emit({ type: 'enquiries.assigned', personId, payload: { enquiryId, ownerId, kind: 'release', at: tx.now } });
  tx.emit({ type: 'enquiries.changed', personId, payload: { enquiryId, kind: 'release' } });
  return restored;
}
