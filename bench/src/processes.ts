import { readFile, readdir } from 'node:fs/promises';
import { withClient } from '../../server/src/platform/embedded-postgres/roles.ts';

const TICKS_PER_SECOND = 100;

/** Seconds of processors that a process used so far; with those that it ended as a parent, if asked. Linux alone; 0 for none. */
export async function processorSeconds(pid: number | undefined, withEnded = false): Promise<number> {
  const fields = await statOf(String(pid));
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
  return (user + system + (withEnded ? endedUser + endedSystem : 0)) / TICKS_PER_SECOND;
}

/** Of a whole PostgreSQL server of this machine: its postmaster, its backends, and those that have ended. */
export async function postgresSeconds(superuserUrl: string): Promise<number> {
  const postmaster = await withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ pid: string }>(
      `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
    );
    return rows[0]?.pid ?? '';
  });
  let seconds = await processorSeconds(Number(postmaster), true);
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    if ((await statOf(name))[1] === postmaster) seconds += await processorSeconds(Number(name));
  }
  return seconds;
}

/** Megabytes that a process holds (VmRSS). */
export async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}

/** What `/proc/<pid>/stat` says after the name of the program: its state is first, its parent second. */
async function statOf(pid: string): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
