import { type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { lockPersons } from '../../people/index.ts';
import type { Actor, Practice } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { findPersonOf, lockEnquiry } from '../store/enquiry-store.ts';
import { findOpenPromise, listCalls, listLiveBookings } from '../store/history-store.ts';
import { checkClaim } from './claims.ts';
import { sitePractice } from './presets.ts';
import { stateOf, type Loaded } from './state-of.ts';

export type Opened = Loaded & { readonly site: Practice };

/**
 * Locks the person, then her enquiry, and reads what the rules need: in this order, because an act may write to her (ARCHITECTURE, Locks). Refuses
 * request.not_found, enquiries.changed 409 where the caller knows another version (an API key need not know one), and enquiries.claimed_by_other
 * 409 while somebody else works on it.
 */
export async function openForAct(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<Opened>> {
  const personId = await findPersonOf(tx, id);
  if (personId === null) return notFound('enquiry');
  await lockPersons(tx, [personId]);
  return openAlone(tx, id, version);
}

/** The same for an act that writes nothing to the person: many may be opened one after another, in the order of their ids. */
export async function openAlone(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<Opened>> {
  const record = await lockEnquiry(tx, id);
  if (!record) return notFound('enquiry');
  if (version !== undefined && version !== record.version) {
    return refuse('enquiries.changed', { version: record.version }, 409);
  }
  const free = checkClaim(tx, record);
  return free.ok ? ok(await openRecord(tx, record)) : free;
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

export function ruleActor(tx: Tx): Actor {
  return { userId: tx.actor.userId, supervisor: may(tx.actor, 'enquiries.supervise') };
}
