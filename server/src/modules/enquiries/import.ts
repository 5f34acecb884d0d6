import type { StatusCode } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { lockPersons, tellArrivals } from '../people/index.ts';
import { readImported, type EnquiryImport, type ImportPlace, type ImportWarning } from './import-reading.ts';
import { patientKindOf } from './rules/index.ts';
import type { EnquiryRecord, StatusEventRecord } from './store/enquiry-row.ts';
import {
  insertEnquiries,
  insertImportedBookings,
  insertStatusEvents,
  listKnownEnquiries,
  type ImportedBooking,
  type KnownEnquiry,
} from './store/import-store.ts';

export type { EnquiryImport, ImportPlace, ImportWarning, Told } from './import-reading.ts';
export { STATUSES } from './vocabulary.ts';

/** `merged`: the person has an enquiry of that day for the same interests already. `orphan`: a duplicate of nothing known. */
export type ImportedEnquiry =
  | { readonly kind: 'created'; readonly id: Id; readonly warnings: readonly ImportWarning[] }
  | { readonly kind: 'merged'; readonly id: Id; readonly status: StatusCode }
  | { readonly kind: 'orphan' };

/**
 * Enters enquiries of a list from elsewhere, in a handful of statements; one answer for each, in their order. Rows see
 * those before them. Nothing is sent and nobody is alerted. Who acts stands in the history as who recorded it; the audit names the import.
 * The persons exist; `places` knows every site that is named.
 */
export async function importEnquiries(
  tx: Tx,
  inputs: readonly EnquiryImport[],
  places: ReadonlyMap<Id, ImportPlace>,
  importId: Id,
): Promise<ImportedEnquiry[]> {
  await lockPersons(
    tx,
    inputs.map(({ personId }) => personId),
  );
  const known = new Map<Id, KnownEnquiry[]>();
  for (const one of await listKnownEnquiries(
    tx,
    inputs.map(({ personId }) => personId),
  ))
    push(known, one);
  const records: EnquiryRecord[] = [];
  const events: StatusEventRecord[] = [];
  const bookings: ImportedBooking[] = [];
  const answers = inputs.map((input): ImportedEnquiry => {
    const place = places.get(input.siteId);
    if (!place) throw new Error('an imported enquiry names a site without a place');
    const earlier = known.get(input.personId) ?? [];
    const duplicate = input.status === 'INVALID' && input.invalidKind === 'duplicate';
    const original = duplicate ? originalOf(input, earlier) : null;
    if (duplicate && !original) return { kind: 'orphan' };
    const context = {
      now: tx.now,
      patientKind: patientKindOf(place.site, input.receivedAt, lastVisitBefore(input, earlier)),
      originalId: original?.id ?? null,
    };
    const reading = readImported(input, place, context);
    const { record } = reading;
    const same = earlier.find(
      (one) => one.receivedOn === record.receivedOn && sameList(one.interests, record.interests),
    );
    if (same) return { kind: 'merged', id: same.id, status: same.status };
    records.push(record);
    push(known, record);
    events.push(...historyOf(reading, input, tx));
    if (reading.booking) bookings.push(reading.booking);
    return { kind: 'created', id: record.id, warnings: reading.warnings };
  });
  await insertEnquiries(tx, records);
  await insertStatusEvents(tx, events);
  await insertImportedBookings(tx, bookings);
  await tellPeople(tx, records, importId);
  return answers;
}

/** What entering it would warn of, as far as the list alone decides: the same words before and after. Changes nothing. */
export function foreseeImport(input: EnquiryImport, place: ImportPlace, now: Instant): readonly ImportWarning[] {
  return readImported(input, place, { now, patientKind: 'new', originalId: null }).warnings;
}

async function tellPeople(tx: Tx, records: readonly EnquiryRecord[], importId: Id): Promise<void> {
  if (records.length === 0) return;
  await tellArrivals(
    tx,
    records.map(({ personId, receivedAt, open }) => ({ personId, at: receivedAt, open })),
  );
  for (const { id, personId, status, receivedAt } of records) {
    tx.emit({ type: 'enquiries.imported', personId, payload: { enquiryId: id, status, at: receivedAt } });
  }
  tx.audit({
    action: 'enquiries.imported',
    entity: 'import',
    entityId: importId,
    personIds: [...new Set(records.map(({ personId }) => personId))],
  });
}

function historyOf(
  { record, events }: ReturnType<typeof readImported>,
  input: EnquiryImport,
  tx: Tx,
): StatusEventRecord[] {
  return events.map((event, index) => ({
    id: newId(),
    enquiryId: record.id,
    no: index + 1,
    from: event.from,
    to: event.to,
    validAt: event.validAt,
    recordedAt: tx.now,
    userId: tx.actor.userId,
    ownerId: record.ownerId,
    byRule: 'imports.status',
    reasonCode: index === events.length - 1 ? record.closedReasonCode : null,
    reasonText: (event.told ?? input).label,
    evidence: { kind: 'import', text: (event.told ?? input).label ?? '', ...(event.told ?? input).origin },
    voids: null,
  }));
}

/** The latest of the person's enquiries up to the duplicate, else the first after it; never another duplicate. */
function originalOf(input: EnquiryImport, earlier: readonly KnownEnquiry[]): KnownEnquiry | null {
  const candidates = earlier.filter((one) => one.invalidKind !== 'duplicate');
  return candidates.findLast((one) => one.receivedAt <= input.receivedAt) ?? candidates[0] ?? null;
}

function lastVisitBefore(input: EnquiryImport, earlier: readonly KnownEnquiry[]): Instant | null {
  const visits = earlier.filter((one) => one.status === 'VISITED' && one.statusSince < input.receivedAt);
  return visits.map((one) => one.statusSince).sort((a, b) => b - a)[0] ?? null;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join();
}

function push(known: Map<Id, KnownEnquiry[]>, one: KnownEnquiry): void {
  const list = known.get(one.personId);
  if (!list) known.set(one.personId, [one]);
  else {
    list.push(one);
    list.sort((a, b) => a.receivedAt - b.receivedAt);
  }
}
