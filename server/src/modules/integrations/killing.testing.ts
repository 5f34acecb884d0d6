// Kills the workers of an import at random moments, until it has come to its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '../../kernel/ids.ts';
import { sql } from '../../platform/db/index.ts';
import type { importDesk } from './testing.ts';

const PROGRAM = path.join(import.meta.dirname, 'importer.fixture.ts');
type Desk = Awaited<ReturnType<typeof importDesk>>;

/**
 * Gives how many workers were killed at work, and in how many different states of it. A worker lives no longer than a moment after its first batch,
 * and mostly dies in the midst of it: the life is the longer, the less the one before came to, on a fast machine as on a busy one.
 */
export async function killUntilEnded(desk: Desk, id: Id, kills: number): Promise<{ killed: number; states: number }> {
  const states = new Set<string>();
  let killed = 0;
  let longestLife = 400;
  // The next worker reads its modules while this one works.
  let next = startWorker(desk, id);
  for (;;) {
    const worker = await next;
    const last = killed >= kills;
    if (!last) next = startWorker(desk, id);
    worker.begin();
    if (!last) {
      await Promise.race([
        sleep(Math.random() * longestLife),
        worker.firstBatch().then(() => sleep(Math.random() * 40)),
      ]);
      worker.kill();
    }
    if (await worker.ended()) {
      if (!last) (await next).kill();
      return { killed, states: states.size };
    }
    if (last) throw new Error('a worker that nobody killed has ended before its import');
    killed++;
    const known = states.size;
    states.add(await stateOf(desk, id));
    longestLife *= states.size > known ? 0.8 : 1.4;
  }
}

/** The last worker runs to the end by itself; one that was killed may have ended before. */
async function startWorker(desk: Desk, id: Id) {
  const child = spawn(process.execPath, [PROGRAM, desk.database.appUrl, desk.actor.orgId, id], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // Whoever is killed reads no more.
  child.stdin.on('error', () => undefined);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, 'close');
  while (!said.includes('ready')) {
    if (child.exitCode !== null) throw new Error('a worker ended before it began');
    await sleep(5);
  }
  return {
    begin: () => child.stdin.write('go\n'),
    firstBatch: async () => {
      while (!said.includes('done') && child.exitCode === null && child.signalCode === null) await sleep(3);
    },
    kill: () => child.kill('SIGKILL'),
    ended: async () => {
      await gone;
      return said.includes('ended');
    },
  };
}

async function stateOf(desk: Desk, id: Id): Promise<string> {
  const [row] = await desk.tell(sql<{ phase: string; done: number }>`
    select phase, done from integrations.import where id = ${id}`);
  return `${row?.phase} ${row?.done}`;
}
