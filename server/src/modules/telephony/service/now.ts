import type { PhoneCallPage, PhoneCallQuery, PhoneNow } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { parseInstant, plus, SECOND } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { personHits, searchPersonIds } from '../../people/index.ts';
import { findExtension } from '../store/agent-store.ts';
import { listCalls, listNow } from '../store/call-store.ts';
import { findExchange, listExchanges } from '../store/exchange-store.ts';
import { WRAP_UP_SECONDS, type CallRow } from '../vocabulary.ts';
import { ownState } from './agents.ts';
import { MOST_MATCHES } from './hear.ts';
import { regionOf } from './region.ts';
import { viewCall, viewMatches, viewOwn } from './view.ts';

/** What the bar of the caller shows: one call at most, and who it may be. */
export async function phoneNow(tx: Tx): Promise<Outcome<PhoneNow>> {
  const exchanges = (await listExchanges(tx, 200)).filter(({ active }) => active);
  const { userId } = tx.actor;
  const none = { extension: null, canDial: false, state: null, call: null, matches: [], others: 0 };
  if (exchanges.length === 0 || userId === null) return ok({ hasExchange: exchanges.length > 0, ...none });
  const telephone = await findExtension(tx, userId);
  const line = exchanges.find(({ id }) => id === telephone?.exchangeId);
  const since = plus(tx.now, -WRAP_UP_SECONDS.spoken * SECOND);
  const [first, ...others] = await listNow(tx, userId, telephone?.extension ?? null, since);
  return ok({
    hasExchange: true,
    extension: telephone?.extension ?? null,
    canDial: line !== undefined && line.kind !== 'webhook',
    state: telephone ? await ownState(tx, userId) : null,
    call: first ? await viewOwn(tx, first) : null,
    matches: first ? await viewMatches(tx, await whoCalls(tx, first), userId) : [],
    others: others.filter(({ endedAt }) => endedAt === null).length,
  });
}

/** The person of the call, or all who have its number. */
export async function whoCalls(tx: Tx, row: CallRow): Promise<readonly Id[]> {
  if (row.personId !== null) return [row.personId];
  if (row.number === null) return [];
  const exchange = await findExchange(tx, row.exchangeId);
  const region = await regionOf(tx, exchange?.siteId ?? null);
  return searchPersonIds(tx, row.number, MOST_MATCHES, region);
}

/** Calls, newest first. Refuses request.bad_cursor. */
export async function phoneCalls(tx: Tx, query: z.infer<typeof PhoneCallQuery>): Promise<Outcome<PhoneCallPage>> {
  const before = decodeAtAndId(query.cursor);
  if (!before.ok) return before;
  const rows = await listCalls(tx, {
    missed: query.missed ?? false,
    recorded: query.recorded ?? false,
    direction: query.direction ?? null,
    personId: query.personId ?? null,
    userId: query.userId ?? null,
    from: query.from === undefined ? null : parseInstant(query.from),
    to: query.to === undefined ? null : parseInstant(query.to),
    before: before.value,
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ rangAt, id }) => ({ at: rangAt, id }));
  const people = await personHits(
    tx,
    shown.flatMap(({ personId }) => personId ?? []),
  );
  const exchanges = new Map((await listExchanges(tx, 200)).map((one) => [one.id, one]));
  return ok({
    items: shown.flatMap((row) => {
      const exchange = exchanges.get(row.exchangeId);
      if (!exchange) return [];
      const person = row.personId === null ? null : (people.get(row.personId) ?? null);
      return [{ ...viewCall(tx, row, exchange), person }];
    }),
    nextCursor,
  });
}
