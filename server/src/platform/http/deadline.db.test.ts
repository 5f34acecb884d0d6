import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { newId } from '../../kernel/ids.ts';
import { ok } from '../../kernel/outcome.ts';
import { sql } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { httpFixture, type Fixture } from './fixture.ts';
import { route } from './route.ts';

/** Enough for an act that has nothing to wait for, on a machine that has other work. */
const DEADLINE = 1_500;
const LATER = DEADLINE + 300;
let fixture: Fixture;
/** Where the act has come. */
const reached: string[] = [];

const slow = route({
  method: 'POST',
  path: '/slow-notes',
  operationId: 'createSlowNote',
  summary: 'Write a note and think',
  tag: 'notes',
  permission: 'people.write',
  body: z.strictObject({ think: z.int(), between: z.boolean().optional() }),
  reply: z.null(),
  handler: async (tx, { body }) => {
    await tx.run(
      sql`insert into platform.note (org_id, id, text, version) values (${tx.orgId}, ${newId()}, 'slow', 1)`,
    );
    reached.push('written');
    await sleep(body.think);
    reached.push('thought');
    if (body.between) {
      await tx.run(sql`select 1`);
      reached.push('went on');
    }
    return ok(null);
  },
});

before(async () => void (fixture = await httpFixture({ deadlineMilliseconds: DEADLINE }, [slow])));
after(() => fixture.stop());

const post = (body: object) =>
  fixture.app.inject({
    method: 'POST',
    url: '/api/v1/slow-notes',
    headers: { authorization: 'Bearer admin' },
    payload: body,
  });

async function quiet(): Promise<void> {
  while (fixture.db.pool.idleCount < fixture.db.pool.totalCount) await sleep(20);
}

test('R5 what was answered 503 is not kept: whoever sends it again does it once', async () => {
  const first = await post({ think: LATER });
  assert.deepEqual([first.statusCode, first.json<{ code: string }>().code], [503, 'request.unavailable']);
  assert.ok(first.headers['retry-after']);
  await quiet();
  assert.deepEqual(reached.splice(0), ['written', 'thought']);
  assert.equal(await fixture.notes(), 0);
  assert.equal((await post({ think: 0 })).statusCode, 204);
  assert.equal(await fixture.notes(), 1);
  reached.length = 0;
});

test('R5 an act that nobody waits for stops at its next statement', async () => {
  assert.equal((await post({ think: LATER, between: true })).statusCode, 503);
  await quiet();
  assert.deepEqual(reached.splice(0), ['written', 'thought']);
});

test('R5 a commit that is on its way is waited for, and answered as it ended', async () => {
  const before = await fixture.notes();
  await withClient(fixture.database.ownerUrl, (client) =>
    client.query(`
      create function platform.linger() returns trigger language plpgsql as $$ begin perform pg_sleep(${LATER / 1000}); return null; end $$;
      create constraint trigger linger after insert on platform.note deferrable initially deferred for each row execute function platform.linger()`),
  );
  const began = performance.now();
  assert.equal((await post({ think: 0 })).statusCode, 204);
  assert.ok(performance.now() - began > DEADLINE);
  assert.equal(await fixture.notes(), before + 1);
});
