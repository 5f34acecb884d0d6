import { ChatMessage, EnquiryInput } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Tx } from '../../../platform/db/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { textOf } from '../../../platform/i18n.ts';
import { checkWebhook, type SignedHeaders } from '../../../platform/webhook-signature.ts';
import { getEnquiry, receiveEnquiry, recordReply, type EnquiryRecord } from '../../enquiries/index.ts';
import { mappedBody, valueAt } from '../rules/mapped-body.ts';
import { lockConversation, saveConversation } from '../store/conversation-store.ts';
import { findRequestSignature } from '../store/request-store.ts';
import { findAddress, findSource } from '../store/source-store.ts';
import type { SourceRow } from '../vocabulary.ts';
import { SECRET_PURPOSE, type IntakeDeps } from './deps.ts';
import { receiveFrom, SameMessage, takeOver, type Incoming, type Taken } from './take-over.ts';

export type Found = { readonly orgId: Id; readonly source: SourceRow };

/** The source of a public address while it is in use. */
export async function findFound(
  { database }: IntakeDeps,
  token: string,
  kinds: readonly string[],
): Promise<Found | null> {
  const address = await findAddress(database, token);
  if (!address) return null;
  const { orgId, sourceId } = address;
  const read = await database.inTx(
    systemActor(orgId, 'intake'),
    async (tx) => ok(await findSource(tx, sourceId)),
    'read',
  );
  const source = read.ok ? read.value : null;
  return source?.active && kinds.includes(source.kind) ? { orgId, source } : null;
}

export type WebhookAnswer =
  { readonly kind: 'unsigned' } | { readonly kind: 'malformed' } | { readonly kind: 'taken'; readonly taken: Taken };

/**
 * A signed message. Unsigned, wrongly signed, old or replayed ones have no effect at all. The same id with a new signature is the sender's
 * retry: it is answered as before. Spec: reliability R11.
 */
export async function receiveSigned(
  deps: IntakeDeps,
  { orgId, source }: Found,
  headers: SignedHeaders,
  body: Buffer,
): Promise<WebhookAnswer> {
  const now = await deps.database.now();
  const secrets = source.secrets
    .filter((_secret, index) => index === 0 || (source.oldSecretUntil !== null && source.oldSecretUntil > now))
    .map((sealed) => deps.secrets.open(sealed, SECRET_PURPOSE));
  const signed = checkWebhook(secrets, headers, body, Math.floor(now / 1000));
  if (!signed.ok) return { kind: 'unsigned' };
  const parsed = parseJson(body);
  if (parsed === undefined) return { kind: 'malformed' };
  const { id } = signed;
  const signature = headers.signature ?? '';
  const incoming: Incoming = {
    source,
    dedupeKey: id,
    raw: { signature, body: parsed },
    suspicions: [],
    take: (tx) =>
      source.kind === 'chat' ? takeChat(tx, source, parsed) : receiveFrom(tx, source, ourShape(source, parsed)),
  };
  const taken = await tryTwice(() => takeOver(deps.database, orgId, incoming));
  if (taken.repeated && (await isReplay(deps, orgId, taken, signature))) return { kind: 'unsigned' };
  return { kind: 'taken', taken };
}

/** Two copies at once: the slower one is told what the faster one was told. */
async function tryTwice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SameMessage) return work();
    throw error;
  }
}

/** The very same signature: a copy of the old request, not the sender's retry, which is signed anew. */
async function isReplay(deps: IntakeDeps, orgId: Id, taken: Taken, signature: string): Promise<boolean> {
  const kept = await deps.database.inTx(
    systemActor(orgId, 'intake'),
    async (tx) => ok(taken.requestId !== null && (await findRequestSignature(tx, taken.requestId)) === signature),
    'read',
  );
  return kept.ok && kept.value;
}

function ourShape(source: SourceRow, body: unknown): unknown {
  return mappedBody(body, source.mapping);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
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
