import type { Consent, ConsentLine, Page, PersonConsents, Suppression, SuppressionQuery } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { isTimeZone } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { knownPersons, peopleRead, regionHere } from '../../people/index.ts';
import { consentsChanged } from '../events.ts';
import { standing } from '../rules/gate/index.ts';
import { listConsents, listLatest, type ConsentRow } from '../store/consent-store.ts';
import { findState, updatePlace } from '../store/state-store.ts';
import { listHoldersOf, listPersonNames, listSuppressions, type SuppressionRow } from '../store/suppression-store.ts';
import { namesOf } from './names.ts';
import { loadJudged } from './recipients.ts';
import { holdPerson } from './refresh.ts';
import { openRequests } from './requests.ts';
import { readAddress } from './suppress.ts';

const MOST_STOPS_SHOWN = 100;

/** How a person's consents stand, with the stops of her and of her addresses. Refuses 404. */
export async function consentsOf(tx: Tx, personId: Id): Promise<Outcome<PersonConsents>> {
  const recipient = (await loadJudged(tx, [personId])).get(personId);
  if (!recipient) return notFound('person');
  peopleRead(tx, [personId]);
  const state = await findState(tx, personId);
  const latest = await listLatest(tx, personId);
  const addresses = [...(recipient.phones ?? []), ...(recipient.emails ?? []), ...(recipient.faxes ?? [])];
  const stops = await listSuppressions(tx, { personId, addresses, active: null }, null, MOST_STOPS_SHOWN);
  return ok({
    personId,
    place: {
      jurisdiction: recipient.jurisdiction,
      timeZone: recipient.timeZone,
      said: state !== null && (state.jurisdiction !== null || state.timeZone !== null),
    },
    lines: linesOf(tx, latest),
    suppressions: await viewStops(tx, stops),
    requests: await openRequests(tx, personId),
    version: state?.version ?? 0,
  });
}

function linesOf(tx: Tx, rows: readonly ConsentRow[]): ConsentLine[] {
  const byAsked = Map.groupBy(rows, ({ kind, purpose, channel }) => `${kind} ${purpose} ${channel}`);
  return [...byAsked.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { kind, purpose, channel } = first;
    const day = standing(own, { kind, purpose, channel }, false, tx.now);
    const night = standing(own, { kind, purpose, channel }, true, tx.now);
    const row = own.find(({ id }) => id === day?.id);
    return [
      {
        kind,
        purpose,
        channel,
        day: day?.state ?? 'none',
        night: day?.state === 'granted' ? (night?.state ?? 'none') : 'none',
        since: row ? formatInstant(row.at) : null,
        source: row?.source ?? null,
        confirmBy: row?.confirmBy ?? null,
      },
    ];
  });
}

