import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Database } from './db/index.ts';
import { makeMetrics } from './metrics.ts';

test('numbers of one question are asked for once each time the metrics are read; a question that fails hides no other', async () => {
  const db = new Database({ url: 'postgresql://nobody@127.0.0.1:1/nothing' });
  const metrics = makeMetrics(db);
  let asked = 0;
  metrics.watchTogether({ test_a: 'a', test_b: 'b' }, async () => {
    asked += 1;
    if (asked === 3) throw new Error('no');
    return { test_a: asked, test_b: 10 * asked };
  });
  for (const expected of [1, 2]) {
    const text = await metrics.text();
    assert.match(text, new RegExp(`^test_a ${expected}$`, 'm'));
    assert.match(text, new RegExp(`^test_b ${10 * expected}$`, 'm'));
  }
  const failed = await metrics.text();
  assert.match(failed, /^test_a Nan$/im);
  assert.match(failed, /^anbu_db_waiting 0$/m);
  assert.equal(asked, 3);
  await db.close();
});
