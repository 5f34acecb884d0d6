import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
let port: number;
before(async () => {
  app = await testApp();
  await app.server.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.server.address() as { port: number }).port;
});
after(() => app.stop());

const ROWS = 15_000;

/** An import of thirty megabytes of which nothing could be taken. */
async function aHopelessList(): Promise<string> {
  const id = newId();
  await withClient(app.ownerUrl, async (client) => {
    const sha256 = 'a'.repeat(64);
    await client.query(
      `insert into integrations.file (org_id, sha256, size_bytes, created_at) values ($1, $2, 1, clock_timestamp())`,
      [app.org.id, sha256],
    );
    await client.query(
      `insert into integrations.import (org_id, id, kind, file_name, sha256, site_id, state, phase, dry_run, unattended, headers,
         mapping_given, read_on, created_by_name, language, created_at, done, total)
       values ($1, $2, 'people', 'list.csv', $3, $4, 'waiting', 'analyse', false, false, '[{"name":"이름","filled":100,"samples":[]}]',
         false, current_date, 'test', 'ko', clock_timestamp(), ${ROWS}, ${ROWS})`,
      [app.org.id, id, sha256, app.org.siteId],
    );
    await client.query(
      `insert into integrations.import_row (org_id, import_id, row_no, outcome, cells)
       select $1, $2, no, 'rejected', jsonb_build_array(repeat('x', 2000), no) from generate_series(1, ${ROWS}) no`,
      [app.org.id, id],
    );
  });
  return id;
}

async function download(id: string): Promise<IncomingMessage> {
  const request = get({
    port,
    path: `/api/v1/imports/${id}/rejected.csv`,
    headers: { authorization: 'Bearer test:manager' },
  });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return answer;
}

async function rest(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

test('F6 rejected rows are read while they are sent: a slow reader waits, the server holds none of them', async () => {
  const id = await aHopelessList();
  const answer = await download(id);
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename\*=UTF-8''list-rejected\.csv/);
  await once(answer, 'readable');
  await withClient(app.ownerUrl, (client) =>
    client.query(`update integrations.import_row set cells = '["last"]' where import_id = $1 and row_no = ${ROWS}`, [
      id,
    ]),
  );
  const content = await rest(answer);
  assert.equal(content.split('\r\n').length, ROWS + 2);
  assert.ok(content.endsWith('\r\nlast,,\r\n'), 'the last row was read after the first was sent');

  const broken = await download(id);
  await once(broken, 'readable');
  await withClient(app.ownerUrl, (client) =>
    client.query(`update integrations.import set state = 'running', done = 0 where id = $1`, [id]),
  );
  await assert.rejects(rest(broken), 'no file that mixes two mappings');
  assert.ok(app.log.some((line) => line.includes('a download broke off')));
});
