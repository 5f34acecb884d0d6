/** The disk of the database fills up while people work. Wants a file system of its own, which only root may mount. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { startFleet, type Fleet } from './fleet.testing.ts';
import { until } from '../testing/until.ts';

const run = promisify(execFile);
const MEGABYTE = 1024 * 1024;
const LEFT = 40 * MEGABYTE;
const WAL = { max_wal_size: '64MB', min_wal_size: '32MB', wal_compression: 'off' };

const dir = await mkdtemp(path.join(tmpdir(), 'anbu-full-'));
const isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=320m,mode=755', 'anbu-full', dir]).then(
  () => true,
  () => false,
);
let fleet: Fleet | null = null;
after(async () => {
  await fleet?.stop();
  if (isMounted) await run('umount', ['-l', dir]);
  await rm(dir, { recursive: true, force: true });
});

const skip = isMounted ? false : 'no file system of its own can be mounted here';
test(
  'R6 the disk is full: what cannot be kept is refused and not acknowledged; with room again all that was is there',
  { skip, timeout: 300_000 },
  async () => {
    fleet = await startFleet({ folder: dir, settings: WAL });
    const { url } = await fleet.start('serve');
    const key = await fleet.key();
    const post = async (path: string, body: object): Promise<{ status: number; id: string | null }> => {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      const { id = null } = (await answer.json()) as { id?: string };
      return { status: answer.status, id };
    };
    // Nothing to compress: each takes its room.
    const memo = (person: string) => post(`/people/${person}/memos`, { text: randomBytes(2_900).toString('base64') });
    const { id: person } = await post('/people', { name: '김하나' });
    assert.ok(person);
    const { bavail, bsize } = await statfs(dir);
    const filler = path.join(dir, 'filler');
    await writeFile(filler, Buffer.alloc(bavail * bsize - LEFT));

    const kept: string[] = [];
    const refused: number[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let inRow = 0; inRow < 5;) {
          const { status, id } = await memo(person);
          if (status === 201 && id) kept.push(id);
          else refused.push(status);
          inRow = status === 201 ? 0 : inRow + 1;
          assert.ok(kept.length < 20_000, 'the disk never filled');
        }
      }),
    );
    assert.ok(kept.length > 10, 'there was room at first');
    assert.deepEqual(new Set(refused), new Set([503]));

    await rm(filler);
    await fleet.restart();
    await until(async () => (await fetch(`${url}/readyz`)).status === 200, 'that it is ready again');
    assert.equal((await memo(person)).status, 201);
    const stored = await withClient(fleet.superuserUrl.replace(/\/[^/]*$/, '/anbu'), async (client) => {
      const { rows } = await client.query<{ id: string }>('select id from people.memo');
      return new Set(rows.map(({ id }) => id));
    });
    assert.deepEqual(
      kept.filter((id) => !stored.has(id)),
      [],
    );
    assert.equal(stored.size, kept.length + 1, 'and nothing that was refused');
  },
);
