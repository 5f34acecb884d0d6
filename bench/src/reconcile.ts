/**
 * `node scripts/run.cjs bench/src/reconcile.ts --people 1000000 --data folder`: the nightly reconciliation of the statistics over what an earlier run of
 * the bench filled. Says how long it took, what differed, and the memory of this process.
 */
import { parseArgs } from 'node:util';
import { reconcileRollUps } from '../../server/src/modules/analytics/index.ts';
import { Database } from '../../server/src/platform/db/index.ts';
import { openGround } from './ground.ts';

const { values } = parseArgs({ options: { people: { type: 'string', default: '1000000' }, data: { type: 'string' } } });
if (!values.data) throw new Error('--data: the folder that `npm run bench -- --data` filled');
const ground = await openGround(values.data, Number(values.people));
try {
  if (!ground.seeded) throw new Error(`${values.data} is not filled with ${values.people} persons`);
  const db = new Database({ url: ground.appUrl, poolSize: 2 });
  const began = performance.now();
  const differences = await reconcileRollUps(db);
  const seconds = Math.round((performance.now() - began) / 1_000);
  await db.close();
  console.log(
    JSON.stringify({ people: Number(values.people), seconds, ...differences, rss: process.memoryUsage().rss }),
  );
} finally {
  await ground.close();
}
