import assert from 'node:assert/strict';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { anOrganisation, commandLine, type CommandLine } from './run.testing.ts';

let line: CommandLine;
before(async () => {
  line = await commandLine();
  await anOrganisation(line);
  await anOrganisation(line, 'other');
  const list = path.join(line.dataDir, 'people.csv');
  await writeFile(list, '이름,전화번호\r\n=1+1,010-5555-0101\r\n박고객,010-5555-0102\r\n');
  await line.json(['import', list, '--org', 'demo', '--kind', 'people']);
});
after(() => line.stop());

const WHY = ['--reason', 'yearly review'];

test('F6 a list goes whole to a file of its owner alone, named in the audit with the reason', async () => {
  const file = path.join(line.dataDir, 'out.csv');
  const done = await line.json(['export', 'people', '--org', 'demo', ...WHY, '--out', file]);
  assert.deepEqual(done, { file, kind: 'people', rows: 2 });
  assert.match(
    await readFile(file, 'utf8'),
    /^\ufeff이름,.*\r\n'=1\+1,010-5555-0101,.*\r\n박고객,010-5555-0102,.*\r\n$/,
  );
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await withClient(line.database.ownerUrl, async (client) => {
    const { rows } = await client.query(
      `select actor_name as actor, reason, cardinality(person_ids) as people from platform.audit_entry where action = 'people.exported'`,
    );
    assert.deepEqual(rows, [{ actor: 'anbu export', reason: 'yearly review', people: 2 }]);
  });
  const again = await line.anbu(['export', 'people', '--org', 'demo', ...WHY, '--out', file]);
  assert.deepEqual([again.code, /exists already/.test(again.err)], [1, true], again.err);
});

test('an export to standard output is the list and nothing else; how many rows is told beside it', async () => {
  const { code, out, err } = await line.anbu(['export', 'people', '--org', 'demo', ...WHY, '--language', 'en']);
  assert.equal(code, 0, err);
  assert.match(out, /^\ufeffName,.*\r\n(.*\r\n){2}$/);
  assert.match(err, /^2 rows$/m);
});

test('S1 another organisation exports its own, and one that is not there nothing', async () => {
  const { out } = await line.anbu(['export', 'people', '--org', 'other', ...WHY]);
  assert.equal(out.trimEnd().split('\r\n').length, 1);
  const file = path.join(line.dataDir, 'nobody.csv');
  const nobody = await line.anbu(['export', 'people', '--org', 'nobody', ...WHY, '--out', file]);
  assert.equal(nobody.code, 1);
  assert.ok(!(await readdir(line.dataDir)).some((name) => name.startsWith('nobody')));
});