/** What was said, the newest first. Refuses 404 and request.bad_cursor. */
export async function consentHistory(
  tx: Tx,
  personId: Id,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Outcome<Page<Consent>>> {
  if ((await knownPersons(tx, [personId])).size === 0) return notFound('person');
  const after = decodeAtAndId(page.cursor);
  if (!after.ok) return after;
  peopleRead(tx, [personId]);
  const rows = await listConsents(tx, personId, after.value, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, (row) => row);
  const names = await namesOf(
    tx,
    shown.map(({ recordedBy }) => recordedBy),
  );
  const items = shown.map((row) => ({
    id: row.id,
    kind: row.kind,
    purpose: row.purpose,
    channel: row.channel,
    night: row.night,
    state: row.state,
    at: formatInstant(row.at),
    recordedAt: formatInstant(row.recordedAt),
    recordedByName: names.get(row.recordedBy ?? '') ?? null,
    source: row.source,
    takenBack: row.takenBack,
    evidenceText: row.evidenceText,
    evidenceFile:
      row.evidenceFileId === null
        ? null
        : {
            id: row.evidenceFileId,
            name: row.fileName ?? '',
            mediaType: row.fileType ?? '',
            sizeBytes: row.fileBytes ?? 0,
          },
    textVersion: row.textVersion,
    givenById: row.givenById,
    confirmBy: row.confirmBy,
    expiresOn: row.expiresOn,
  }));
  return ok({ items, nextCursor });
}

/** Stops, the newest first; of a person with those of her addresses. Refuses request.bad_cursor and, by field, phone.impossible. */
export async function listStops(tx: Tx, query: z.output<typeof SuppressionQuery>): Promise<Outcome<Page<Suppression>>> {
  const after = decodeAtAndId(query.cursor);
  if (!after.ok) return after;
  const address = query.address === undefined ? ok(null) : readAddress(query.address, await regionHere(tx));
  if (!address.ok) return address;
  const active = query.active === undefined ? null : query.active === 'true';
  const own = query.personId === undefined ? undefined : (await loadJudged(tx, [query.personId])).get(query.personId);
  if (query.personId !== undefined && !own) return ok({ items: [], nextCursor: null });
  const addresses = [
    ...(address.value === null ? [] : [address.value]),
    ...(own?.phones ?? []),
    ...(own?.emails ?? []),
    ...(own?.faxes ?? []),
  ];
  const { of = null, reason = null } = query;
  const filter = { personId: query.personId ?? null, addresses, active, of, reason };
  const rows = await listSuppressions(tx, filter, after.value, query.limit + 1);
  const { shown, nextCursor } = pageOf(rows, query.limit, (row) => row);
  return ok({ items: await viewStops(tx, shown), nextCursor });
}

/** A stop as an answer; the read leaves its line for whom it names or who holds its address. */
export async function viewStop(tx: Tx, row: SuppressionRow): Promise<Suppression> {
  const [view] = await viewStops(tx, [row]);
  if (!view) throw new Error('one row gives one view');
  return view;
}

async function viewStops(tx: Tx, rows: readonly SuppressionRow[]): Promise<Suppression[]> {
  const named = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
  const addresses = [...new Set(rows.flatMap(({ address }) => address ?? []))];
  const holders = addresses.length === 0 ? [] : [...(await listHoldersOf(tx, addresses)).values()].flat();
  const personIds = new Set([...named, ...holders]);
  if (personIds.size > 0) peopleRead(tx, [...personIds]);
  const persons = await listPersonNames(tx, named);
  const names = await namesOf(
    tx,
    rows.flatMap(({ recordedBy, liftedBy }) => [recordedBy, liftedBy]),
  );
  return rows.map((row) => ({
    id: row.id,
    personId: row.personId,
    personName: persons.get(row.personId ?? '') ?? null,
    address: row.address,
    purposes: row.purposes && [...row.purposes],
    channels: row.channels && [...row.channels],
    reason: row.reason,
    note: row.note,
    at: formatInstant(row.at),
    recordedByName: names.get(row.recordedBy ?? '') ?? null,
    until: row.until === null ? null : formatInstant(row.until),
    liftedAt: row.liftedAt === null ? null : formatInstant(row.liftedAt),
    liftedByName: names.get(row.liftedBy ?? '') ?? null,
    liftEvidence: row.liftEvidence,
    active: row.liftedAt === null && (row.until === null || row.until > tx.now),
  }));
}

/** By whose law and clock she is told, said by hand. Refuses 404 and identity.time_zone_unknown. */
export async function setPlace(
  tx: Tx,
  personId: Id,
  place: { readonly jurisdiction: 'KR' | 'US' | 'CN' | null; readonly timeZone: string | null },
): Promise<Outcome<null>> {
  if (place.timeZone !== null && !isTimeZone(place.timeZone)) return refuseAt('timeZone', 'identity.time_zone_unknown');
  const held = await holdPerson(tx, personId);
  if (!held.ok) return held;
  await updatePlace(tx, personId, place);
  tx.audit({
    action: 'consents.place_set',
    personIds: [personId],
    entity: 'person',
    entityId: personId,
    changes: {
      jurisdiction: [held.value.jurisdiction, place.jurisdiction],
      timeZone: [held.value.timeZone, place.timeZone],
    },
  });
  consentsChanged(tx, personId, 'place');
  return ok(null);
}
