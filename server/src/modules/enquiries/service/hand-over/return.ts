import type { Id } from '../../../../kernel/ids.ts';
import { ok } from '../../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../../platform/db/index.ts';
import type { EnquiryRecord } from '../../store/enquiry-row.ts';
import {
  listItems,
  listOrganisationsToReturn,
  listReturnable,
  lockEnquiries,
  lockToReturn,
  updateOutcomes,
  updateReturned,
  type ToReturn,
} from '../../store/hand-over-store.ts';
import { give } from './give.ts';
import type { Planned } from './plan.ts';
import { keepOwners } from './receivers.ts';

/**
 * An absence is over: what was handed over for its time comes back, but for what somebody has made her own by acting on it, what is closed, and
 * what somebody works on right now. Clocks stay as they are. Gives how many hand-overs it looked through.
 */
export async function returnTemporary(tx: Tx): Promise<number> {
  const handOvers = await lockToReturn(tx);
  for (const handOver of handOvers) await bringBack(tx, handOver);
  return handOvers.length;
}

async function bringBack(tx: Tx, { id, memberId, absenceId }: ToReturn): Promise<void> {
  const items = (await listItems(tx, id)).filter(({ outcome }) => outcome === 'given');
  const records = await lockEnquiries(
    tx,
    items.map(({ enquiryId }) => enquiryId),
  );
  const returnable = await listReturnable(tx, id);
  const back = (await keepOwners(tx, [memberId])).has(memberId);
  const of = new Map(items.map((item) => [item.enquiryId, item]));
  const planned: Planned[] = [];
  const kept: Id[] = [];
  for (const record of records) {
    const item = of.get(record.id);
    if (back && item && returnable.has(record.id) && !isWorkedOn(tx, record)) {
      planned.push({ record, ownerId: memberId, teamId: item.fromTeamId });
    } else kept.push(record.id);
  }
  if (planned.length > 0) {
    await give(tx, planned, {
      kind: 'back',
      note: null,
      absenceId: null,
      endedAbsenceId: absenceId,
    });
  }
  await updateOutcomes(
    tx,
    id,
    planned.map(({ record }) => record.id),
    'returned',
  );
  await updateOutcomes(tx, id, kept, 'kept');
  await updateReturned(tx, id);
}

/** On the phone with the person: it would go from under her hands. */
function isWorkedOn(tx: Tx, { claimedUntil }: EnquiryRecord): boolean {
  return claimedUntil !== null && claimedUntil > tx.now;
}

/** One sweep over the organisations where an absence has ended. */
export async function sweepReturns(db: Database): Promise<number> {
  let returned = 0;
  for (const orgId of await listOrganisationsToReturn(db)) {
    const outcome = await db.inTx(systemActor(orgId, 'absences'), async (tx) => ok(await returnTemporary(tx)));
    returned += outcome.ok ? outcome.value : 0;
  }
  return returned;
}
