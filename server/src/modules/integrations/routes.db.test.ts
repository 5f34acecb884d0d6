import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import iconv from 'iconv-lite';
import { testApp, type As, type TestApp } from '../../testing/app.ts';
import { until } from '../../testing/until.ts';

let app: TestApp;
before(async () => {
  app = await testApp();
  await app.app.startWorkers();
});
after(() => app.stop());

const BOUNDARY = 'a-form-of-this-test';

function upload(as: As, content: Buffer, fields: Record<string, string>, mediaType = 'text/csv') {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\ncontent-type: ${mediaType}\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(parts.join('') + file), content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
  return app.request(as, 'POST', '/imports', payload, { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` });
}

const settled = (id: string) =>
  until(async () => {
    const { body } = await app.request('manager', 'GET', `/imports/${id}`);
    return body.state !== 'running' && body;
  }, 'the import');

const LIST = '이름,전화,문의일,상태\n똠방각하,010-3700-0001,2026-02-30,NEW\n가나다,010-3700-0002,2026-10-01,내맘대로\n';

test('F6 from the upload to the entered rows over HTTP, whatever the media type says', async () => {
  // CP949 with a syllable that EUC-KR has not.
  const sent = await upload(
    'manager',
    iconv.encode(LIST, 'cp949'),
    { kind: 'enquiries', dryRun: 'true' },
    'text/plain; charset=utf-8',
  );
  assert.equal(sent.status, 202, sent.text);
  assert.equal(sent.body.state, 'running');
  const { id } = sent.body;
  const waiting = await settled(id);
  assert.equal(waiting.state, 'waiting');
  assert.equal(waiting.encoding, 'cp949');
  assert.equal(waiting.undecidedLabels, 1);
  const refused = await app.request('manager', 'POST', `/imports/${id}/apply`, {});
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'imports.labels_undecided');
  assert.deepEqual(refused.body.params.labels, ['내맘대로']);

  const report = await app.request('manager', 'GET', `/imports/${id}/report?outcome=rejected`);
  const [item] = report.body.items;
  assert.deepEqual(
    [item.row, item.column, item.value, item.code, item.text],
    [1, '문의일', '2026-02-30', 'imports.day_impossible', '달력에 없는 날짜입니다.'],
  );
  const first = await app.request('manager', 'GET', `/imports/${id}/report?limit=1`);
  assert.equal(first.body.nextCursor, '1');
  const file = await app.request('manager', 'GET', `/imports/${id}/rejected.csv`);
  assert.equal(file.status, 200);
  assert.match(String(file.headers['content-disposition']), /^attachment/);
  assert.equal(file.headers['x-content-type-options'], 'nosniff');
  assert.match(file.text, /똠방각하/);

  const asked = await app.request('manager', 'GET', `/imports/${id}/status-mapping`);
  const mine = asked.body.items.map((label: object) => ({ ...label, decided: 'CONSULTING' }));
  const bare = await app.request('manager', 'PUT', `/imports/${id}/status-mapping`, mine.slice(0, 1));
  assert.equal(bare.status, 200, bare.text);
  const decided = await app.request('manager', 'PUT', `/imports/${id}/status-mapping`, {
    ...asked.body,
    items: asked.body.items.map((label: { decided: string | null }) => ({
      ...label,
      decided: label.decided === 'NEW' ? 'NEW' : 'CONSULTING',
    })),
  });
  assert.equal(decided.status, 200, decided.text);
  assert.equal((await settled(id)).state, 'done', 'a dry run with nothing left to decide');
  const rows = await app.request('manager', 'GET', `/imports/${id}/rows`);
  const [broken, open] = rows.body.items;
  assert.deepEqual(
    [broken.row, broken.label, broken.proposedStatus, broken.outcome, broken.text],
    [1, 'NEW', 'NEW', 'rejected', '달력에 없는 날짜입니다.'],
  );
  assert.deepEqual(open, {
    row: 2,
    label: '내맘대로',
    proposedStatus: 'CONSULTING',
    confidence: 1,
    asked: false,
    outcome: 'created',
  });
  const applied = await app.request('manager', 'POST', `/imports/${id}/apply`, {});
  assert.equal(applied.status, 202, applied.text);
  const done = await settled(id);
  assert.equal(done.state, 'done');
  assert.equal(done.counts.created, 1);
  assert.ok(done.appliedAt);
  const enquiries = await app.request('manager', 'GET', '/enquiries');
  assert.equal(enquiries.body.items[0].status, 'CONSULTING');
  assert.equal(enquiries.body.items[0].person.name, '가나다');
  const listed = await app.request('manager', 'GET', '/imports?limit=1');
  assert.equal(listed.body.items[0].id, id);
  assert.ok(
    app.log.every((line) => !/10-?3700-?0|가나다|똠방/.test(line)),
    'S12 the log knows no person',
  );
});

test('F6 half a workbook, a broken mapping and strangers are refused', async () => {
  const workbook = await upload('manager', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]), { kind: 'people' });
  assert.equal(workbook.status, 422);
  assert.equal(workbook.body.code, 'imports.sheet_broken');
  const broken = await upload('manager', Buffer.from(LIST), { kind: 'people', mapping: '{"name":' });
  assert.equal(broken.body.errors?.[0]?.field, 'mapping');
  assert.equal((await upload('consultant', Buffer.from(LIST), { kind: 'people' })).status, 403);
  const mine = await upload('manager', Buffer.from(LIST), {
    kind: 'people',
    mapping: '{"name":"이름","phone":"전화"}',
  });
  const { id } = mine.body;
  await settled(id);
  for (const path of ['', '/report', '/rejected.csv', '/rejected.xlsx', '/status-mapping', '/rows']) {
    assert.equal((await app.request('other.manager', 'GET', `/imports/${id}${path}`)).status, 404, path);
  }
  assert.equal((await app.request('other.manager', 'POST', `/imports/${id}/apply`, {})).status, 404);
});

test('F3 from a person the audit leads to who brought her list and to the import, whichever worker entered it', async () => {
  for (const [kind, list] of [
    ['enquiries', '이름,전화,문의일,상태\n마바사,010-3700-0101,2026-10-01,NEW\n'],
    ['people', '이름,전화,메모\n아자차,010-3700-0102,오후 선호\n'],
  ] as const) {
    const sent = await upload('manager', Buffer.from(list), { kind, dryRun: 'false' });
    assert.equal((await settled(sent.body.id)).state, 'done');
    const found = await app.request('manager', 'GET', `/people?q=${list.includes('0101') ? '마바사' : '아자차'}`);
    const personId = found.body.items[0].id as string;
    const { body } = await app.request('admin', 'GET', `/audit?personId=${personId}`);
    const lines = body.items.filter(({ action }: { action: string }) => action !== 'people.read');
    assert.ok(lines.length >= 2, JSON.stringify(lines));
    for (const { userId, action } of lines) assert.equal(userId, app.users.manager, action);
    assert.ok(
      lines.some(({ entity, entityId }: Record<string, string>) => entity === 'import' && entityId === sent.body.id),
      JSON.stringify(lines),
    );
    const person = await app.request('manager', 'GET', `/people/${personId}`);
    for (const memo of person.body.memos) assert.equal(memo.authorId, app.users.manager);
  }
});
