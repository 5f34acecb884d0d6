import type { Enquiry, EnquiryRow, NextAction as NextActionView, Params, PersonHit } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { callerOf, may, type Tx } from '../../../platform/db/index.ts';
import { maskName, mayReadPeople, peopleRead, personHits } from '../../people/index.ts';
import { allowedFor, attemptsOf, isLate, priorityOf, type Practice } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { listParties } from '../store/enquiry-store.ts';
import { listHandOversOf, type HandOverOf } from '../store/hand-over-store.ts';
import { listRowHistory, type RowHistory } from '../store/history-store.ts';
import { sitePractice } from './presets.ts';
import { nextActionOf, stateOf } from './state-of.ts';

type Row = z.input<typeof EnquiryRow>;
const NO_HISTORY: Omit<RowHistory, 'enquiryId'> = { calls: [], booking: null, act: null };

/**
 * Rows as the board and Today show them, with everything that belongs to them in a handful of statements; the read leaves one line. Who may not
 * read people gets the person masked and nothing that somebody wrote: a note may name anybody.
 */
export async function viewRows(tx: Tx, records: readonly EnquiryRecord[]): Promise<Row[]> {
  if (records.length === 0) return [];
  const histories = await listRowHistory(
    tx,
    records.map((record) => record.id),
  );
  const historyOf = new Map(histories.map((history) => [history.enquiryId, history]));
  const people = await personHits(tx, [...new Set(records.map((record) => record.personId))]);
  const sites = await practices(tx, records);
  const handOvers = await handOversOf(tx, records);
  const readsPeople = mayReadPeople(tx);
  return records.map((record) => {
    const person = people.get(record.personId);
    const site = sites.get(record.siteId);
    if (!person || !site) throw new Error('an enquiry has a person and a site');
    const { calls: own, booking, act } = historyOf.get(record.id) ?? NO_HISTORY;
    const state = stateOf(record, own, booking, null);
    const attempts = attemptsOf(site, own).map(({ no, at, slot, outcome }, index) => ({
      no,
      at: formatInstant(at),
      slot,
      outcome,
      userId: own.filter((call) => call.direction === 'outbound')[index]?.userId ?? null,
    }));
    const { score, parts } = priorityOf(state, tx.now);
    return {
      ...plain(record, person),
      handOver: viewHandOver(handOvers.get(record.id), readsPeople),
      attempts,
      booking: booking && {
        id: booking.id,
        startsAt: formatInstant(booking.startsAt),
        durationMinutes: booking.durationMinutes,
        serviceCode: booking.serviceCode,
        note: readsPeople ? booking.note : null,
      },
      nextAction: viewNextAction(record, readsPeople),
      late: isLate(state.nextAction, tx.now),
      priority: { score, parts: parts.map((part) => ({ ...part, text: '' })) },
      allowedTransitions: may(tx.actor, 'enquiries.work')
        ? [...allowedFor(record.status, { supervisor: may(tx.actor, 'enquiries.supervise') })]
        : [],
      undoUntil: undoUntil(tx, act, site),
    };
  });
}

/** Asked for only where there is one: most rows of a list were handed over by nobody. */
async function handOversOf(tx: Tx, records: readonly EnquiryRecord[]): Promise<Map<Id, HandOverOf>> {
  const ids = records.filter(({ handOverId }) => handOverId !== null).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  return new Map((await listHandOversOf(tx, ids)).map((handOver) => [handOver.enquiryId, handOver]));
}

function viewHandOver(handOver: HandOverOf | undefined, readsPeople: boolean): Row['handOver'] {
  if (!handOver) return null;
  const { id, at, madeBy, fromOwnerId, note, temporary, kind } = handOver;
  const shown = { id, at: formatInstant(at), by: madeBy, from: fromOwnerId, note: readsPeople ? note : null };
  return { ...shown, temporary, back: kind === 'back', why: kind === 'late' || kind === 'absent' ? kind : null };
}

