import { IdParams, ReceivedFax } from '@anbu/contract';
import { z } from 'zod';
import type { RawRoute } from '../../platform/http/raw-route.ts';
import { Attachment, route, type Route } from '../../platform/http/route.ts';
import { signedRoute } from '../../platform/webhooks/index.ts';
import type { ChannelsDeps } from './service/deps.ts';
import { faxOfMessage } from './service/fax.ts';
import { HOOK } from './service/hook.ts';
import { FAX_PATH, secretsOf } from './service/open.ts';
import { takeFax, type KeepFax } from './service/received-fax.ts';
import { findAddress, findTransport } from './store/transport-store.ts';

const Taken = z.object({ id: z.string(), repeated: z.boolean() });
/** Invented; a test sends it. */
const EXAMPLE = {
  from: '0312223333',
  name: 'MODEM B',
  device: 'ttyIAX0',
  error: '',
  pages: 1,
  receivedAt: '2026-11-26T01:00:00Z',
  file: 'JVBERi0xLjQK',
};

/** Where a fax server of one's own brings what it received. */
export function receivedFaxRoutes(deps: ChannelsDeps, keep: KeepFax): readonly RawRoute[] {
  return [
    signedRoute(deps, {
      operationId: 'receiveFax',
      summary: 'A fax that a server of one’s own received, as a PDF, signed',
      description:
        'Signed as Standard Webhooks say, with the secret of the way out. What is not signed, is old, or is a copy of a message that came before is 401 and has no effect. The same webhook-id signed anew is the same fax.',
      tag: 'messages',
      params: z.object({ token: z.string() }),
      body: { type: 'application/json', schema: ReceivedFax, examples: { fax: EXAMPLE } },
      answers: {
        200: { type: 'application/json', schema: Taken, description: 'Kept; the same again changes nothing' },
      },
      path: `${FAX_PATH}/:token`,
      limit: { name: 'received faxes', perMinute: 600 },
      maximumBytes: 30 * 1024 * 1024,
      unsigned: 'channels.unsigned',
      address: findAddress,
      find: async (tx, id) => {
        const way = await findTransport(tx, id);
        return way?.kind === 'hylafax' && way.active ? way : null;
      },
      former: (way) => [secretsOf(deps, way)[HOOK] ?? []].flat(),
      take: async (found, message) => {
        const taken = await takeFax(deps, keep, found, message);
        if (!taken.ok) return { kind: 'problem', failure: taken.refusal };
        return { kind: 'json', status: 200, body: taken.value };
      },
    }),
  ];
}

export const faxRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/messages/:id/page',
    operationId: 'getFaxPage',
    summary: 'The pages of a fax as a PDF, as they were sent or will be',
    tag: 'messages',
    permission: 'people.read',
    params: IdParams,
    reply: Attachment,
    produces: 'application/pdf',
    handler: (tx, { params }) => faxOfMessage(tx, params.id),
  }),
];
