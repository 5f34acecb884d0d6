import type { Page } from 'playwright-core';

type TraceEvent = {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

/** A task of the page's main thread: how long it took on the clock, and how long the thread itself was at work in it. Milliseconds. */
export type Task = { readonly took: number; readonly worked: number; readonly began: number };
/** What a task spent most of its work on, as the browser calls it. */
export type Parts = (task: Task) => string;

/**
 * What the main thread of a page does meanwhile, task by task. On a machine whose cores are all busy a task waits for a core in the middle, and the
 * clock counts that too; the work does not.
 */
export async function tasksDuring<T>(
  page: Page,
  work: () => Promise<T>,
): Promise<{ result: T; tasks: readonly Task[]; parts: Parts }> {
  const browser = page.context().browser();
  if (!browser) throw new Error('a page of no browser');
  await browser.startTracing(page, { categories: ['toplevel', '__metadata', 'devtools.timeline', 'v8'] });
  let trace: Buffer;
  let result: T;
  try {
    result = await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: readonly TraceEvent[] };
  const threads = new Map<string, TraceEvent[]>();
  for (const { ph, name, pid, tid, args } of traceEvents)
    if (ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain') threads.set(`${pid} ${tid}`, []);
  for (const event of traceEvents) if (event.ph === 'X') threads.get(`${event.pid} ${event.tid}`)?.push(event);
  // The page's thread is the one that worked most.
  const [events = []] = [...threads.values()].toSorted((a, b) => total(tasksOf(b)) - total(tasksOf(a)));
  const tasks = tasksOf(events);
  if (tasks.length === 0) throw new Error('the trace holds no task of the page');
  const parts: Parts = ({ began, took }) =>
    events
      .filter(({ name, ts, dur = 0 }) => !IS_TASK.test(name) && ts >= began && ts + dur <= began + took * 1_000)
      .toSorted((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
      .slice(0, 6)
      .map(({ name, tdur = 0 }) => `${name} ${(tdur / 1_000).toFixed(1)}`)
      .join(', ');
  return { result, tasks, parts };
}

const IS_TASK = /RunTask$/;

function tasksOf(events: readonly TraceEvent[]): Task[] {
  return events
    .filter(({ name }) => IS_TASK.test(name))
    .map(({ ts, dur = 0, tdur = 0 }) => ({ began: ts, took: dur / 1_000, worked: tdur / 1_000 }));
}

function total(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { worked }) => sum + worked, 0);
}
