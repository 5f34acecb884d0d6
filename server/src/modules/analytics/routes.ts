import { CountedEnquiryPage, Metric, MetricParams, MetricQuery, MetricRowsQuery } from '@anbu/contract';
import { route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { metricOf } from './service/metrics.ts';
import { rowsOf } from './service/rows.ts';

const tag = 'metrics';

const ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/metrics/:name',
    operationId: 'readMetric',
    summary:
      'Figures of the lead desk by month, each with its definition, denominator, as-of time and the address of its rows',
    tag,
    permission: 'metrics.read',
    params: MetricParams,
    query: MetricQuery,
    reply: Metric,
    mode: 'snapshot',
    handler: (tx, { params, query }) => metricOf(tx, params.name, query),
  }),
  route({
    method: 'GET',
    path: '/metrics/:name/rows',
    operationId: 'listMetricRows',
    summary: 'The enquiries that a figure counts: as many as it says; also needs enquiries.read',
    tag,
    permission: 'metrics.read',
    params: MetricParams,
    query: MetricRowsQuery,
    reply: CountedEnquiryPage,
    handler: (tx, { params, query }) => rowsOf(tx, params.name, query),
  }),
];

export const analyticsRoutes = withExamples(ROUTES, EXAMPLES);
