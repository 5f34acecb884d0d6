import { EnquiryInput } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { ok, refuseFields, type Outcome, type Refusal } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { isCopy, type SignedMessage } from '../../../platform/webhooks/index.ts';
import { receiveEnquiry, type EnquiryRecord } from '../../enquiries/index.ts';
import { storable } from '../rules/storable.ts';
import { findRequestByKey, insertRequest } from '../store/request-store.ts';
import type { IntakeReason, RequestState, SourceRow } from '../vocabulary.ts';

export type Taken = {
  /** Null where nothing was kept. */
  readonly requestId: Id | null;
  readonly state: RequestState;
  readonly enquiryId: Id | null;
  readonly reasons: readonly IntakeReason[];
  /** The sender's number came before: nothing was done now. */
  readonly repeated: boolean;
};

export type Incoming = {
  readonly source: SourceRow;
  /** What was signed, where it is: a copy of it has no effect. */
  readonly signed?: SignedMessage;
  /** The sender's own number of this message. */
  readonly dedupeKey: string | null;
  /** Kept as it came. */
  readonly raw: unknown;
  readonly suspicions: readonly IntakeReason[];
  /** The sender sees the reasons and mends it at once: a rejection need not be kept. */
  readonly mendable?: boolean;
  /** Makes or finds the enquiry; refused = rejected, with the reasons, and the raw input kept. */
  readonly take: (tx: Tx) => Promise<Outcome<EnquiryRecord>>;
};

/**
 * One message from outside, once. Taken over it is an enquiry; suspected it waits for a person; what cannot be read is rejected with its
 * reasons. Whatever it is, the input is kept. Null for a copy of a signed message: nothing is.
 */
export async function takeOver(database: Database, orgId: Id, incoming: Incoming): Promise<Taken | null> {
  const { source, signed } = incoming;
  const actor = systemActor(orgId, `intake: ${source.name}`, source.language);
  const isOld = async (tx: Tx) => signed !== undefined && (await isCopy(tx, source.id, signed));
  const done = await database.inTx(actor, async (tx) => {
    if (await isOld(tx)) return ok(null);
    const before = await repetition(tx, incoming);
    if (before) return ok(before);
    if (incoming.suspicions.length > 0) return ok(await keep(tx, incoming, 'suspected', incoming.suspicions));
    const enquiry = await incoming.take(tx);
    if (!enquiry.ok) return enquiry;
    return ok(await keep(tx, incoming, 'accepted', [], enquiry.value));
  });
  if (done.ok) return done.value;
  const reasons = reasonsOf(done.refusal);
  if (incoming.mendable) return { requestId: null, state: 'rejected', enquiryId: null, reasons, repeated: false };
  const rejected = await database.inTx(actor, async (tx) => {
    if (await isOld(tx)) return ok(null);
    const before = await repetition(tx, incoming);
    return ok(before ?? (await keep(tx, incoming, 'rejected', reasons)));
  });
  if (!rejected.ok) throw new Error('a rejection is never refused');
  return rejected.value;
}

async function repetition(tx: Tx, { source, dedupeKey }: Incoming): Promise<Taken | null> {
  if (dedupeKey === null) return null;
  const row = await findRequestByKey(tx, source.id, dedupeKey);
  return row && { requestId: row.id, state: row.state, enquiryId: row.enquiryId, reasons: row.reasons, repeated: true };
}

async function keep(
  tx: Tx,
  { source, dedupeKey, raw }: Incoming,
  state: RequestState,
  reasons: readonly IntakeReason[],
  enquiry: EnquiryRecord | null = null,
): Promise<Taken> {
  const id = newId();
  const enquiryId = enquiry?.id ?? null;
  const row = { id, sourceId: source.id, dedupeKey, raw: storable(raw), state, reasons, enquiryId };
  // Two of the same number at once: the second one finds the row, rolls back what it did, and hears of the first.
  if (!(await insertRequest(tx, { ...row, personId: enquiry?.personId ?? null }))) throw new SameMessage();
  if (state !== 'accepted') tx.emit({ type: 'intake.request_waits', payload: { requestId: id, sourceId: source.id } });
  return { requestId: id, state, enquiryId, reasons, repeated: false };
}

/** Tried again by the caller, who then finds the message that was faster. */
export class SameMessage extends Error {
  override readonly name = 'SameMessage';
  /** To the HTTP layer it is what a unique key says. */
  readonly code = '23505';
}

function reasonsOf({ code, params, errors }: Refusal): IntakeReason[] {
  const plain = (from: Refusal['params']): IntakeReason['params'] =>
    Object.fromEntries(
      Object.entries(from).map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null ? value.join(', ') : value,
      ]),
    );
  if (!errors || errors.length === 0) return [{ code, params: plain(params), field: null }];
  return errors.map((error) => ({ code: error.code, params: plain(error.params), field: error.field }));
}

/** An input of unknown shape as an enquiry of this source; what it leaves out, the source says. Refuses as the API does. */
export async function receiveFrom(tx: Tx, source: SourceRow, body: unknown): Promise<Outcome<EnquiryRecord>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuseFields([{ field: 'body', code: 'field.type', params: { expected: 'object' } }]);
  }
  const filled = {
    sourceChannel: source.sourceChannel,
    ...(source.campaign === null ? {} : { campaign: source.campaign }),
    site: source.siteId,
    ...body,
  };
  const input = parse(EnquiryInput, filled);
  return input.ok ? receiveEnquiry(tx, input.value) : input;
}
