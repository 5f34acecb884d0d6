import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Id } from '../../../kernel/ids.ts';
import { Line, type Over } from './bare.testing.ts';

type Message = { readonly id: string; readonly person_id: string; readonly to_address: string; readonly body: string };

const BATCH = 800;
const BATCHES_AT_ONCE = 4;
/** As long as one of a message that is allowed. */
const EVIDENCE = JSON.stringify({ verdict: 'ALLOW', at: '2026-11-26T01:00:00.000Z', facts: 'x'.repeat(280) });

/**
 * What cannot be left out: the rows that must be there for good when a message left (its state before and after, the batch that a dead process leaves, its
 * verdict, what she was told), in as few statements as there are, by plain `pg` as the owner of the tables without row-level security, and the library as in
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
      const persons = batch.map(({ person_id }) => person_id);
      const ids = batch.map(({ id }) => id);
      await pool.query({ name: 'judged', text: JUDGED, values: [orgId, ids, persons, EVIDENCE] });
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
  with due as (
    select id from channels.send_queue where org_id = $1 and lane = $2 order by next_at, id limit $4 for update skip locked
  ), gone as (
    delete from channels.send_queue q using due where q.org_id = $1 and q.id = due.id
  ), taken as (
    update channels.message m set state = 'sending', handed_at = platform.clock_now(), tries = m.tries + 1
    from due where m.org_id = $1 and m.id = due.id returning m.id, m.person_id, m.to_address, m.body
  ), noted as (
    insert into channels.batch (org_id, lane, id, message_ids, taken_at)
    select $1, $2, $3, array_agg(id), platform.clock_now() from taken having count(*) > 0
  )
  select * from taken`;

const JUDGED = `
  with told as (
    insert into consents.told (org_id, person_id, at, id, purpose, channel)
    select $1, person, platform.clock_now(), gen_random_uuid(), 'service', 'sms' from unnest($3::uuid[]) as each (person)
  )
  insert into channels.verdict (org_id, at, id, message_id, evidence)
  select $1, platform.clock_now(), gen_random_uuid(), id, $4::jsonb from unnest($2::uuid[]) as each (id)`;

const ENDED = `
  with gone as (delete from channels.batch where org_id = $1 and lane = $2 and id = $3)
  update channels.message m set state = 'delivered', provider_id = r.number, sent_at = platform.clock_now(), settled_at = platform.clock_now()
  from unnest($4::uuid[], $5::text[]) as r (id, number) where m.org_id = $1 and m.id = r.id`;
