import type { EnquiryInput, WalkInInput } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok, outOf, refuseFields, under, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { countryOf, defaultSite, findSite } from '../../identity/index.ts';
import {
  countOpenEnquiries,
  findOrCreatePerson,
  knownPersons,
  lockPersons,
  readPhone,
  touchLastContact,
  type FoundReason,
  type PhoneRegion,
} from '../../people/index.ts';
import {
  afterAssignment,
  afterReply,
  afterVisit,
  judgeSecondEnquiry,
  keep,
  moveTo,
  newState,
  nextActionOnEntering,
  patientKindOf,
  reason,
  type Decision,
  type Practice,
} from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { insertEnquiry, insertParty, listEarlier, lockEnquiry, type EarlierEnquiry } from '../store/enquiry-store.ts';
import { insertStatusEvent } from '../store/history-store.ts';
import { dutyOf } from './duty.ts';
import { checkCode, checkCodes } from './lists.ts';
import { openRecord } from './load.ts';
import { newRecord } from './new-record.ts';
import { checkMayGive, checkOwner, checkPresent } from './owners.ts';
import { sitePractice } from './presets.ts';
import { readInstant } from './request.ts';
import { saveDecision } from './save.ts';
import { recordAfter } from './state-of.ts';

/** The place of an arrival: the site, its calendar and the person. */
type Arrival = {
  readonly personId: Id;
  readonly foundBy: FoundReason | null;
  readonly siteId: Id;
  readonly teamId: Id;
  readonly site: Practice;
  /** How numbers without a country are read at the site. */
  readonly region: PhoneRegion;
  readonly receivedAt: Instant;
  readonly earlier: readonly EarlierEnquiry[];
};

/**
 * An enquiry arrives (A1). A repetition within 30 days becomes a duplicate of the first one and a reply to it; the duplicate is given back.
 * Refuses by field: enquiries.person_unknown, site_unknown, owner_unknown, source_channel_unknown, interest_unknown, received_in_future, and what
 * `checkMayGive` and `findOrCreatePerson` refuse. Spec: domain §1, §2.
 */
export async function receiveEnquiry(
  tx: Tx,
  input: EnquiryInput,
  /** `false`: nobody knows yet whether it is one (A16); it stands outside the cohorts until somebody speaks with her. */
  { qualified = true }: { readonly qualified?: boolean } = {},
): Promise<Outcome<EnquiryRecord>> {
  const checked = await checkInput(tx, input);
  if (!checked.ok) return checked;
  const arrival = await arrive(tx, input);
  if (!arrival.ok) return arrival;
  const { earlier, receivedAt, personId, site } = arrival.value;
  const second = { receivedAt, interests: input.interests };
  const judged = judgeSecondEnquiry(second, earlier, site.presets.arrival.duplicateDays);
  const onHold = judged.kind === 'new' && judged.onHold;
  const fresh = freshRecord(tx, input, arrival.value, { contactHold: onHold, qualified });
  const outcome =
    judged.kind === 'duplicate'
      ? await insertDuplicate(tx, fresh, arrival.value, judged.originalId)
      : await insertFresh(tx, fresh, arrival.value, input.ownerId ?? null);
  const party = await addEnquirer(tx, outcome.id, input, arrival.value.region);
  if (!party.ok) return party;
  tx.emit({
    type: 'enquiries.received',
    personId,
    payload: { enquiryId: outcome.id, sourceChannel: input.sourceChannel, interests: input.interests, at: receivedAt },
  });
  tx.audit({ action: 'enquiries.received', entity: 'enquiry', entityId: outcome.id, personIds: [personId] });
  return ok(outcome);
}

