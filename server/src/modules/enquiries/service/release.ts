import type { ReleaseInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import { callerOf, systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { listOrganisationsWithEndedClaims, lockEndedClaims, updateClaim } from '../store/claim-store.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { updateEnquiry } from '../store/enquiry-store.ts';
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
  if (taken && taken.userId === callerOf(tx.actor)) return ok(await giveBack(tx, record, taken, BY_HAND));
  await updateClaim(tx, id, NO_CLAIM);
  return ok({ ...record, ...NO_CLAIM });
}

/** How it came back: the kind of what is told, the rule in the history. */
type Way = { readonly kind: 'release' | 'claim_ended'; readonly rule: string };
const BY_HAND: Way = { kind: 'release', rule: 'enquiries.status.corrected' };
const BY_TIME: Way = { kind: 'claim_ended', rule: 'enquiries.status.claim_ended' };

/** The row as the claim found it; the status that it made is voided. */
async function giveBack(tx: Tx, record: EnquiryRecord, taken: ActRecord, way: Way): Promise<EnquiryRecord> {
  const { alertAt, alertStage, actionSetAt } = record;
  const restored: EnquiryRecord = {
    ...record,
    ...taken.before,
    // What was announced since of the same action stays announced.
    ...(taken.before.actionSetAt === actionSetAt ? { alertAt, alertStage } : {}),
    ...NO_CLAIM,
    version: record.version + 1,
    updatedAt: tx.now,
  };
  setResponsible(restored);
  await dropLostOwner(tx, restored);
  await updateEnquiry(tx, record, restored);
  await voidEvents(tx, record.id, taken.made.statusEventIds ?? [], null, way.rule);
  await updateActVoided(tx, taken.id);
  const { id: enquiryId, personId, ownerId } = restored;
  tx.emit({ type: 'enquiries.assigned', personId, payload: { enquiryId, ownerId, kind: way.kind, at: tx.now } });
  tx.emit({ type: 'enquiries.changed', personId, payload: { enquiryId, kind: way.kind } });
  return restored;
}

/** A sweep takes so many at once; the next one goes on. */
const AT_ONCE = 200;

/**
 * Claims that ran out: the lock is taken off, and what a claim took without an act since goes back to whom it belonged, as if it had been given back
 * by hand. Once, however many processes sweep. Gives how many it took. Spec: domain §2, "the owner stays until somebody claims it".
 */
export async function endClaims(tx: Tx): Promise<number> {
  const ended = await lockEndedClaims(tx, AT_ONCE);
  for (const record of ended) {
    const taken = await findClaimOfVersion(tx, record.id, record.version);
    if (taken && taken.userId === record.claimedBy) {
      tellClaim(tx, record, 'claim_ended');
      await giveBack(tx, record, taken, BY_TIME);
    } else await updateClaim(tx, record.id, NO_CLAIM);
  }
  return ended.length;
}

/** One sweep over the organisations where a claim has run out. */
export async function sweepClaims(db: Database): Promise<number> {
  let ended = 0;
  for (const orgId of await listOrganisationsWithEndedClaims(db)) {
    for (let batch = AT_ONCE; batch === AT_ONCE;) {
      const outcome = await db.inTx(systemActor(orgId, 'claims'), async (tx) => ok(await endClaims(tx)));
      batch = outcome.ok ? outcome.value : 0;
      ended += batch;
    }
  }
  return ended;
}
