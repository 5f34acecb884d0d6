import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Id } from '../../../kernel/ids.ts';
import { Line, type Over } from './bare.testing.ts';

type Message = { readonly id: string; readonly to_address: string; readonly body: string };

const BATCH = 800;
const BATCHES_AT_ONCE = 4;
/** As long as one of a message that is allowed. */
const EVIDENCE = JSON.stringify({ verdict: 'ALLOW', at: '2026-11-26T01:00:00.000Z', facts: 'x'.repeat(280) });

/**
 * What cannot be left out: the rows that must be there for good when a message left (what became of it, the hand-over that a dead process leaves,
 * the verdict that it has with others), in as few statements as there are, by plain `pg` as the owner of the tables without row-level security, and the library as in
 * `usedRate`. Nothing is read for the gate, nothing is judged, locked or told. Messages a second.
 */
export async function floorRate(
  ownerUrl: string,
  { orgId, lane, port, window, many }: { orgId: Id; lane: Id; port: number; window: number; many: number },
): Promise<number> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: BATCHES_AT_ONCE + 1 });
  const line = await Line.open(port);
  let [taken, unanswered] = [0, 0];
  const waiting: (() => void)[] = [];
  const room = async () => {
    if (unanswered >= window) await new Promise<void>((resolve) => waiting.push(resolve));
    unanswered += 1;
  };
  const one = async () => {
    for (;;) {
      const batchId = randomUUID();
      const { rows: batch } = await pool.query<Message>({
        name: 'take',
        text: TAKE,
        values: [orgId, lane, batchId, BATCH],
      });
      if (batch.length === 0) return;
      taken += batch.length;
      const over: Promise<Over>[] = [];
      for (const { id, to_address, body } of batch) {
        await room();
        const message = line.submit(id, to_address.slice(1), body);
        void message.answered.then(() => {
          unanswered -= 1;
          waiting.shift()?.();
        });
        over.push(message.over);
      }
      await pool.query({ name: 'judged', text: JUDGED, values: [orgId, lane, batchId, EVIDENCE] });
      const ended = await Promise.all(over);
      const numbers = ended.map(({ number }) => number);
      await pool.query({
        name: 'ended',
        text: ENDED,
        values: [orgId, lane, batchId, ended.map(({ id }) => id), numbers],
      });
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, one));
  const rate = taken / ((performance.now() - began) / 1_000);
  line.close();
  await pool.end();
  if (taken !== many) throw new Error(`${taken} of ${many} were there`);
  return rate;
}

const TAKE = `
  with gone as (
    delete from channels.send_queue q where q.org_id = $1 and q.id = any(array(
      select id from channels.send_queue where org_id = $1 and lane = $2 order by next_at, id limit $4)) returning q.id
  ), taken as (
    select m.id, m.to_address, m.body from gone join channels.message m on m.org_id = $1 and m.id = gone.id
  ), noted as (
    insert into channels.hand_over (org_id, lane, id, message_ids, taken_at)
    select $1, $2, $3, array_agg(id), platform.clock_now() from taken having count(*) > 0
  )
  select * from taken`;

const JUDGED = `
  with noted as (
    update channels.hand_over set verdict_ids = array_fill($3::uuid, array[cardinality(message_ids)]) where org_id = $1 and lane = $2 and id = $3
  )
  insert into channels.verdict (org_id, at, id, message_id, evidence) values ($1, platform.clock_now(), $3, $3, $4::jsonb)`;

const ENDED = `
  with gone as (delete from channels.hand_over where org_id = $1 and lane = $2 and id = $3)
  update channels.message m set state = 'delivered', provider_id = r.number, verdict_id = $3, tries = m.tries + 1, handed_at = platform.clock_now(),
    sent_at = platform.clock_now(), settled_at = platform.clock_now()
  from unnest($4::uuid[], $5::text[]) as r (id, number) where m.org_id = $1 and m.id = r.id`;