/** One enquiry in full. */
export async function viewEnquiry(tx: Tx, record: EnquiryRecord): Promise<z.input<typeof Enquiry>> {
  const [row] = await viewRows(tx, [record]);
  if (!row) throw new Error('one record gives one row');
  const parties = await listParties(tx, record.id);
  peopleRead(
    tx,
    parties.flatMap(({ personId }) => personId ?? []),
  );
  const readsPeople = mayReadPeople(tx);
  const nameOf = (name: string | null) => (name === null || readsPeople ? name : maskName(name));
  return {
    ...row,
    text: readsPeople ? record.text : null,
    parties: parties.map(({ role, personId, name, phone, relation, mayBeTold }) => ({
      role,
      personId,
      name: nameOf(name),
      phone: readsPeople ? phone : null,
      // The column holds what the contract let in.
      relation: relation as 'self',
      mayBeTold,
    })),
    closedReason: record.closedReasonCode
      ? { code: record.closedReasonCode, text: readsPeople ? record.closedReasonText : null }
      : null,
  };
}

function plain(record: EnquiryRecord, person: PersonHit) {
  return {
    id: record.id,
    personId: record.personId,
    person,
    siteId: record.siteId,
    status: record.status,
    statusSince: formatInstant(record.statusSince),
    sourceChannel: record.sourceChannel,
    campaign: record.campaign,
    interests: record.interests,
    patientKind: record.patientKind,
    receivedAt: formatInstant(record.receivedAt),
    cohortMonth: record.cohortMonth,
    originalId: record.originalId,
    invalidKind: record.invalidKind,
    passDueOn: record.passDueOn,
    passesDone: record.passesDone,
    ownerId: record.ownerId,
    team: record.teamId,
    likelihood: record.likelihood,
    holdReasons: record.holdReasons,
    recontactOn: record.recontactOn,
    lastContactAt: formatOrNull(record.lastContactAt),
    promise:
      record.status === 'CALLBACK' && record.promiseBy
        ? { at: formatOrNull(record.promiseAt), by: record.promiseBy }
        : null,
    unansweredDays: record.unansweredDays,
    unreachable: record.unreachable,
    contactHold: record.contactHold,
    foundBy: record.foundBy,
    claim:
      record.claimedBy && record.claimedUntil
        ? {
            userId: record.claimedKind === 'api_key' ? null : record.claimedBy,
            apiKeyId: record.claimedKind === 'api_key' ? record.claimedBy : null,
            name: record.claimedName ?? '',
            until: formatInstant(record.claimedUntil),
          }
        : null,
    version: record.version,
  };
}

function viewNextAction(record: EnquiryRecord, readsPeople: boolean): z.input<typeof NextActionView> | null {
  const action = nextActionOf(record);
  if (!action) return null;
  return {
    kind: action.kind,
    dueAt: formatInstant(action.dueAt),
    windowFrom: formatInstant(action.windowFrom),
    windowTo: formatInstant(action.windowTo),
    slot: action.slot,
    ownerId: record.actionOwnerId,
    team: record.actionTeamId,
    poolAt: formatInstant(action.poolAt),
    escalateAt: formatInstant(action.escalateAt),
    reason: { code: action.reason.code, params: paramsOf(action.reason.params, readsPeople), text: '' },
  };
}

/** The words of who moved an action stand in its reason. */
function paramsOf(params: Params, readsPeople: boolean): Params {
  return readsPeople || !('text' in params) ? { ...params } : { ...params, text: '…' };
}

function undoUntil(tx: Tx, act: RowHistory['act'], site: Practice): string | null {
  if (!act || act.userId === null || act.userId !== callerOf(tx.actor)) return null;
  const until = plus(act.at, site.presets.work.undoMinutes * MINUTE);
  return until >= tx.now ? formatInstant(until) : null;
}

async function practices(tx: Tx, records: readonly EnquiryRecord[]): Promise<Map<Id, Practice>> {
  const found = new Map<Id, Practice>();
  for (const { siteId } of records) if (!found.has(siteId)) found.set(siteId, await sitePractice(tx, siteId));
  return found;
}

function formatOrNull(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
