import { TestClock, TestClockInput } from '@anbu/contract';
import type { z } from 'zod';
import { formatInstant, instant, parseInstant, plus, SECOND } from '../../kernel/instant.ts';
import { ok, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import { route, type Route } from '../http/route.ts';
import { ensurePartitions } from '../maintenance/index.ts';
import { asOwner, findClock, updateClock, type Clock } from './store.ts';

/** Of the roles only the administrator has it, and of the keys those of `*`. */
const shared = { tag: 'test clock', permission: 'api-keys.manage' } as const;
const YEARS = { first: 2000, last: 2099 } as const;

/** With ANBU_TEST_CLOCK=1 only; elsewhere the address does not exist. `ownerUrl`: the login that may set the clock. */
export function testClockRoutes(ownerUrl: string): readonly Route[] {
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/test-clock',
      operationId: 'readTestClock',
      summary: 'The clock that all processes go by, and how far it is from the real one (tests only)',
      reply: TestClock,
      handler: async () => ok(shown(await asOwner(ownerUrl, findClock))),
    }),
    route({
      ...shared,
      method: 'PUT',
      path: '/test-clock',
      operationId: 'setTestClock',
      summary: 'Set the clock of all processes; it goes on from there (tests only)',
      body: TestClockInput,
      reply: TestClock,
      handler: async (tx, { body }) => {
        const set = await setClock(ownerUrl, body);
        if (!set.ok) return set;
        tx.audit({ action: 'platform.clock_set', changes: { offsetSeconds: [null, offsetOf(set.value)] } });
        return ok(shown(set.value));
      },
    }),
  ];
}

/** Refuses field.instant on a time outside 2000–2099. */
function setClock(ownerUrl: string, input: z.infer<typeof TestClockInput>): Promise<Outcome<Clock>> {
  return asOwner(ownerUrl, async (client) => {
    const before = await findClock(client);
    const to =
      'now' in input ? parseInstant(input.now) : plus(before.realNow, Math.round(input.offsetSeconds * SECOND));
    const field = 'now' in input ? 'now' : 'offsetSeconds';
    const year = to === null ? Number.NaN : new Date(to).getUTCFullYear();
    if (to === null || !(year >= YEARS.first && year <= YEARS.last)) {
      return refuseFields([{ field, code: 'field.instant', params: {} }]);
    }
    // The months of the new time have their partitions before anything is written in them.
    await ensurePartitions(ownerUrl, instant(to));
    return ok(await updateClock(client, 'now' in input ? to : { offsetMilliseconds: to - before.realNow }));
  });
}

function shown(clock: Clock): z.input<typeof TestClock> {
  return { now: formatInstant(clock.now), realNow: formatInstant(clock.realNow), offsetSeconds: offsetOf(clock) };
}

function offsetOf({ offsetMilliseconds }: Clock): number {
  return offsetMilliseconds / SECOND;
}
