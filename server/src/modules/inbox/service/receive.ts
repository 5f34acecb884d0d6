import type { SentChannel } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { instant, MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { putFile, sniff } from '../../../platform/files/index.ts';
import { findChatter, markReplied, saveChat, sentMessage, sentTo, type SentMessage } from '../../channels/index.ts';
import { hearStop, hearStopMail, type StopHeard } from '../../consents/index.ts';
import { answerBooking } from '../../enquiries/index.ts';
import { regionHere } from '../../people/index.ts';
import { addressOf, storable } from '../rules/address.ts';
import { choiceOf, type Choice } from '../rules/answer.ts';
import { ANSWERED_WITHIN, openQuestion, type OpenQuestion } from '../rules/question.ts';
import {
  findByExternalId,
  findSameSince,
  insertFileOf,
  insertMessage,
  listHolders,
  lockCorrespondent,
  updateSettled,
  type Settled,
} from '../store/message-store.ts';
import type { Incoming, Received } from '../vocabulary.ts';
import { answerEnquiry } from './reply.ts';
import { tellReceived } from './told.ts';

/** Who sends a thing again because our answer was lost does so soon. */
const SAME_WITHIN = 2 * MINUTE;
export const MOST_HOLDERS = 20;
const LONGEST_TEXT = 100_000;
const LONGEST_NAME = 200;
/** A stop said in so few characters says nothing else. */
const STOP_ALONE = 20;

/**
 * What came in is kept, once, and does in this transaction what it can do by itself: a stop word stops (C2), 1, 2, 3 to the open question of the number
 * change the booking (B7), an answer of a person goes to her enquiry. A number that several have is nobody's until somebody says whose; one that nobody
 * has is no enquiry by itself. The same one again does nothing.
 */
export async function receive(tx: Tx, incoming: Incoming): Promise<Outcome<Received>> {
  const { channel, wayId } = incoming;
  const from = addressOf(channel, incoming.from, await regionHere(tx));
  const body = storable(incoming.text, LONGEST_TEXT);
  if (from !== null) await lockCorrespondent(tx, channel, from);
  if (incoming.externalId === null && from !== null) {
    const same = await findSameSince(tx, { wayId, channel, from, body, since: plus(tx.now, -SAME_WITHIN) });
    if (same) return ok({ id: same, repeated: true });
  }
  const id = newId();
  const externalId = incoming.externalId === null ? id : storable(incoming.externalId, 300);
  const row = {
    id,
    wayId,
    channel,
    externalId,
    body,
    fromAddress: from,
    raw: incoming.raw,
    problem: incoming.problem ?? null,
    fromName: filled(incoming.fromName, 120),
    toAddress: filled(incoming.to, 254),
    subject: filled(incoming.subject, 998),
    receivedAt: instant(Math.min(incoming.receivedAt ?? tx.now, tx.now)),
  };
  if (!(await insertMessage(tx, row))) {
    const first = await findByExternalId(tx, wayId, externalId);
    return ok({ id: first ?? id, repeated: true });
  }
  await keepFiles(tx, id, incoming);
  const settled = await settle(tx, { ...incoming, id, from, body, receivedAt: row.receivedAt });
  if (!settled.ok) return settled;
  await updateSettled(tx, id, settled.value);
  tellReceived(tx, { id, channel, at: row.receivedAt, ...settled.value });
  return ok({ id, repeated: false });
}

function filled(text: string | null | undefined, most: number): string | null {
  const clean = storable(text ?? '', most).trim();
  return clean === '' ? null : clean;
}

async function keepFiles(tx: Tx, messageId: Id, { files = [] }: Incoming): Promise<void> {
  for (const [index, { name, content }] of files.entries()) {
    const known = storable(name, LONGEST_NAME)
      .replace(/[\\/\n]/g, '_')
      .trim();
    const file = { name: known === '' ? `${index + 1}` : known, mediaType: sniff(content), content };
    await insertFileOf(tx, messageId, index + 1, await putFile(tx, file));
  }
}

export type Heard = Omit<Incoming, 'from' | 'receivedAt'> & {
  readonly id: Id;
  readonly from: string | null;
  readonly body: string;
  readonly receivedAt: Instant;
};

async function settle(tx: Tx, heard: Heard): Promise<Outcome<Settled>> {
  const holders = await holdersOf(tx, heard);
  const named = heard.inReplyTo ? await sentMessage(tx, heard.inReplyTo) : null;
  const sent = await sentBefore(tx, heard, holders);
  const question = named ? openQuestion([named], tx.now) : openQuestion(sent, tx.now);
  const whose = whoseIs(holders, named);
  await keepChat(tx, heard, whose.personId);
  const unread = heard.automatic === true || (heard.problem ?? null) !== null;
  if (unread)
    return ok({ ...whose, replyToId: named?.id ?? null, ...NOTHING, state: heard.automatic ? 'done' : 'open' });
  const stopped = await stopIn(tx, heard);
  if (!stopped.ok) return stopped;
  if (stopped.value) {
    const state = heard.body.trim().length <= STOP_ALONE ? 'done' : 'open';
    return ok({ ...whose, replyToId: named?.id ?? sent[0]?.id ?? null, ...NOTHING, effect: 'stopped', state });
  }
  const answered = question && (await answerQuestion(tx, heard, question));
  if (answered) return ok(answered);
  const message = named ?? sent.find(({ personId }) => personId === whose.personId) ?? null;
  if (message && (named !== null || whose.personId !== null)) await markReplied(tx, message.id);
  const reply = { ...whose, replyToId: message?.id ?? null };
  if (whose.personId === null) return ok({ ...reply, ...NOTHING });
  return answerEnquiry(tx, heard, reply, message?.enquiryId ?? null);
}

/** Whose the address is: of a chat whose it was before, else who has the number or the address that it says. */
async function holdersOf(tx: Tx, { channel, wayId, from, contact }: Heard): Promise<Id[]> {
  if (from === null) return [];
  if (channel !== 'chat') return listHolders(tx, from, MOST_HOLDERS);
  const before = await findChatter(tx, wayId, from);
  if (before !== null) return [before];
  const region = await regionHere(tx);
  const said = [addressOf('sms', contact?.phone ?? null, region), addressOf('email', contact?.email ?? null, region)];
  const [byPhone = [], byEmail = []] = await Promise.all(
    said.map(async (address) => (address === null ? [] : listHolders(tx, address, MOST_HOLDERS))),
  );
  return byPhone.length > 0 ? byPhone : byEmail;
}

/** What we answer goes back to that conversation. */
export async function keepChat(
  tx: Tx,
  { channel, wayId, from }: Pick<Heard, 'channel' | 'wayId' | 'from'>,
  personId: Id | null,
): Promise<void> {
  if (channel === 'chat' && from !== null && personId !== null)
    await saveChat(tx, { transportId: wayId, conversation: from, personId });
}

/** By text message and by e-mail; what else comes in is read by somebody. */
function stopIn(tx: Tx, { channel, from, body, subject }: Heard): Promise<Outcome<StopHeard | null>> {
  if (from !== null && channel === 'sms') return hearStop(tx, from, body);
  if (from !== null && channel === 'email') return hearStopMail(tx, from, { subject: subject ?? null, text: body });
  return Promise.resolve(ok(null));
}

const NOTHING = { enquiryId: null, effect: 'none', state: 'open', ownerId: null } as const;
export const ANSWERED: Readonly<Record<string, SentChannel>> = { sms: 'sms', email: 'email', chat: 'web' };

async function sentBefore(tx: Tx, { channel, from }: Heard, holders: readonly Id[]): Promise<SentMessage[]> {
  const by = ANSWERED[channel];
  if (by === undefined || from === null) return [];
  return sentTo(tx, holders, { channel: by, address: from, since: plus(tx.now, -ANSWERED_WITHIN) });
}

/** One has the address, or the message that it answers went to one. Of a family nobody is guessed. */
function whoseIs(holders: readonly Id[], named: SentMessage | null): Pick<Settled, 'match' | 'personId'> {
  const personId = named?.personId ?? (holders.length === 1 ? (holders[0] ?? null) : null);
  if (personId !== null) return { match: 'person', personId };
  return { match: holders.length > 1 ? 'shared' : 'unknown', personId: null };
}

const EFFECTS = { confirm: 'confirmed', change: 'change_asked', cancel: 'cancelled' } as const satisfies Record<
  Choice,
  string
>;

/** The person to whom the question went is who answers it, also where others share her number. Null where it is no answer to it. */
async function answerQuestion(
  tx: Tx,
  heard: Heard,
  { message, choices }: OpenQuestion<SentMessage>,
): Promise<Settled | null> {
  const choice = choiceOf(heard.body, choices);
  if (choice === null || message.enquiryId === null) return null;
  const said = await answerBooking(tx, message.enquiryId, {
    answer: choice,
    askedAt: message.handedAt,
    channel: heard.channel,
    at: heard.receivedAt,
    text: heard.body.slice(0, 4_000),
    incomingId: heard.id,
  });
  // What it asked about is over: somebody reads the answer.
  if (!said.ok) return null;
  await markReplied(tx, message.id);
  return {
    match: 'person',
    personId: message.personId,
    replyToId: message.id,
    enquiryId: message.enquiryId,
    effect: EFFECTS[choice],
    state: choice === 'confirm' ? 'done' : 'open',
    ownerId: said.value.ownerId,
  };
}
