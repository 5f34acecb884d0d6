import {
  BookingGoalInput,
  BookingGoalList,
  ChannelSpendInput,
  ChannelSpendList,
  CountedEnquiryPage,
  Metric,
  MetricParams,
  MetricQuery,
  MetricRowsQuery,
  MonthsQuery,
  Nothing,
} from '@anbu/contract';
import { route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { REPORT_ROUTES } from './report-routes.ts';
import { bookingGoalsOf, setBookingGoals, setSpend, spendOf } from './service/given.ts';
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
  route({
    method: 'GET',
    path: '/channel-spend',
    operationId: 'listChannelSpend',
    summary: 'What was spent on each channel in each month, as entered',
    tag,
    permission: 'metrics.read',
    query: MonthsQuery,
    reply: ChannelSpendList,
    mode: 'read',
    handler: (tx, { query }) => spendOf(tx, query),
  }),
  route({
    method: 'PUT',
    path: '/channel-spend',
    operationId: 'setChannelSpend',
    summary: 'Enter what was spent, all or none; each change is a version',
    tag,
    permission: 'metrics.write',
    body: ChannelSpendInput,
    reply: Nothing,
    handler: (tx, { body }) => setSpend(tx, body),
  }),
  route({
    method: 'GET',
    path: '/booking-goals',
    operationId: 'listBookingGoals',
    summary: 'How many first bookings each site is to have in each month',
    tag,
    permission: 'metrics.read',
    query: MonthsQuery,
    reply: BookingGoalList,
    mode: 'read',
    handler: (tx, { query }) => bookingGoalsOf(tx, query),
  }),
  route({
    method: 'PUT',
    path: '/booking-goals',
    operationId: 'setBookingGoals',
    summary: 'Set the booking goals of sites, all or none; each change is a version',
    tag,
    permission: 'metrics.write',
    body: BookingGoalInput,
    reply: Nothing,
    handler: (tx, { body }) => setBookingGoals(tx, body),
  }),
];

export const analyticsRoutes = withExamples([...ROUTES, ...REPORT_ROUTES], EXAMPLES);
