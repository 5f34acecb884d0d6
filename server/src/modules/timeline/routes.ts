import { IdParams, TimelinePage, TimelineQuery } from '@anbu/contract';
import { route, type Route } from '../../platform/http/route.ts';
import { listTimeline } from './service.ts';

export const timelineRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/people/:id/timeline',
    operationId: 'listTimeline',
    summary: 'Everything that happened with a person, newest first',
    tag: 'people',
    permission: 'people.read',
    params: IdParams,
    query: TimelineQuery,
    reply: TimelinePage,
    handler: (tx, { params, query }) => listTimeline(tx, params.id, query),
  }),
];
