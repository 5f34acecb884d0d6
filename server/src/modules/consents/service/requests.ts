import type {
  DataRequest,
  DataRequestAnswer,
  DataRequestInput,
  DataRequestQuery,
  DataRequestsDue,
  Page,
} from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { findMember } from '../../identity/index.ts';
import { knownPersons, peopleRead } from '../../people/index.ts';
import { consentsChanged, dataRequested } from '../events.ts';
import {
  countDue,
  findRequest,
  insertDataRequest,
  listRequests,
  updateAnswered,
  updateOwner,
  type DataRequestRow,
  type NewRequest,
} from '../store/request-store.ts';
import { namesOf } from './names.ts';

const MOST_OF_A_PERSON = 20;

/** Open requests of a person, the most urgent first. */
export async function openRequests(tx: Tx, personId: Id): Promise<DataRequest[]> {
  return viewRequests(tx, await listRequests(tx, { personId, settled: false, owner: null }, null, MOST_OF_A_PERSON));
}

/** Open ones by their day, settled ones by when; `owner=me` are one's own, `none` nobody's. Refuses request.bad_cursor. */
export async function dataRequests(
  tx: Tx,
  query: z.output<typeof DataRequestQuery>,
): Promise<Outcome<Page<DataRequest>>> {
  const after = decodeAtAndId(query.cursor);
  if (!after.ok) return after;
  const settled = query.state === 'settled';
  const owner = query.owner === undefined ? null : query.owner === 'none' ? 'none' : tx.actor.userId;
  const filter = { personId: query.personId ?? null, settled, owner };
  const rows = await listRequests(tx, filter, after.value, query.limit + 1);
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ id, dueAt, settledAt }) => ({
    at: settled ? (settledAt ?? dueAt) : dueAt,
    id,
  }));
  return ok({ items: await viewRequests(tx, shown), nextCursor });
}

/** Those that are told of, of the caller: as long as they wait, whoever has read the mail about them. Names nobody. */
export async function requestsDue(tx: Tx): Promise<z.input<typeof DataRequestsDue>> {
  const { userId } = tx.actor;
  const { nextDueAt, ...counts } = await countDue(tx, userId, may(tx.actor, 'enquiries.supervise'));
  return { ...counts, nextDueAt: nextDueAt === null ? null : formatInstant(nextDueAt) };
}

/** Refuses 404. */
export async function dataRequest(tx: Tx, id: Id): Promise<Outcome<DataRequest>> {
  const row = await findRequest(tx, id);
  const [view] = row ? await viewRequests(tx, [row]) : [];
  return view ? ok(view) : notFound('data_request');
}

/** What somebody said at the counter or by telephone. Refuses by field field.not_found (`personId`); consents.request_open 409. */
export async function recordRequest(tx: Tx, input: DataRequestInput): Promise<Outcome<DataRequest>> {
  const { personId, kind, source } = input;
  if ((await knownPersons(tx, [personId])).size === 0) return refuseAt('personId', 'field.not_found');
  const id = await askFor(tx, { personId, kind, source, wish: input.wish ?? null });
  return id === null ? refuse('consents.request_open', {}, 409) : dataRequest(tx, id);
}

/** Null where she has asked for the same, and waits. */
export async function askFor(tx: Tx, request: NewRequest): Promise<Id | null> {
  const { personId, kind } = request;
  const id = await insertDataRequest(tx, request);
  if (id === null) return null;
  dataRequested(tx, id, personId, kind);
  tx.audit({
    action: 'consents.data_requested',
    personIds: [personId],
    entity: 'data_request',
    entityId: id,
    changes: { kind: [null, kind] },
  });
  return id;
}

/** Who looks after it. Refuses 404, field.not_found (`memberId`), consents.request_settled 409. */
export async function giveRequest(tx: Tx, id: Id, memberId: Id | null): Promise<Outcome<DataRequest>> {
  const before = await findRequest(tx, id);
  if (!before) return notFound('data_request');
  if (memberId !== null && !(await findMember(tx, memberId))) return refuseAt('memberId', 'field.not_found');
  if (!(await updateOwner(tx, id, memberId))) return refuse('consents.request_settled', {}, 409);
  consentsChanged(tx, before.personId, 'request');
  tx.audit({
    action: 'consents.request_given',
    personIds: [before.personId],
    entity: 'data_request',
    entityId: id,
    changes: { ownerId: [before.ownerId, memberId] },
  });
  return dataRequest(tx, id);
}

/** What was given, and how. Refuses 404, and consents.request_settled 409 where it was answered before. */
export async function answerRequest(
  tx: Tx,
  id: Id,
  { answer, outcome }: z.output<typeof DataRequestAnswer>,
): Promise<Outcome<DataRequest>> {
  const row = await findRequest(tx, id);
  if (!row) return notFound('data_request');
  if (!(await updateAnswered(tx, id, answer, outcome))) return refuse('consents.request_settled', {}, 409);
  consentsChanged(tx, row.personId, 'request');
  tx.audit({
    action: 'consents.request_answered',
    personIds: [row.personId],
    entity: 'data_request',
    entityId: id,
    changes: { kind: [row.kind, row.kind], outcome: [null, outcome], answer: null },
  });
  return dataRequest(tx, id);
}

async function viewRequests(tx: Tx, rows: readonly DataRequestRow[]): Promise<DataRequest[]> {
  if (rows.length > 0) peopleRead(tx, [...new Set(rows.map(({ personId }) => personId))]);
  const names = await namesOf(
    tx,
    rows.flatMap(({ ownerId, settledBy }) => [ownerId, settledBy]),
  );
  return rows.map(({ settledBy, askedAt, dueAt, settledAt, ...row }) => ({
    ...row,
    askedAt: formatInstant(askedAt),
    dueAt: formatInstant(dueAt),
    late: settledAt === null && dueAt < tx.now,
    ownerName: names.get(row.ownerId ?? '') ?? null,
    settledAt: settledAt === null ? null : formatInstant(settledAt),
    settledByName: names.get(settledBy ?? '') ?? null,
  }));
}
