import { type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { memberNames } from '../../identity/index.ts';
import type { Actor, Practice } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { lockEnquiry } from '../store/enquiry-store.ts';
import { findOpenPromise, listCalls, listLiveBookings } from '../store/history-store.ts';
import { sitePractice } from './presets.ts';
import { stateOf, type Loaded } from './state-of.ts';

export type Opened = Loaded & { readonly site: Practice };

/**
 * Locks the enquiry and reads what the rules need. Refuses request.not_found, enquiries.changed 409 where the caller knows another version
 * (an API key need not know one), enquiries.claimed_by_other 409 while somebody else works on it.
 */
export async function openForAct(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<Opened>> {
  const record = await lockEnquiry(tx, id);
  if (!record) return notFound('enquiry');
  if (version !== undefined && version !== record.version) {
    return refuse('enquiries.changed', { version: record.version }, 409);
  }
  const claimed = await refuseClaimed(tx, record);
  if (!claimed.ok) return claimed;
  return ok(await openRecord(tx, record));
}

export async function openRecord(tx: Tx, record: EnquiryRecord): Promise<Opened> {
  const calls = await listCalls(tx, [record.id]);
  // Only a booked one has a live booking: whatever leaves BOOKED ends it.
  const [booking = null] = record.status === 'BOOKED' ? await listLiveBookings(tx, [record.id]) : [];
  // Likewise whatever leaves CALLBACK ends the promise.
  const promise = record.status === 'CALLBACK' ? await findOpenPromise(tx, record.id) : null;
  const site = await sitePractice(tx, record.siteId);
  return { record, calls, booking, promise, state: stateOf(record, calls, booking, promise), site };
}

/** A claim is a lock on work with an end; only users hold one and only users mind it. */
async function refuseClaimed(tx: Tx, record: EnquiryRecord): Promise<Outcome<null>> {
  const { claimedBy, claimedUntil } = record;
  if (!claimedBy || !claimedUntil || claimedUntil <= tx.now || tx.actor.kind !== 'user') return ok(null);
  if (claimedBy === tx.actor.userId) return ok(null);
  const names = await memberNames(tx, [claimedBy]);
  return refuse(
    'enquiries.claimed_by_other',
    { name: names.get(claimedBy) ?? '', until: new Date(claimedUntil).toISOString() },
    409,
  );
}

export function ruleActor(tx: Tx): Actor {
  return { userId: tx.actor.userId, supervisor: may(tx.actor, 'enquiries.supervise') };
}
