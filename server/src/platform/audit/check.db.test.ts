import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditCheck, AuditCheckPage } from '@anbu/contract';
import type { z } from 'zod';
import { newId } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { until } from '../../testing/until.ts';
import { Database, sql, systemActor, type Actor } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { callRoute } from '../http-call.testing.ts';
import { JobRunner } from '../jobs/index.ts';
import { flushOutbox } from '../outbox/index.ts';
import { auditRoutes, flushAudit, registerAuditCheck, sealAudit } from './index.ts';

let database: TestDatabase;
let db: Database;
before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl, flush: [flushAudit, flushOutbox([])] });
});
after(async () => {
  await db.close();
  await database.drop();
});

const [verify, list, readOne] = auditRoutes;

async function aChain(seals: number): Promise<Actor> {
  const actor = systemActor(newId(), 'test');
  for (let no = 0; no < seals; no += 1) {
    await db.inTx(actor, async (tx) => ok(tx.audit({ action: 'people.read', changes: { no: [no, 1] } })));
    await sealAudit(db);
  }
  return actor;
}

const start = async (actor: Actor) => must(await db.inTx(actor, (tx) => callRoute(verify!, tx, {}))) as AuditCheck;
const read = async (actor: Actor, id: string) =>
  must(await db.inTx(actor, (tx) => callRoute(readOne!, tx, { params: { id } }))) as AuditCheck;

const ended = (actor: Actor, id: string): Promise<AuditCheck> =>
  until(async () => {
    const check = await read(actor, id);
    return check.state !== 'running' && check;
  }, 'the check');

/** One seal a step, so that there is something to stop between. */
function aRunner(): JobRunner {
  const log = { warn: () => {}, error: () => {} };
  const runner = new JobRunner({ db, log, pollMilliseconds: 20, waitAfter: () => 0 });
  registerAuditCheck(runner, { seals: 1, entries: 1_000 });
  runner.start();
  return runner;
}

async function tamper(actor: Actor, seal: number): Promise<void> {
  await withClient(database.superuserUrl, (client) =>
    client.query(`update platform.audit_entry set action = 'x' where org_id = $1 and seal_no = $2`, [
      actor.orgId,
      seal,
    ]),
  );
}

test('C6 a check is asked for in a moment, runs as a job, and its result stays on the page with its time', async () => {
  const actor = await aChain(5);
  const asked = await start(actor);
  assert.deepEqual([asked.state, asked.progress, asked.result], ['running', { done: 0, total: 5 }, null]);
  assert.equal((await start(actor)).id, asked.id, 'one at a time');
  const runner = aRunner();
  const done = await ended(actor, asked.id);
  assert.deepEqual(
    [done.state, done.progress, done.result?.intact, done.result?.checked],
    ['done', { done: 5, total: 5 }, true, 5],
  );
  assert.ok(done.finishedAt);
  await tamper(actor, 3);
  const next = await start(actor);
  assert.notEqual(next.id, asked.id);
  const broken = await ended(actor, next.id);
  assert.deepEqual([broken.result?.intact, broken.result?.firstBroken?.seal, broken.progress.done], [false, 3, 2]);
  await runner.stop();
  const page = must(await db.inTx(actor, (tx) => callRoute(list!, tx, { query: { limit: 1 } }))) as z.infer<
    typeof AuditCheckPage
  >;
  assert.deepEqual([page.items.map(({ id }) => id), page.nextCursor !== null], [[next.id], true]);
  const told = must(
    await db.inTx(actor, async (tx) =>
      ok(
        await tx.rows<{ action: string }>(sql`
          select action from platform.audit_entry where org_id = ${tx.orgId} and action like 'audit.verif%' order by at, id`),
      ),
    ),
  );
  assert.deepEqual(
    told.map(({ action }) => action),
    ['audit.verify_asked', 'audit.verified', 'audit.verify_asked', 'audit.verified'],
  );
});

test('C6 a check that was stopped goes on at the seal where it was', async () => {
  const actor = await aChain(60);
  const { id } = await start(actor);
  const first = aRunner();
  while ((await read(actor, id)).progress.done < 3) await sleep(1);
  await first.stop();
  const stopped = await read(actor, id);
  assert.equal(stopped.state, 'running');
  assert.ok(stopped.progress.done < 60, 'it was stopped amid the chain');
  // Behind it: a check from the beginning would see it.
  await tamper(actor, 1);
  const second = aRunner();
  const done = await ended(actor, id);
  assert.deepEqual([done.result?.intact, done.result?.checked], [true, 60]);
  const again = await start(actor);
  assert.equal((await ended(actor, again.id)).result?.firstBroken?.seal, 1);
  await second.stop();
});

test('a check whose job was given up says so, and the next one may begin', async () => {
  const actor = await aChain(2);
  const { id } = await start(actor);
  await withClient(database.ownerUrl, (client) =>
    client.query(`update platform.job set idle_claims = 10 where ref_id = $1`, [id]),
  );
  const runner = aRunner();
  const failed = await ended(actor, id);
  assert.deepEqual([failed.state, failed.result], ['failed', null]);
  const next = await start(actor);
  assert.equal((await ended(actor, next.id)).result?.intact, true);
  await runner.stop();
});

test('S1 a check of another organisation is not found', async () => {
  const { id } = await start(await aChain(1));
  const other = await db.inTx(systemActor(newId(), 'test'), (tx) => callRoute(readOne!, tx, { params: { id } }));
  assert.equal(other.ok || other.refusal.status, 404);
});
