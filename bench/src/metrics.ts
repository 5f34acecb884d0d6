/**
 * `node scripts/run.cjs bench/src/metrics.ts [--enquiries 100000]`: roll-ups of 24 months, made by SQL as dense as those of a desk, and what each question
 * of the statistics takes.
 */
import { parseArgs } from 'node:util';
import type { MetricName, MetricQuery, MetricRowsQuery } from '@anbu/contract';
import { Client } from 'pg';
import { instant } from '../../server/src/kernel/instant.ts';
import { must, ok } from '../../server/src/kernel/outcome.ts';
import { metricOf } from '../../server/src/modules/analytics/index.ts';
import { rowsOf } from '../../server/src/modules/analytics/service/rows.ts';
import { listTallyMonths, repairTally } from '../../server/src/modules/analytics/store/repair-store.ts';
import { testApp } from '../../server/src/testing/app.ts';

const { values } = parseArgs({ options: { enquiries: { type: 'string', default: '100000' } } });
const app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
const owner = new Client({ connectionString: app.ownerUrl });
await owner.connect();

await owner.query('insert into analytics.progress values ($1, true, null, 0)', [app.org.id]);
await owner.query(
  `create temp table made as select i, gen_random_uuid() as id, date '2024-12-01' + (random() * 715)::int as day,
     ($2::uuid[])[1 + (random() * 7)::int] as owner from generate_series(1, $1::int) i`,
  [values.enquiries, Object.values(app.users)],
);
await owner.query(
  `insert into analytics.fact
   select $1, id, to_char(day, 'YYYY-MM'), owner, (array['phone','internet','sign','referral','sms','web_form','chat','magazine'])[1 + i % 8],
     case when i % 3 = 0 then 'campaign ' || i % 30 end, case i % 3 when 0 then '{}'::text[] when 1 then '{implant}' else '{implant,scaling}' end,
     (array['new', 'returning', 're_new'])[1 + i % 3], $2, 1, null from made`,
  [app.org.id, app.org.siteId],
);

type Made = readonly [measure: string, month: string, bucket: string, since: string, until: string, where?: string];
const STATES = `(array['trying', 'unreached', 'lost', 'consulting', 'booked', 'visited', 'ended', 'invalid'])[1 + i % 8]`;
const MINUTES = `(case when random() < 0.8 then (random() * 120)::int else (12 + (random() * 40)::int) * 10 end)::text`;
const hour = (days: number) =>
  `lower(to_char(day + ${days}, 'Dy')) || '-' || lpad((9 + (random() * 9)::int)::text, 2, '0')`;
const SPANS: readonly Made[] = [
  ['state', 'day', `'never_called'`, 'day', 'day + 1'],
  ['state', 'day', `'trying'`, 'day + 1', 'day + 4 + i % 20'],
  ['state', 'day', STATES, 'day + 4 + i % 20', 'null'],
  ['response', 'day', MINUTES, 'day', 'null'],
  ['attempts', 'day', `'n1'`, 'day', 'day + 2'],
  ['attempts', 'day', `'n2'`, 'day + 2', 'day + 3'],
  ['attempts', 'day', `'c' || (1 + i % 7)`, 'day + 3', 'null'],
  ...[0, 1, 2, 3].map((days): Made => ['tries', 'day', hour(days), `day + ${days}`, 'null']),
  ['connects', 'day', hour(3), 'day + 3', 'null'],
  ['neglected', 'day', `''`, 'day + 2', 'day + 3', 'i % 3 = 0'],
  ['booked', 'day', '(i % 3)::text', 'day + i % 60', 'null', 'i % 4 = 0'],
  ['bookings', 'day + i % 60', `case when i % 16 = 0 then 'h' else '' end`, 'day + i % 60', 'null', 'i % 4 = 0'],
  ['visited', 'day', `''`, 'day + i % 70', 'null', 'i % 5 = 0'],
  ['visits', 'day + i % 70', `'new'`, 'day + i % 70', 'null', 'i % 5 = 0'],
  ['promises', 'day', `(array['kept', 'broken', 'customer_first'])[1 + i % 3]`, 'day + 3', 'null', 'i % 3 = 0'],
];
for (const [measure, month, bucket, since, until, where = 'true'] of SPANS) {
  await owner.query(
    `insert into analytics.span (org_id, measure, month, bucket, enquiry_id, since, until, n)
     select $1, '${measure}', to_char(${month}, 'YYYY-MM'), ${bucket}, id, ${since}, ${until}, 1 from made where ${where}`,
    [app.org.id],
  );
}
await owner.query('analyze analytics.span, analytics.fact');
const { system } = app.org;
const months = must(await app.db.inTx(system, async (tx) => ok(await listTallyMonths(tx))));
for (const month of months) await app.db.inTx(system, async (tx) => ok(await repairTally(tx, month)));
await owner.query('vacuum analyze analytics.tally, analytics.day_sum, analytics.span, analytics.fact');

const analyst = app.org.actor('analyst');
const metric = (name: MetricName, query: MetricQuery) => async () =>
  must(await app.db.inTx(analyst, (tx) => metricOf(tx, name, query), 'snapshot'));
const rows = (query: Partial<MetricRowsQuery>) => async () =>
  must(await app.db.inTx(analyst, (tx) => rowsOf(tx, 'lead-desk', { limit: 50, ...query })));
const then = { from: '2025-10', to: '2026-09', asOf: '2026-09-30' };
const QUESTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  'lead desk, 12 months': metric('lead-desk', {}),
  'lead desk as of a past day': metric('lead-desk', then),
  'lead desk by owner': metric('lead-desk', { by: 'owner' }),
  'lead desk by owner as of a past day': metric('lead-desk', { ...then, by: 'owner' }),
  'lead desk by channel of one owner': metric('lead-desk', { by: 'channel', owner: app.users.consultant }),
  cohorts: metric('booking-cohorts', {}),
  channels: metric('acquisition-channels', {}),
  'best hours': metric('best-hours', {}),
  'rows of a month, with total': rows({ figure: 'unconnected', from: '2026-09', to: '2026-09', total: true }),
  'rows of twelve months, with total': rows({ figure: 'unconnected', total: true }),
};
for (const [what, question] of Object.entries(QUESTIONS)) {
  const took: number[] = [];
  for (let time = 0; time < 9; time += 1) {
    const began = performance.now();
    await question();
    took.push(performance.now() - began);
  }
  const median = took.toSorted((a, b) => a - b)[4] ?? 0;
  console.log(`${what.padEnd(40)} ${median.toFixed(1).padStart(8)} ms`);
}
await owner.end();
await app.stop();
