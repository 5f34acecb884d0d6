import { EnquiryInput, type IncomingMessage } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { receiveEnquiry } from '../../enquiries/index.ts';
import { findMember } from '../../identity/index.ts';
import { addEmail, addPhone, knownPersons, regionHere } from '../../people/index.ts';
import { findMessage, lockMessage, updateSettled, type Settled } from '../store/message-store.ts';
import { updateOwner, updateState } from '../store/read-store.ts';
import type { MessageRow } from '../vocabulary.ts';
import { keepChat } from './receive.ts';
import { answerEnquiry } from './reply.ts';
import { tellChanged, tellReceived } from './told.ts';
import { viewMessages } from './view.ts';

type Shown = Outcome<z.input<typeof IncomingMessage>>;

/** Refuses request.not_found, inbox.changed 409. */
async function openFor(tx: Tx, id: Id, version: number): Promise<Outcome<MessageRow>> {
  const row = await lockMessage(tx, id);
  if (!row) return notFound('message');
  return row.version === version ? ok(row) : refuse('inbox.changed', { version: row.version }, 409);
}

async function shown(tx: Tx, id: Id): Promise<Shown> {
  const row = await findMessage(tx, id);
  const [view] = row ? await viewMessages(tx, [row]) : [];
  return view ? ok(view) : notFound('message');
}

function audit(tx: Tx, { id, personId }: Pick<MessageRow, 'id' | 'personId'>, action: string, changes = {}): void {
  tx.audit({ action, entity: 'incoming', entityId: id, personIds: personId === null ? [] : [personId], changes });
}

/** Who answers it. Refuses what `openFor` refuses, and inbox.owner_unknown on `ownerId`. */
export async function assignMessage(tx: Tx, id: Id, input: { ownerId: Id | null; version: number }): Promise<Shown> {
  const opened = await openFor(tx, id, input.version);
  if (!opened.ok) return opened;
  const member = input.ownerId === null ? null : await findMember(tx, input.ownerId);
  if (input.ownerId !== null && !member?.active) return refuseAt('ownerId', 'inbox.owner_unknown');
  await updateOwner(tx, id, input.ownerId);
  audit(tx, opened.value, 'inbox.assigned', { ownerId: [opened.value.ownerId, input.ownerId] });
  tellChanged(tx, id, opened.value.personId);
  return shown(tx, id);
}

/** Done, opened again, or of no use. Refuses what `openFor` refuses. */
export async function settleMessage(
  tx: Tx,
  id: Id,
  input: { state: MessageRow['state']; version: number },
): Promise<Shown> {
  const opened = await openFor(tx, id, input.version);
  if (!opened.ok) return opened;
  await updateState(tx, id, input.state);
  audit(tx, opened.value, 'inbox.settled', { state: [opened.value.state, input.state] });
  tellChanged(tx, id, opened.value.personId);
  return shown(tx, id);
}

/**
 * Somebody says whose it is: what an answer of hers does, it does now. `keepAddress`: the number or address is hers from now on. Refuses what
 * `openFor` refuses, inbox.person_unknown on `personId`, inbox.matched 409 where it is known already.
 */
export async function matchMessage(
  tx: Tx,
  id: Id,
  input: { personId: Id; keepAddress: boolean; version: number },
): Promise<Shown> {
  const opened = await openFor(tx, id, input.version);
  if (!opened.ok) return opened;
  if (!(await knownPersons(tx, [input.personId])).has(input.personId))
    return refuseAt('personId', 'inbox.person_unknown');
  if (opened.value.match === 'person') return refuse('inbox.matched', {}, 409);
  if (input.keepAddress) {
    const kept = await keepAddress(tx, opened.value, input.personId);
    if (!kept.ok) return kept;
  }
  const matched = await giveTo(tx, opened.value, input.personId);
  if (!matched.ok) return matched;
  return shown(tx, id);
}

async function keepAddress(tx: Tx, { channel, fromAddress }: MessageRow, personId: Id): Promise<Outcome<unknown>> {
  if (fromAddress === null || channel === 'chat') return ok(null);
  if (channel === 'email') return addEmail(tx, personId, { email: fromAddress });
  return addPhone(tx, personId, { phone: fromAddress }, await regionHere(tx));
}

/** Hers by hand. What came of it before – a stop of the number – stays. */
async function giveTo(tx: Tx, row: MessageRow, personId: Id): Promise<Outcome<null>> {
  const reply = { match: 'by_hand', personId, replyToId: row.replyToId } as const;
  const settled =
    row.effect === 'none' && row.problem === null
      ? await answerEnquiry(tx, row, reply, null)
      : ok({ ...reply, enquiryId: row.enquiryId, effect: row.effect, ownerId: null, state: row.state });
  if (!settled.ok) return settled;
  const value = { ...settled.value, ownerId: row.ownerId ?? settled.value.ownerId, state: row.state };
  await updateSettled(tx, row.id, value);
  await keepChat(tx, { ...row, from: row.fromAddress }, personId);
  audit(tx, { id: row.id, personId }, 'inbox.matched');
  tellReceived(tx, { id: row.id, channel: row.channel, at: row.receivedAt, ...value });
  return ok(null);
}

/**
 * Somebody takes it for a new enquiry: of the person whose it is, or of whoever has the number. Its channel is that of the message where `channels`, the
 * organisation's list, has it. Refuses what `openFor` and `receiveEnquiry` refuse, and inbox.nothing_known 409 where neither a number nor an address
 * came with it.
 */
export async function takeAsEnquiry(
  tx: Tx,
  id: Id,
  input: { name?: string | undefined; site?: Id | undefined; version: number },
  channels: ReadonlySet<string>,
): Promise<Shown> {
  const opened = await openFor(tx, id, input.version);
  if (!opened.ok) return opened;
  const row = opened.value;
  const person = personOf(row, input.name);
  if (!person) return refuse('inbox.nothing_known', {}, 409);
  const enquiry = parse(EnquiryInput, {
    person,
    ...(input.site === undefined ? {} : { site: input.site }),
    sourceChannel: channels.has(row.channel) ? row.channel : 'other',
    interests: [],
    ...(row.body.trim() === '' ? {} : { text: row.body.trim().slice(0, 4_000) }),
  });
  if (!enquiry.ok) return enquiry;
  const made = await receiveEnquiry(tx, enquiry.value);
  if (!made.ok) return made;
  const value: Settled = {
    match: row.match === 'person' ? 'person' : 'by_hand',
    personId: made.value.personId,
    replyToId: row.replyToId,
    enquiryId: made.value.originalId ?? made.value.id,
    effect: row.effect,
    state: 'done',
    ownerId: row.ownerId,
  };
  await updateSettled(tx, id, value);
  await keepChat(tx, { ...row, from: row.fromAddress }, made.value.personId);
  audit(tx, { id, personId: made.value.personId }, 'inbox.taken');
  tellChanged(tx, id, made.value.personId);
  return shown(tx, id);
}

function personOf({ personId, fromAddress, channel, fromName }: MessageRow, name: string | undefined) {
  if (personId !== null) return { id: personId };
  const named = name ?? fromName;
  const known = named === null || named === undefined ? {} : { name: named };
  if (fromAddress === null || channel === 'chat') return named === null || named === undefined ? null : known;
  return channel === 'email' ? { ...known, email: fromAddress } : { ...known, phone: fromAddress };
}
