import { ChatMessage, EnquiryInput } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { textOf } from '../../../platform/i18n.ts';
import type { SignedMessage } from '../../../platform/webhooks/index.ts';
import { getEnquiry, receiveEnquiry, recordReply, type EnquiryRecord } from '../../enquiries/index.ts';
import { mappedBody, valueAt } from '../rules/mapped-body.ts';
import { lockConversation, saveConversation } from '../store/conversation-store.ts';
import type { SourceRow } from '../vocabulary.ts';
import type { IntakeDeps } from './deps.ts';
import { receiveFrom, SameMessage, takeOver, type Incoming, type Taken } from './take-over.ts';

export type Found = { readonly orgId: Id; readonly source: SourceRow };

/**
 * A signed message. A copy of one that came before has no effect at all: null. The same id signed anew is the sender's retry: it is answered as before.
 * Spec: reliability R11.
 */
export async function receiveSigned(
  { database }: IntakeDeps,
  { orgId, source }: Found,
  message: SignedMessage,
): Promise<Taken | null> {
  const { id, content } = message;
  const incoming: Incoming = {
    source,
    signed: message,
    dedupeKey: id,
    raw: { body: content },
    suspicions: [],
    take: (tx) =>
      source.kind === 'chat'
        ? takeChat(tx, source, content)
        : receiveFrom(tx, source, mappedBody(content, source.mapping)),
  };
  return tryTwice(() => takeOver(database, orgId, incoming));
}

/** Two of the same number at once: the slower one is told what the faster one was told. */
async function tryTwice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SameMessage) return work();
    throw error;
  }
}

/**
 * A message of a chat: the first one is an enquiry, the next ones are replies to it; after its end a new one begins for the same person.
 * Who does not say a name is called a visitor, so that nobody is turned away.
 */
async function takeChat(tx: Tx, source: SourceRow, body: unknown): Promise<Outcome<EnquiryRecord>> {
  const flat = {
    conversation: valueAt(body, 'conversation') ?? valueAt(body, 'conversationId'),
    text: valueAt(body, 'message.text') ?? valueAt(body, 'text'),
    user: valueAt(body, 'user') ?? {},
  };
  const message = parse(ChatMessage, flat);
  if (!message.ok) return message;
  const { conversation, text: words, user } = message.value;
  const enquiryId = await lockConversation(tx, source.id, conversation);
  const known = enquiryId === null ? null : await getEnquiry(tx, enquiryId);
  if (known?.ok && takesReplies(known.value)) {
    return recordReply(tx, known.value.id, { channel: 'chat', text: words });
  }
  const person = known?.ok
    ? { id: known.value.personId }
    : { ...user, name: user.name ?? textOf(source.language, 'intake.chat_visitor', { tail: conversation.slice(-4) }) };
  const input = parse(EnquiryInput, {
    person,
    site: source.siteId,
    sourceChannel: source.sourceChannel,
    ...(source.campaign === null ? {} : { campaign: source.campaign }),
    text: words,
  });
  if (!input.ok) return input;
  const made = await receiveEnquiry(tx, input.value);
  if (made.ok) await saveConversation(tx, source.id, conversation, made.value.originalId ?? made.value.id);
  return made;
}

/** Open ones, and those that a reply wakes. Spec: domain §1, By rule. */
function takesReplies({ open, status }: EnquiryRecord): boolean {
  return open || status === 'UNREACHED' || status === 'DECLINED';
}
