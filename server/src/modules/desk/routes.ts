import {
  AlertPage,
  Id,
  IdParams,
  Nothing,
  TodayNext,
  TodayNextInput,
  TodayPage,
  TodayQuery,
  TodaySummary,
} from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { acknowledgeAlert, openAlerts } from '../enquiries/index.ts';
import { listToday, summarise, takeNext } from './service.ts';

const tag = 'today';

export const deskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/today',
    operationId: 'listToday',
    summary: 'What is to be done today, the most urgent first, each with its reason',
    tag,
    permission: 'enquiries.read',
    query: TodayQuery,
    reply: TodayPage,
    handler: (tx, { query }) => listToday(tx, query),
  }),
  route({
    method: 'GET',
    path: '/today/summary',
    operationId: 'summariseToday',
    summary: 'The tiles of Today and the counts of its tabs',
    tag,
    permission: 'enquiries.read',
    query: TodayQuery.pick({ owner: true }).extend({ team: Id.optional() }),
    reply: TodaySummary,
    handler: async (tx, { query }) => ok(await summarise(tx, query.owner, query.team)),
  }),
  route({
    method: 'POST',
    path: '/today/next',
    operationId: 'takeNext',
    summary: 'The next item, claimed for the caller; never the same for two',
    tag,
    permission: 'enquiries.work',
    body: TodayNextInput,
    reply: TodayNext,
    handler: (tx, { body }) => takeNext(tx, body),
  }),
  route({
    method: 'GET',
    path: '/alerts',
    operationId: 'listAlerts',
    summary: 'Alerts of the caller that wait for an answer',
    tag,
    permission: 'signed-in',
    reply: AlertPage,
    handler: async (tx) => ok({ items: await openAlerts(tx), nextCursor: null }),
  }),
  route({
    method: 'POST',
    path: '/alerts/:id/acknowledge',
    operationId: 'acknowledgeAlert',
    summary: 'Answer an alert',
    tag,
    permission: 'signed-in',
    params: IdParams,
    reply: Nothing,
    handler: (tx, { params }) => acknowledgeAlert(tx, params.id),
  }),
];
