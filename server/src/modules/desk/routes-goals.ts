import {
  GoalChangePage,
  GoalChangeQuery,
  GoalCopyInput,
  GoalPage,
  GoalQuery,
  GoalsCopied,
  GoalsInput,
} from '@anbu/contract';
import type { CalendarMonth } from '../../kernel/calendar-day.ts';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { copyGoals, goalChanges, goalsOf, setGoals } from './service/goals.ts';

const tag = 'today';
/** The contract has checked that it is one. */
const monthIn = (text: string) => text as CalendarMonth;

export const GOAL_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/goals',
    operationId: 'readGoals',
    summary:
      'Goals of a month, what came of them so far and what is expected by today; who assigns sees all, others themselves',
    tag,
    permission: 'enquiries.read',
    query: GoalQuery,
    reply: GoalPage,
    handler: async (tx, { query }) => ok(await goalsOf(tx, query.month as CalendarMonth | undefined)),
  }),
  route({
    method: 'PUT',
    path: '/goals',
    operationId: 'setGoals',
    summary: 'Set goals of a month, all or none; each change is a version',
    tag,
    permission: 'enquiries.assign',
    body: GoalsInput,
    reply: GoalPage,
    handler: async (tx, { body }) => {
      const month = monthIn(body.month);
      const set = await setGoals(tx, month, body.goals);
      return set.ok ? ok(await goalsOf(tx, month)) : set;
    },
  }),
  route({
    method: 'POST',
    path: '/goals/copy',
    operationId: 'copyGoals',
    summary: 'Goals of the month before, where this month has none',
    tag,
    permission: 'enquiries.assign',
    body: GoalCopyInput,
    reply: GoalsCopied,
    handler: (tx, { body }) => copyGoals(tx, monthIn(body.month)),
  }),
  route({
    method: 'GET',
    path: '/goals/changes',
    operationId: 'listGoalChanges',
    summary: 'Who changed which goal of a month, when, and from what to what; the latest first',
    tag,
    permission: 'enquiries.assign',
    query: GoalChangeQuery,
    reply: GoalChangePage,
    handler: (tx, { query }) => goalChanges(tx, { ...query, month: query.month as CalendarMonth | undefined }),
  }),
];
