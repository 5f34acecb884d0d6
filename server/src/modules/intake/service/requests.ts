import type { IntakeAcceptInput, IntakeRequest, IntakeRequestQuery } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { decodeAtAndId, encodeAtAndId } from '../../../platform/keyset.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { mappedBody } from '../rules/mapped-body.ts';
import { listRequests, lockRequest, updateRequestDecided } from '../store/request-store.ts';
import { findSource } from '../store/source-store.ts';
import type { RequestRow } from '../vocabulary.ts';
import { enquiryOfForm, isForm } from './form.ts';
import { receiveFrom } from './take-over.ts';

type View = z.input<typeof IntakeRequest>;

/** What came in, newest first; it holds names and numbers, so the read is audited. */
export async function requests(
  tx: Tx,
  query: z.infer<typeof IntakeRequestQuery>,
): Promise<Outcome<{ items: View[]; nextCursor: string | null }>> {
  const cursor = decodeAtAndId(query.cursor);
  if (!cursor.ok) return cursor;
  const rows = await listRequests(tx, {
    state: query.state ?? null,
    sourceId: query.source ?? null,
    before: cursor.value,
    limit: query.limit + 1,
  });
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  auditRead(tx, items);
  return ok({
    items: items.map(view),
    nextCursor: last ? encodeAtAndId({ at: last.receivedAt, id: last.id }) : null,
  });
}

/** One line with the persons. What became nobody's enquiry names no person and shows a name and a number all the same: each has its own line. */
function auditRead(tx: Tx, rows: readonly RequestRow[]): void {
  const personIds = new Set(rows.flatMap(({ personId }) => personId ?? []));
  tx.audit({ action: 'intake.requests_read', personIds: [...personIds] });
  for (const { id } of rows.filter(({ personId }) => personId === null)) {
    tx.audit({ action: 'intake.request_read', entity: 'intake_request', entityId: id });
  }
}

/**
 * A person takes over what was suspected or rejected; what was missing or wrong is given with it. Refuses what `receiveEnquiry` refuses and
 * intake.decided 409.
 */
export async function acceptRequest(
  tx: Tx,
  id: Id,
  { person }: z.infer<typeof IntakeAcceptInput>,
): Promise<Outcome<View>> {
  const row = await lockRequest(tx, id);
  const source = row && (await findSource(tx, row.sourceId));
  if (!row || !source) return notFound('intake_request');
  if (isDecided(row)) return refuse('intake.decided', { state: row.state }, 409);
  const body = isForm(row.raw) ? enquiryOfForm(row.raw) : mappedBody(bodyOf(row.raw), source.mapping);
  const given = typeof body === 'object' && body !== null ? (body as { person?: object }) : {};
  const enquiry = await receiveFrom(tx, source, { ...given, person: { ...given.person, ...person } });
  if (!enquiry.ok) return enquiry;
  const decided = { state: 'accepted', enquiryId: enquiry.value.id, personId: enquiry.value.personId } as const;
  await updateRequestDecided(tx, id, decided);
  tx.audit({
    action: 'intake.request_accepted',
    entity: 'intake_request',
    entityId: id,
    personIds: [enquiry.value.personId],
  });
  tx.emit({ type: 'intake.request_decided', payload: { requestId: id } });
  return ok(view({ ...row, ...decided, decidedBy: tx.actor.userId, decidedAt: tx.now }));
}

/** It was a machine, or nothing for us. Stays readable. */
export async function dismissRequest(tx: Tx, id: Id): Promise<Outcome<View>> {
  const row = await lockRequest(tx, id);
  if (!row) return notFound('intake_request');
  if (isDecided(row)) return refuse('intake.decided', { state: row.state }, 409);
  await updateRequestDecided(tx, id, { state: 'dismissed', enquiryId: null, personId: null });
  tx.audit({ action: 'intake.request_dismissed', entity: 'intake_request', entityId: id });
  tx.emit({ type: 'intake.request_decided', payload: { requestId: id } });
  return ok(view({ ...row, state: 'dismissed', decidedBy: tx.actor.userId, decidedAt: tx.now }));
}

function isDecided({ state }: RequestRow): boolean {
  return state === 'accepted' || state === 'dismissed';
}

function bodyOf(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'body' in raw ? raw.body : raw;
}

function view(row: RequestRow): View {
  return {
    id: row.id,
    sourceId: row.sourceId,
    receivedAt: formatInstant(row.receivedAt),
    state: row.state,
    reasons: row.reasons.map((reason) => ({ ...reason, params: { ...reason.params }, text: '' })),
    // The signature of a webhook is nobody's to read.
    raw: bodyOf(row.raw),
    enquiryId: row.enquiryId,
    personId: row.personId,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt === null ? null : formatInstant(row.decidedAt),
  };
}
