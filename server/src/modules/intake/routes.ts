import {
  IdParams,
  IntakeAcceptInput,
  IntakeRequest,
  IntakeRequestPage,
  IntakeRequestQuery,
  IntakeSource,
  IntakeSourceInput,
  IntakeSourceMade,
  IntakeSourcePage,
  IntakeSourcePatch,
} from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import type { IntakeDeps } from './service/deps.ts';
import { acceptRequest, dismissRequest, requests } from './service/requests.ts';
import { addSource, changeSource, renewSourceSecret, sources } from './service/sources.ts';

const tag = 'intake';

export function intakeRoutes(deps: IntakeDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/intake-sources',
      operationId: 'listIntakeSources',
      summary: 'Web forms, signed webhooks and chats through which enquiries come in',
      tag,
      permission: 'settings.read',
      reply: IntakeSourcePage,
      handler: async (tx) => ok({ items: await sources(tx), nextCursor: null }),
    }),
    route({
      method: 'POST',
      path: '/intake-sources',
      operationId: 'addIntakeSource',
      summary: 'A new way in; the signing secret of a webhook or chat is shown in this answer alone',
      tag,
      permission: 'settings.write',
      body: IntakeSourceInput,
      reply: IntakeSourceMade,
      status: 201,
      location: '/intake-sources/:id',
      secretReply: true,
      handler: (tx, { body }) => addSource(tx, deps, body),
    }),
    route({
      method: 'PATCH',
      path: '/intake-sources/:id',
      operationId: 'changeIntakeSource',
      summary: 'Change a way in, or close it',
      tag,
      permission: 'settings.write',
      params: IdParams,
      body: IntakeSourcePatch,
      reply: IntakeSource,
      handler: (tx, { params, body }) => changeSource(tx, params.id, body),
    }),
    route({
      method: 'POST',
      path: '/intake-sources/:id/secret',
      operationId: 'renewIntakeSecret',
      summary: 'A new signing secret; the former one counts for a day',
      tag,
      permission: 'settings.write',
      params: IdParams,
      reply: IntakeSourceMade,
      secretReply: true,
      handler: (tx, { params }) => renewSourceSecret(tx, deps, params.id),
    }),
    route({
      method: 'GET',
      path: '/intake-requests',
      operationId: 'listIntakeRequests',
      summary: 'What came in from outside, as it came: taken over, rejected with the reasons, suspected',
      tag,
      permission: 'people.read',
      query: IntakeRequestQuery,
      reply: IntakeRequestPage,
      handler: (tx, { query }) => requests(tx, query),
    }),
    route({
      method: 'POST',
      path: '/intake-requests/:id/accept',
      operationId: 'acceptIntakeRequest',
      summary: 'Take over what was suspected or rejected',
      tag,
      permission: 'enquiries.work',
      params: IdParams,
      body: IntakeAcceptInput,
      reply: IntakeRequest,
      handler: (tx, { params, body }) => acceptRequest(tx, params.id, body),
    }),
    route({
      method: 'POST',
      path: '/intake-requests/:id/dismiss',
      operationId: 'dismissIntakeRequest',
      summary: 'It was a machine, or nothing for us',
      tag,
      permission: 'enquiries.work',
      params: IdParams,
      reply: IntakeRequest,
      handler: (tx, { params }) => dismissRequest(tx, params.id),
    }),
  ];
}
