import { DeskItemPage, DeskPage, DesksTodayQuery } from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { acrossRoute, type Route } from '../../platform/http/route.ts';
import { listDesks, listDesksToday } from './service/desks.ts';

/** Signed in is enough: in each organisation counts what she may there. */
const ACROSS = { tag: 'today', permission: 'signed-in' } as const;

export const DESKS_ROUTES: readonly Route[] = [
  acrossRoute({
    ...ACROSS,
    path: '/desks',
    operationId: 'listDesks',
    summary: 'The organisations whose desk the caller may work now, with what waits for her there',
    reply: DeskPage,
    across: async (across) => ok({ items: await listDesks(across), nextCursor: null }),
  }),
  acrossRoute({
    ...ACROSS,
    path: '/desks/today',
    operationId: 'listDesksToday',
    summary: 'One Today over all desks of the caller, the most urgent first; each item names its organisation',
    query: DesksTodayQuery,
    reply: DeskItemPage,
    across: (across, { query }) => listDesksToday(across, query),
  }),
];
