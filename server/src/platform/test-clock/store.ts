import pg from 'pg';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { types } from '../db/types.ts';

export type Clock = { readonly now: Instant; readonly realNow: Instant; readonly offsetMilliseconds: number };

const CLOCK = `
  select platform.clock_now() as now, date_trunc('milliseconds', transaction_timestamp()) as "realNow",
    offset_milliseconds as "offsetMilliseconds"
  from platform.clock`;

export function findClock(client: pg.Client): Promise<Clock> {
  return one(client, CLOCK);
}

/** The new clock, for every process from its next transaction on. Only the owner may: the application's login cannot, by whatever mistake. */
export async function updateClock(client: pg.Client, to: Instant | { offsetMilliseconds: number }): Promise<Clock> {
  if (typeof to === 'number') {
    await client.query(
      `update platform.clock set offset_milliseconds = round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000)`,
      [formatInstant(to)],
    );
  } else {
    await client.query(`update platform.clock set offset_milliseconds = $1`, [to.offsetMilliseconds]);
  }
  return findClock(client);
}

export async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'anbu test clock', types });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function one(client: pg.Client, text: string): Promise<Clock> {
  const { rows } = await client.query<Clock>(text);
  return rows[0]!;
}