/** A walk-in (A19) is here: the enquiry and its visit in one act. */
export async function registerWalkIn(tx: Tx, input: z.infer<typeof WalkInInput>): Promise<Outcome<EnquiryRecord>> {
  const received = await receiveEnquiry(tx, {
    person: { name: input.name, phone: input.phone },
    sourceChannel: 'walk_in',
    interests: input.interests,
    ...(input.site ? { site: input.site } : {}),
  });
  if (!received.ok) return outOf('person', received);
  // A repetition is the visit of the enquiry that it repeats.
  const id = received.value.originalId ?? received.value.id;
  const record = await lockEnquiry(tx, id);
  if (!record) throw new Error('an enquiry vanished in its own transaction');
  const opened = await openRecord(tx, record);
  const decision = afterVisit(opened.state, tx.now, opened.site);
  return ok(
    await saveDecision(tx, opened, decision, opened.site, { kind: 'visit', byRule: 'enquiries.status.visited' }),
  );
}

async function checkInput(tx: Tx, input: EnquiryInput): Promise<Outcome<null>> {
  const channel = await checkCode(tx, 'source_channel', input.sourceChannel, 'sourceChannel');
  if (!channel.ok) return channel;
  const interests = await checkCodes(tx, 'interest', input.interests, 'interests');
  if (!interests.ok) return interests;
  if (input.ownerId === undefined) return ok(null);
  const allowed = checkMayGive(tx, null, input.ownerId);
  if (!allowed.ok) return allowed;
  const owner = await checkOwner(tx, input.ownerId);
  return owner.ok ? checkPresent(tx, input.ownerId) : owner;
}

async function arrive(tx: Tx, input: EnquiryInput): Promise<Outcome<Arrival>> {
  const siteRow = input.site ? await findSite(tx, input.site) : await defaultSite(tx);
  if (!siteRow) return refuseFields([{ field: 'site', code: 'enquiries.site_unknown', params: {} }]);
  const told = input.receivedAt === undefined ? ok(null) : readInstant(input.receivedAt, 'receivedAt');
  if (!told.ok) return told;
  if (told.value !== null && told.value > tx.now) {
    return refuseFields([{ field: 'receivedAt', code: 'enquiries.received_in_future', params: {} }]);
  }
  const region = countryOf(siteRow);
  const person = await personOf(tx, input.person, region);
  if (!person.ok) return person;
  // Of two that arrive at once the one that got the lock first may have begun later: it is earlier all the same.
  const receivedAt = told.value ?? tx.now;
  return ok({
    personId: person.value.id,
    foundBy: person.value.foundBy,
    siteId: siteRow.id,
    teamId: siteRow.intakeTeamId,
    site: await sitePractice(tx, siteRow.id),
    region,
    receivedAt,
    earlier: await listEarlier(tx, person.value.id, receivedAt),
  });
}

/** Locked until the commit: two enquiries of one person that arrive at once are judged one after the other. */
async function personOf(
  tx: Tx,
  person: EnquiryInput['person'],
  region: PhoneRegion,
): Promise<Outcome<Pick<Arrival, 'foundBy'> & { readonly id: Id }>> {
  if ('id' in person) {
    if ((await lockPersons(tx, [person.id])).length === 1) return ok({ id: person.id, foundBy: null });
    return refuseFields([{ field: 'person.id', code: 'enquiries.person_unknown', params: {} }]);
  }
  const found = await findOrCreatePerson(tx, person, region);
  return found.ok ? ok({ id: found.value.person.id, foundBy: found.value.reason }) : under('person', found);
}

function freshRecord(
  tx: Tx,
  input: EnquiryInput,
  arrival: Arrival,
  marks: { readonly contactHold: boolean; readonly qualified: boolean },
): EnquiryRecord {
  const { personId, foundBy, siteId, teamId, receivedAt, site } = arrival;
  const told = {
    text: input.text ?? null,
    utm: input.utm ?? null,
    sourceChannel: input.sourceChannel,
    campaign: input.campaign ?? null,
    interests: [...input.interests],
  };
  const place = { personId, siteId, teamId, receivedAt, timeZone: site.timeZone };
  return newRecord(
    {
      ...told,
      ...place,
      patientKind: patientKindOf(site, receivedAt, lastVisitOf(arrival)),
      imported: false,
      foundBy,
      ...marks,
    },
    tx.now,
  );
}

function lastVisitOf({ earlier }: Arrival): Instant | null {
  return earlier.find(({ status }) => status === 'VISITED')?.statusSince ?? null;
}

