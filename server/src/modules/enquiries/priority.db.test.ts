import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant, MINUTE, plus, type Instant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { listedFrom, priorityOf } from './rules/index.ts';
import { nextActionOf, stateOf } from './service/state-of.ts';
import type { EnquiryRecord } from './store/enquiry-row.ts';
import { countQueue, listQueue, listQueueIds, type QueueCursor, type QueueScope } from './store/queue-store.ts';
import { insertRandomEnquiries } from './testing.ts';

let app: TestApp;
let records: EnquiryRecord[];
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  records = await insertRandomEnquiries(app, 1_200, 20_261_117);
});
after(() => app.stop());

/** Their times are whole steps from here, or a millisecond beside. */
const madeAt = () => records[0]!.createdAt;
const everybody: QueueScope = { ownerId: null, poolTeamIds: [] };
const hers = (): QueueScope => ({ ownerId: app.users.consultant, poolTeamIds: [app.org.intakeTeamId] });

const until = instant(Date.parse('2026-11-18T00:00:00+09:00'));

async function inTx(work: (tx: Tx) => Promise<void>): Promise<void> {
  must(await app.db.inTx(app.org.system, async (tx) => ok(await work(tx))));
}

/** The queue as the rules alone would make it. */
function byTheRules(now: Instant, scope: QueueScope) {
  return records
    .filter((record) => {
      const action = nextActionOf(record);
      return action !== null && listedFrom(action) < until;
    })
    .filter(({ ownerId, teamId, actionPoolAt }) => {
      if (scope.ownerId === null || ownerId === scope.ownerId) return true;
      return scope.poolTeamIds.includes(teamId) && (ownerId === null || (actionPoolAt ?? now) <= now);
    })
    .map((record) => ({ record, score: priorityOf(stateOf(record, [], null, null), now).score }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.record.actionDueAt ?? 0) - (b.record.actionDueAt ?? 0) ||
        (a.record.id < b.record.id ? -1 : 1),
    );
}

test('A4 the database counts the same score as the rules, to the millisecond of each step, and puts the queue in the same order', async () => {
  for (const scope of [everybody, hers()]) {
    for (const step of [0, 1, 8 * MINUTE, 8 * MINUTE + 1, 61 * MINUTE]) {
      await inTx(async (tx) => {
        const now = plus(madeAt(), step);
        const query = { scope, moment: { now, until }, part: {}, after: null, limit: 5_000 };
        const found = await listQueue(tx, query);
        const expected = byTheRules(now, scope);
        assert.ok(expected.length > 150, 'there is something to put in order');
        assert.deepEqual(
          found.map(({ id, score }) => [id, score]),
          expected.map(({ record, score }) => [record.id, score]),
        );
      });
    }
  }
});

test('A4 pages of the queue are of one moment: together they are the queue, whatever the page', async () => {
  await inTx(async (tx) => {
    const now = madeAt();
    const query = { scope: hers(), moment: { now, until }, part: {} };
    const expected = byTheRules(now, query.scope).map(({ record }) => record.id);
    const found: string[] = [];
    for (let after: QueueCursor | null = null; ;) {
      const page = await listQueueIds(tx, { ...query, after, limit: 7 });
      found.push(...page.map(({ id }) => id));
      after = page.at(-1) ?? null;
      if (page.length < 7) break;
    }
    assert.deepEqual(found, expected);
  });
});

test('A4 the counts of the queue are those of its rows, and the parts of it are cuts of it (P6)', async () => {
  await inTx(async (tx) => {
    const now = madeAt();
    for (const scope of [everybody, hers()]) {
      const { statuses, passes } = await countQueue(tx, scope, { now, until }, records[0]!.receivedOn);
      const expected = byTheRules(now, scope);
      const late = ({ record }: (typeof expected)[number]) => (record.actionWindowTo ?? now) < now;
      assert.equal(
        statuses.reduce((sum, { count }) => sum + count, 0),
        expected.length,
      );
      for (const { status, count, late: lateCount } of statuses) {
        const some = expected.filter(({ record }) => record.status === status);
        assert.deepEqual([count, lateCount], [some.length, some.filter(late).length], status);
        const part = { scope, moment: { now, until }, part: { statuses: [status] }, after: null, limit: 5_000 };
        assert.equal((await listQueueIds(tx, part)).length, some.length);
      }
      const lateOnes = await listQueueIds(tx, {
        scope,
        moment: { now, until },
        part: { late: true },
        after: null,
        limit: 5_000,
      });
      assert.deepEqual(
        lateOnes.map(({ id }) => id),
        expected.filter(late).map(({ record }) => record.id),
      );
      const duePasses = records.filter(
        ({ passDueOn, ownerId }) =>
          passDueOn !== null &&
          passDueOn <= records[0]!.receivedOn &&
          (scope.ownerId === null || ownerId === null || ownerId === scope.ownerId),
      );
      assert.equal(passes, duePasses.length);
    }
  });
});
