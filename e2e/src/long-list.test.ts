import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { instant } from '@anbu/server/src/kernel/instant.ts';
import { must } from '@anbu/server/src/kernel/outcome.ts';
import { receiveEnquiry } from '@anbu/server/src/modules/enquiries/index.ts';
import { withClient } from '@anbu/server/src/platform/embedded-postgres/roles.ts';
import { insertCrowd } from '@anbu/server/src/demo/crowd/index.ts';
import { tasksDuring, type Task } from './harness/long-tasks.ts';
import { settled } from './harness/screens.ts';
import { useStage } from './harness/stage.ts';
import type { Visitor } from './harness/visitor.ts';

const ROWS = 100_000;
const MOST_ROW_ELEMENTS = 60;
/** What is longer is felt; the browser calls such a task long. */
const LONG_MS = 50;
/** A machine at rest reaches the end in 40 s. No machine is waited for that long by each run of the suite: what it reached is judged, and said. */
const PATIENCE_MS = Number(process.env['ANBU_LONG_LIST_SECONDS'] ?? 25) * 1_000;
/** So far at least, however long a busy machine takes. */
const LEAST_REACHED = 10_000;

const stage = useStage();

let filled: Promise<void> | null = null;
/** A hundred thousand people and enquiries, by SQL. */
function filledClinic(): Promise<void> {
  const { orgId, siteId, teamId, users } = stage.clinic;
  const place = { orgId, siteId, teamIds: [teamId], userIds: [users.consultant, users.colleague] };
  filled ??= withClient(stage.program.superuserUrl, async (client) => {
    // The crowd is of the machine's days.
    await stage.program.setClock(instant(Date.now()));
    await insertCrowd(client, place, { persons: 'new', enquiries: ROWS, open: 5_000, rowsOnly: true });
    await client.query('analyze people.person; analyze enquiries.enquiry; analyze enquiries.call');
  });
  return filled;
}

type Scrolled = {
  /** The last row that was shown. */
  readonly reached: number;
  readonly atEnd: boolean;
  /** Row elements at once. */
  readonly most: number;
  readonly seconds: number;
};

/**
 * Runs in the page, a frame at a time: to the end while pages come in, then back to the top in leaps. Rows are counted at each change of the
 * document, not only when a frame is over.
 */
const SCROLL = `(async (patience, least) => {
  const grid = document.querySelector('[role="grid"]');
  const scroller = grid.parentElement;
  let most = 0;
  const count = () => { most = Math.max(most, grid.querySelectorAll('tbody tr').length); };
  const observer = new MutationObserver(count);
  observer.observe(grid, { childList: true, subtree: true });
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const began = performance.now();
  const lastRow = () => Number([...grid.querySelectorAll('tbody tr[aria-rowindex]')].at(-1)?.getAttribute('aria-rowindex') ?? 0) - 1;
  let reached = 0;
  for (;;) {
    scroller.scrollTop = scroller.scrollHeight;
    await frame();
    reached = Math.max(reached, lastRow());
    const rows = Number(grid.getAttribute('aria-rowcount')) - 1;
    if (rows > 0 && reached === rows) break;
    const took = performance.now() - began;
    if (took > patience && (reached >= least || took > 10 * patience)) break;
  }
  const rows = Number(grid.getAttribute('aria-rowcount')) - 1;
  const seconds = (performance.now() - began) / 1000;
  for (let leap = 1; leap <= 100; leap += 1) {
    scroller.scrollTop = scroller.scrollHeight * (1 - leap / 100);
    await frame();
    count();
  }
  observer.disconnect();
  return { reached, atEnd: rows > 0 && reached === rows, most, seconds };
})`;

async function scrollThrough(visitor: Visitor, context: TestContext): Promise<void> {
  await settled(visitor.page);
  const { result, tasks, parts } = await tasksDuring(visitor.page, () =>
    visitor.page.evaluate<Scrolled>(`${SCROLL}(${PATIENCE_MS}, ${LEAST_REACHED})`),
  );
  const { reached, atEnd, most, seconds } = result;
  const took = tasks.filter((task) => task.took > LONG_MS);
  const worked = tasks.filter((task) => task.worked > LONG_MS);
  const longest = Math.max(...tasks.map((task) => task.worked));
  context.diagnostic(
    `${reached} of ${ROWS} rows in ${seconds.toFixed(1)} s, at most ${most} row elements; the longest task worked ${longest.toFixed(1)} ms; ` +
      `of ${tasks.length} tasks ${took.length} took more than ${LONG_MS} ms on the clock, ${worked.length} of their own work`,
  );
  assert.ok(reached >= LEAST_REACHED, `only ${reached} rows were reached`);
  if (atEnd) assert.ok(reached >= ROWS, `the list ends after ${reached} rows`);
  assert.ok(most <= MOST_ROW_ELEMENTS, `${most} row elements at once`);
  // A core that was taken away in the middle comes back with cold caches: the same work takes longer. Such a task is rare, or the page is slow.
  const isPutOff = (task: Task) => task.took >= 2 * task.worked;
  const why = (list: readonly Task[]) =>
    list.map((task) => `${task.worked.toFixed(1)} ms of work in ${task.took.toFixed(0)} ms: ${parts(task)}`);
  const long = worked.filter((task) => !isPutOff(task));
  assert.deepEqual(why(long), [], 'no task of the page is long by its own work');
  const putOff = worked.filter(isPutOff);
  assert.ok(
    putOff.length * 1_000 <= tasks.length,
    `more than one task in a thousand is long: ${why(putOff).join('\n')}`,
  );
}

test('A12 a hundred thousand enquiries are scrolled towards the end: few row elements, no long task', async (context) => {
  await filledClinic();
  const visitor = await stage.visit({ as: 'manager', at: '/enquiries' });
  await scrollThrough(visitor, context);
  // Back at the top, with thousands of rows below: what arrives is shown, and only what is in sight is read for it.
  const asked: string[] = [];
  visitor.page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/enquiries') asked.push(request.url());
  });
  const person = { name: '방금온이', phone: '010-8765-4321' };
  const arrive = stage.program.app.db.inTx(stage.clinic.actor('desk'), (tx) =>
    receiveEnquiry(tx, { person, sourceChannel: 'phone', interests: [] }),
  );
  must(await arrive);
  await visitor.reads(person.name);
  context.diagnostic(`${asked.length} pages were read for one that arrived`);
  assert.ok(asked.length <= 8, asked.join('\n'));
});

test('A12 a hundred thousand people are scrolled towards the end: few row elements, no long task', async (context) => {
  await filledClinic();
  await scrollThrough(await stage.visit({ as: 'manager', at: '/people' }), context);
});