async function insertFresh(tx: Tx, fresh: EnquiryRecord, arrival: Arrival, ownerId: Id | null): Promise<EnquiryRecord> {
  const { site, receivedAt } = arrival;
  const known = newState(receivedAt, 'NEW');
  const duty = await dutyOf(tx, fresh, site);
  const arrived = { ...known, nextAction: nextActionOnEntering('NEW', known, site, receivedAt, duty) };
  const assigned: Decision =
    ownerId === null ? keep(arrived) : afterAssignment(arrived, ownerId, site, receivedAt, duty);
  const record = recordAfter(fresh, known, assigned, { unansweredDays: 0, now: tx.now });
  await insertEnquiry(tx, record);
  await insertEvent(tx, record, null, 'NEW', receivedAt, 'enquiries.status.received');
  for (const event of assigned.events) await insertEvent(tx, record, event.from, event.to, event.at, event.reason.code);
  await countOpenEnquiries(tx, [{ personId: record.personId, by: 1 }]);
  await touchLastContact(tx, record.personId, receivedAt);
  if (ownerId !== null) {
    tx.emit({
      type: 'enquiries.assigned',
      personId: record.personId,
      payload: { enquiryId: record.id, ownerId, at: tx.now },
    });
  }
  return record;
}

/** The repetition is kept as a row of its own, closed; for the original it is a reply. */
async function insertDuplicate(tx: Tx, fresh: EnquiryRecord, arrival: Arrival, originalId: Id): Promise<EnquiryRecord> {
  const { site, receivedAt } = arrival;
  const known = newState(receivedAt, 'NEW');
  const changes = { invalidKind: 'duplicate', originalId } as const;
  const decision = moveTo(known, 'INVALID', receivedAt, site, reason('enquiries.status.duplicate'), { changes });
  const record = recordAfter(fresh, known, decision, { unansweredDays: 0, now: tx.now });
  record.closedReasonCode = 'duplicate';
  await insertEnquiry(tx, record);
  await insertEvent(tx, record, null, 'INVALID', receivedAt, 'enquiries.status.duplicate');
  const original = await lockEnquiry(tx, originalId);
  if (!original) throw new Error('an enquiry vanished in its own transaction');
  const opened = await openRecord(tx, original);
  const reply = { channel: record.sourceChannel, at: receivedAt, duplicateId: record.id };
  await saveDecision(tx, opened, afterReply(opened.state, receivedAt, site), opened.site, { kind: 'duplicate', reply });
  return record;
}

function insertEvent(
  tx: Tx,
  record: EnquiryRecord,
  from: EnquiryRecord['status'] | null,
  to: EnquiryRecord['status'],
  validAt: Instant,
  byRule: string,
): Promise<void> {
  return insertStatusEvent(tx, {
    id: newId(),
    enquiryId: record.id,
    from,
    to,
    validAt,
    recordedAt: tx.now,
    userId: tx.actor.userId,
    ownerId: record.ownerId,
    byRule,
    reasonCode: null,
    reasonText: null,
    evidence: null,
    voids: null,
  });
}

async function addEnquirer(tx: Tx, enquiryId: Id, input: EnquiryInput, region: PhoneRegion): Promise<Outcome<null>> {
  const { enquirer } = input;
  if (!enquirer) return ok(null);
  const base = { enquiryId, role: 'enquirer', relation: enquirer.relation, mayBeTold: enquirer.mayBeTold } as const;
  if ('personId' in enquirer) {
    if ((await knownPersons(tx, [enquirer.personId])).size === 0) {
      return refuseFields([{ field: 'enquirer.personId', code: 'enquiries.person_unknown', params: {} }]);
    }
    await insertParty(tx, { ...base, personId: enquirer.personId, name: null, phone: null });
    return ok(null);
  }
  const phone = enquirer.phone === undefined ? ok(null) : readPhone(enquirer.phone, region);
  if (!phone.ok) return under('enquirer', phone);
  await insertParty(tx, { ...base, personId: null, name: enquirer.name, phone: phone.value });
  return ok(null);
}
