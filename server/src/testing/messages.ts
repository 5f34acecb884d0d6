import type { Id } from '../kernel/ids.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from './app.ts';
import { until } from './until.ts';

export async function aPerson(app: TestApp, more: Record<string, unknown> = {}): Promise<Id> {
  const made = await app.request('admin', 'POST', '/people', { name: '김안부', phone: '010-2345-6789', ...more });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id as Id;
}

/** A message once it is in one of these states. */
export function messageIn(app: TestApp, id: string, states: readonly string[]) {
  let last = '';
  return until(
    async () => {
      const { body } = await app.request('admin', 'GET', `/messages/${id}`);
      last = JSON.stringify({ state: body.state, why: body.why, verdicts: body.verdicts });
      return states.includes(body.state as string) && body;
    },
    () => `a message that is ${states.join(' or ')}: ${last}`,
  );
}

/** One record becomes part of another, as the merge of persons leaves it. */
export async function mergedInto(app: TestApp, merged: Id, left: Id): Promise<void> {
  await withClient(app.ownerUrl, async (client) => {
    await client.query('update people.person set merged_into = $2 where id = $1', [merged, left]);
  });
}
