import {
  ConsentDutyPage,
  ConsentDutyQuery,
  DataRequest,
  DataRequestAnswer,
  DataRequestInput,
  DataRequestOwner,
  DataRequestPage,
  DataRequestQuery,
  DataRequestsDue,
  DoNotCallList,
  DoNotCallListInput,
  DoNotCallListPage,
  IdParams,
} from '@anbu/contract';
import { ok, refuseFields } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { consentDuties } from './service/confirmations.ts';
import { bringRegistry, registries } from './service/registries.ts';
import {
  answerRequest,
  dataRequest,
  dataRequests,
  giveRequest,
  recordRequest,
  requestsDue,
} from './service/requests.ts';

const READ = { tag: 'consents', permission: 'people.read' } as const;
const WRITE = { tag: 'consents', permission: 'people.write' } as const;

/** What is asked about data, what is to be confirmed, and national do-not-call lists. */
export const requestRoutes: readonly Route[] = [
  route({
    tag: 'consents',
    permission: 'settings.read',
    mode: 'read',
    method: 'GET',
    path: '/do-not-call-lists',
    operationId: 'listDoNotCallLists',
    summary: 'National do-not-call lists that were brought, with their day; the latest of a country counts',
    reply: DoNotCallListPage,
    handler: async (tx) => ok({ items: await registries(tx), nextCursor: null }),
  }),
  route({
    tag: 'consents',
    permission: 'settings.write',
    method: 'POST',
    path: '/do-not-call-lists',
    operationId: 'bringDoNotCallList',
    summary: 'The national do-not-call list of a country, one number a line; it takes the place of the one before',
    upload: { maximumBytes: 20 * 1024 * 1024 },
    body: DoNotCallListInput,
    reply: DoNotCallList,
    handler: async (tx, { body, upload }) =>
      upload ? bringRegistry(tx, upload, body) : refuseFields([{ field: 'file', code: 'field.required', params: {} }]),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/data-requests',
    operationId: 'listDataRequests',
    summary:
      'Who asked for a copy, the deletion or the correction of her data: open ones the most urgent first, settled ones the latest first',
    query: DataRequestQuery,
    reply: DataRequestPage,
    handler: (tx, { query }) => dataRequests(tx, query),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/data-requests/due',
    operationId: 'countDataRequestsDue',
    summary:
      'How many requests about data the caller must see to: near their day, and late; who leads counts nobody’s and all late ones',
    reply: DataRequestsDue,
    handler: async (tx) => ok(await requestsDue(tx)),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/data-requests/:id',
    operationId: 'getDataRequest',
    summary: 'One request, with what was given',
    params: IdParams,
    reply: DataRequest,
    handler: (tx, { params }) => dataRequest(tx, params.id),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/data-requests',
    operationId: 'recordDataRequest',
    summary: 'A request that somebody made at the counter, by telephone or in writing; ten days to answer it begin',
    body: DataRequestInput,
    reply: DataRequest,
    status: 201,
    location: '/data-requests/:id',
    handler: (tx, { body }) => recordRequest(tx, body),
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/data-requests/:id/owner',
    operationId: 'giveDataRequest',
    summary: 'Who looks after a request',
    params: IdParams,
    body: DataRequestOwner,
    reply: DataRequest,
    handler: (tx, { params, body }) => giveRequest(tx, params.id, body.memberId),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/data-requests/:id/answer',
    operationId: 'answerDataRequest',
    summary: 'What was given to who asked, and how',
    params: IdParams,
    body: DataRequestAnswer,
    reply: DataRequest,
    handler: (tx, { params, body }) => answerRequest(tx, params.id, body),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/consent-duties',
    operationId: 'listConsentDuties',
    summary: 'Consents to be confirmed, and results to be told, by their day',
    query: ConsentDutyQuery,
    reply: ConsentDutyPage,
    handler: (tx, { query }) => consentDuties(tx, query),
  }),
];
