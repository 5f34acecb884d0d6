import {
  Id,
  IdParams,
  InboxAssign,
  InboxCounts,
  InboxEnquiry,
  InboxMatch,
  InboxQuery,
  InboxSettle,
  IncomingDetail,
  IncomingMessage,
  IncomingPage,
  Nothing,
  ScannedLetter,
  ViewingInput,
} from '@anbu/contract';
import { z } from 'zod';
import { refuseFields } from '../../kernel/outcome.ts';
import { Attachment, route, withExamples, type Route } from '../../platform/http/route.ts';
import { listItemsOf } from '../enquiries/index.ts';
import { EXAMPLES } from './examples.ts';
import { assignMessage, matchMessage, settleMessage, takeAsEnquiry } from './service/acts.ts';
import { bringLetter, MOST_SCAN_BYTES } from './service/scan.ts';
import { fileOf, inbox, inboxCounts, received, viewing } from './service/reads.ts';

const tag = 'inbox';

export const inboxRoutes: readonly Route[] = withExamples(
  [
    route({
      method: 'GET',
      path: '/inbox',
      operationId: 'listReceivedMessages',
      summary: 'What came in, newest first: what waits, is mine, nobody’s, of nobody known, or done',
      tag,
      permission: 'people.read',
      query: InboxQuery,
      reply: IncomingPage,
      handler: (tx, { query }) => inbox(tx, query),
    }),
    route({
      method: 'GET',
      path: '/inbox/counts',
      operationId: 'countReceivedMessages',
      summary: 'How much waits in the inbox',
      tag,
      permission: 'people.read',
      reply: InboxCounts,
      mode: 'read',
      handler: (tx) => inboxCounts(tx),
    }),
    route({
      method: 'GET',
      path: '/inbox/:id',
      operationId: 'getReceivedMessage',
      summary: 'A received message, with what was written back and forth, and whose it may be',
      tag,
      permission: 'people.read',
      params: IdParams,
      reply: IncomingDetail,
      handler: (tx, { params }) => received(tx, params.id),
    }),
    route({
      method: 'GET',
      path: '/inbox/:id/files/:fileId',
      operationId: 'getReceivedFile',
      summary: 'A file that came with a received message',
      tag,
      permission: 'people.read',
      params: z.object({ id: Id, fileId: Id }),
      reply: Attachment,
      produces: 'application/octet-stream',
      handler: (tx, { params }) => fileOf(tx, params.id, params.fileId),
    }),
    route({
      method: 'POST',
      path: '/inbox/letters',
      operationId: 'bringReceivedLetter',
      summary: 'The scan of a letter that came by post; the same scan again is the first one',
      tag,
      permission: 'people.write',
      upload: { maximumBytes: MOST_SCAN_BYTES },
      body: ScannedLetter,
      reply: IncomingMessage,
      status: 201,
      location: '/inbox/:id',
      handler: async (tx, { body, upload }) =>
        upload
          ? bringLetter(tx, upload, body.from)
          : refuseFields([{ field: 'file', code: 'field.required', params: {} }]),
    }),
    route({
      method: 'POST',
      path: '/inbox/:id/viewing',
      operationId: 'viewReceivedMessage',
      summary: 'This message is open on a screen of mine, or no more: others see who looks at it',
      tag,
      permission: 'people.read',
      params: IdParams,
      body: ViewingInput,
      reply: Nothing,
      handler: (tx, { params, body }) => viewing(tx, params.id, body.here),
    }),
    route({
      method: 'POST',
      path: '/inbox/:id/assign',
      operationId: 'assignReceivedMessage',
      summary: 'Who answers a received message',
      tag,
      permission: 'people.write',
      params: IdParams,
      body: InboxAssign,
      reply: IncomingMessage,
      handler: (tx, { params, body }) => assignMessage(tx, params.id, body),
    }),
    route({
      method: 'POST',
      path: '/inbox/:id/match',
      operationId: 'matchReceivedMessage',
      summary: 'Whose a received message is; what an answer does it does now',
      tag,
      permission: 'people.write',
      params: IdParams,
      body: InboxMatch,
      reply: IncomingMessage,
      handler: (tx, { params, body }) => matchMessage(tx, params.id, body),
    }),
    route({
      method: 'POST',
      path: '/inbox/:id/enquiry',
      operationId: 'takeReceivedMessage',
      summary: 'A received message is a new enquiry',
      tag,
      permission: 'enquiries.work',
      params: IdParams,
      body: InboxEnquiry,
      reply: IncomingMessage,
      handler: async (tx, { params, body }) => {
        const channels = (await listItemsOf(tx, 'source_channel')).map(({ code }) => code);
        return takeAsEnquiry(tx, params.id, body, new Set(channels));
      },
    }),
    route({
      method: 'POST',
      path: '/inbox/:id/settle',
      operationId: 'settleReceivedMessage',
      summary: 'A received message is done, is of no use, or waits again',
      tag,
      permission: 'people.write',
      params: IdParams,
      body: InboxSettle,
      reply: IncomingMessage,
      handler: (tx, { params, body }) => settleMessage(tx, params.id, body),
    }),
  ],
  EXAMPLES,
);
