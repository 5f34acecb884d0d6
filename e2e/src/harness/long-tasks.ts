import type { Page } from 'playwright-core';

type TraceEvent = {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

/** A task of the page's main thread: how long it took on the clock, and how long the thread itself was at work in it. Milliseconds. */
export type Task = { readonly took: number; readonly worked: number };

/**
 * What the main thread of a page does meanwhile, task by task. On a machine whose cores are all busy a task waits for a core in the middle, and the
 * clock counts that too; the work does not.
 */
export async function tasksDuring<T>(
  page: Page,
  work: () => Promise<T>,
): Promise<{ result: T; tasks: readonly Task[] }> {
  const browser = page.context().browser();
  if (!browser) throw new Error('a page of no browser');
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  let trace: Buffer;
  let result: T;
  try {
    result = await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: readonly TraceEvent[] };
  const threads = new Map<string, Task[]>();
  for (const { ph, name, pid, tid, args } of traceEvents)
    if (ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain') threads.set(`${pid} ${tid}`, []);
  for (const { ph, name, pid, tid, dur = 0, tdur = 0 } of traceEvents)
    if (ph === 'X' && /RunTask$/.test(name))
      threads.get(`${pid} ${tid}`)?.push({ took: dur / 1_000, worked: tdur / 1_000 });
  const tasks = [...threads.values()].reduce((most, one) => (total(one) > total(most) ? one : most), []);
  if (tasks.length === 0) throw new Error('the trace holds no task of the page');
  return { result, tasks };
}

function total(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { worked }) => sum + worked, 0);
}
