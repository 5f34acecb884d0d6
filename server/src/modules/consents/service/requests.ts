import type { DataRequest } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { peopleRead } from '../../people/index.ts';
import { consentsChanged } from '../events.ts';
import { listOpenRequests, requestExists, updateAnswered, type DataRequestRow } from '../store/request-store.ts';

const MOST = 200;

/** Open requests of a person, or of all, the most urgent first. */
export async function openRequests(tx: Tx, personId: Id | null): Promise<DataRequest[]> {
  const rows = await listOpenRequests(tx, personId, MOST);
  peopleRead(tx, [...new Set(rows.map((row) => row.personId))]);
  return rows.map(viewRequest);
}

/** What was answered, and how. Refuses 404, and consents.request_settled 409 where it was answered before. */
export async function answerRequest(tx: Tx, id: Id, answer: string): Promise<Outcome<DataRequest>> {
  if (!(await requestExists(tx, id))) return notFound('data_request');
  const row = await updateAnswered(tx, id, answer);
  if (!row) return refuse('consents.request_settled', {}, 409);
  consentsChanged(tx, row.personId, 'request');
  tx.audit({
    action: 'consents.request_answered',
    personIds: [row.personId],
    entity: 'data_request',
    entityId: id,
    changes: { kind: [row.kind, row.kind], answer: null },
  });
  return ok(viewRequest(row));
}

function viewRequest({ id, personId, kind, askedAt, dueAt }: DataRequestRow): DataRequest {
  return { id, personId, kind, askedAt: formatInstant(askedAt), dueAt: formatInstant(dueAt) };
}
