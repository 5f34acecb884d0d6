import { ReceivedChat } from '@anbu/contract';
import { z } from 'zod';
import { must, ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import { systemActor } from '../../platform/db/index.ts';
import type { RawRoute } from '../../platform/http/raw-route.ts';
import { parse } from '../../platform/http/validation.ts';
import { isCopy, signedRoute, type SignedMessage } from '../../platform/webhooks/index.ts';
import type { Id } from '../../kernel/ids.ts';
import type { ChannelsDeps } from './service/deps.ts';
import { CHAT_PATH } from './service/open.ts';
import { findAddress, findTransport } from './store/transport-store.ts';
import type { TransportRow } from './vocabulary.ts';

const Taken = z.object({ taken: z.boolean() });
/** Invented; a test sends it. */
const EXAMPLE = {
  conversation: 'chat-20261124-0017',
  text: '토요일에도 진료하시나요?',
  user: { name: '김안부', phone: '010-2283-2943' },
};

/** Where a chat of a website or a partner brings what people write. */
export function chatRoutes(deps: ChannelsDeps): readonly RawRoute[] {
  return [
    signedRoute(deps, {
      operationId: 'receiveChatMessage',
      summary: 'What somebody wrote in a chat in which we answer, signed',
      description:
        'Signed as Standard Webhooks say, with the secret of the way out. What is not signed, is old, or is a copy of a message that came before is 401 and has no effect. The same webhook-id signed anew is the same message. Answers go to the address of the way out as { conversation, message, text }, signed with its other secret.',
      tag: 'messages',
      params: z.object({ token: z.string() }),
      body: { type: 'application/json', schema: ReceivedChat, examples: { question: EXAMPLE } },
      answers: {
        200: { type: 'application/json', schema: Taken, description: 'Kept; the same again changes nothing' },
      },
      path: `${CHAT_PATH}/:token`,
      limit: { name: 'received chats', perMinute: 1_200 },
      maximumBytes: 64 * 1024,
      unsigned: 'channels.unsigned',
      address: findAddress,
      find: async (tx, id) => {
        const way = await findTransport(tx, id);
        return way?.kind === 'chat' && way.active ? way : null;
      },
      take: async (found, message) => {
        const taken = await takeChat(deps, found, message);
        if (!taken.ok) return { kind: 'problem', failure: taken.refusal };
        return { kind: 'json', status: 200, body: { taken: true } };
      },
    }),
  ];
}

/** Refuses channels.unsigned 401 for a copy, and by field what is no message. */
async function takeChat(
  { database, receive }: ChannelsDeps,
  { orgId, way }: { readonly orgId: Id; readonly way: TransportRow },
  message: SignedMessage,
): Promise<Outcome<unknown>> {
  const read = parse(ReceivedChat, message.content);
  if (!read.ok) return read;
  const { conversation, text, user } = read.value;
  return database.inTxAgain(systemActor(orgId, 'channels: chat'), async (tx) => {
    if (await isCopy(tx, way.id, message)) return refuse('channels.unsigned', {}, 401);
    must(
      await receive(tx, {
        wayId: way.id,
        channel: 'chat',
        from: conversation,
        fromName: user.name ?? null,
        to: way.sender,
        text,
        externalId: message.id,
        part: null,
        contact: { phone: user.phone ?? null, email: user.email ?? null },
        raw: { protocol: 'chat', user },
      }),
    );
    return ok(null);
  });
}
