import {
  AlertPage,
  Id,
  IdParams,
  Nothing,
  PrintInput,
  TodayNext,
  TodayNextInput,
  TodayPage,
  TodayQuery,
  TodaySummary,
  ViewerPage,
  ViewingInput,
} from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { acknowledgeAlert, openAlerts } from '../enquiries/index.ts';
import { notePrint } from './service/prints.ts';
import { listToday, summarise, takeNext } from './service/today.ts';
import { viewers, viewPerson } from './service/viewers.ts';

const tag = 'today';

const ROUTES: readonly Route[] = [
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
  route({
    method: 'GET',
    path: '/viewers',
    operationId: 'listViewers',
    summary: 'Who has which person open right now',
    tag,
    permission: 'people.read',
    reply: ViewerPage,
    handler: async (tx) => ok({ items: await viewers(tx), nextCursor: null }),
  }),
  route({
    method: 'POST',
    path: '/people/:id/viewing',
    operationId: 'viewPerson',
    summary: 'The caller has this person open, or left; told again every half minute',
    tag,
    permission: 'people.read',
    params: IdParams,
    body: ViewingInput,
    reply: Nothing,
    handler: (tx, { params, body }) => viewPerson(tx, params.id, body.here),
  }),
  route({
    method: 'POST',
    path: '/prints',
    operationId: 'notePrint',
    summary: 'Something was put on paper: the audit keeps who printed whom',
    tag,
    permission: 'people.read',
    body: PrintInput,
    reply: Nothing,
    handler: (tx, { body }) => notePrint(tx, body),
  }),
];

export const deskRoutes = withExamples(ROUTES, EXAMPLES);
