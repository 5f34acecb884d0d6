import { withClient } from '../embedded-postgres/roles.ts';
import { sql } from '../db/index.ts';
import type { Subscriber } from './types.ts';

/** A table of the tests where each delivery leaves a row: a doubled one is seen. */
export const COUNTED = 'public.counted';

export async function prepareCounting(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, (client) =>
    client.query(`
      create table ${COUNTED} (no bigint generated always as identity, org_id uuid, event_id uuid, subscriber text);
      grant select, insert on ${COUNTED} to anbu_app; grant usage on schema public to anbu_app`),
  );
}

export function countingSubscribers(): Subscriber[] {
  const types = ['test.counted'];
  const take = (subscriber: string): Subscriber['handle'] => {
    return async (tx, event) => {
      await tx.run(
        sql`insert into ${sql.raw(COUNTED)} (org_id, event_id, subscriber) values (${tx.orgId}, ${event.id}, ${subscriber})`,
      );
    };
  };
  return [
    { name: 'single', types, handle: take('single') },
    {
      name: 'batch',
      types,
      handle: take('batch'),
      handleBatch: async (tx, events) => {
        await tx.run(sql`insert into ${sql.raw(COUNTED)} (org_id, event_id, subscriber)
          select ${tx.orgId}, id, 'batch' from unnest(${events.map((event) => event.id)}::uuid[]) id`);
      },
    },
  ];
}
