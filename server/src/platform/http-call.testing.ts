import type { Outcome } from '../kernel/outcome.ts';
import type { Tx } from './db/index.ts';
import type { Route } from './http/route.ts';

/** Runs the handler of a route as the server does after it checked the request: its schemas parse what goes in and what comes out. */
export async function callRoute(
  route: Route,
  tx: Tx,
  input: { params?: unknown; query?: unknown; body?: unknown } = {},
): Promise<Outcome<unknown>> {
  const parse = (schema: unknown, value: unknown) =>
    schema === undefined ? undefined : (schema as { parse(value: unknown): unknown }).parse(value);
  const outcome = await route.handler(tx, {
    params: parse(route.params, input.params),
    query: parse(route.query, input.query),
    body: parse(route.body, input.body),
  } as never);
  return outcome.ok ? { ok: true, value: route.reply.parse(outcome.value) } : outcome;
}
