import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayOf } from '../../kernel/zoned-time.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { until } from '../../testing/until.ts';

let app: TestApp;
const FORMULA = '=HYPERLINK("https://a.example","눌러")';
before(async () => {
  app = await testApp();
  for (let index = 0; index < 5; index += 1) {
    const body = {
      person: { name: index === 0 ? FORMULA : `고객${index}`, phone: `010-4000-000${index}` },
      sourceChannel: index % 2 ? 'phone' : 'internet',
      interests: ['implant'],
      campaign: index === 1 ? '@가을' : '봄',
    };
    const answer = await app.request('manager', 'POST', '/enquiries', body);
    assert.equal(answer.status, 201, answer.text);
  }
});
after(() => app.stop());

type Who = Parameters<TestApp['request']>[0];
const ask = (who: Who, body: object) =>
  app.request(who, 'POST', '/exports', { list: 'enquiries', reason: '월말 보고', ...body });
const fileOf = async (who: Who, id: string) => (await app.request(who, 'GET', `/exports/${id}/file`)).text;
const lines = (csv: string) => csv.replace('\ufeff', '').trimEnd().split('\r\n');

test('A12 the file holds what is shown: filter, order, columns, language; formulas are texts', async () => {
  const made = await ask('manager', {
    query: { sourceChannel: 'phone', sort: 'receivedAt' },
    columns: ['campaign', 'person', 'status'],
  });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.body.state, made.body.done, made.body.total], ['done', 2, 2]);
  const csv = await fileOf('manager', made.body.id);
  assert.ok(csv.startsWith('\ufeff'));
  assert.deepEqual(lines(csv), [
    '캠페인,이름,전화번호,상담 상태',
    "'@가을,고객1,010-4000-0001,신규 문의",
    '봄,고객3,010-4000-0003,신규 문의',
  ]);
  assert.match((await app.request('manager', 'GET', '/audit?action=exports.started')).text, /월말 보고/);
  const audit = await app.request('manager', 'GET', '/audit?action=enquiries.exported');
  assert.equal(audit.body.items[0].personIds.length, 2, 'each page says whose data it holds');
});

test('A12 the list of people leaves as it is shown, too: filters, order, columns; columns of the other list are refused', async () => {
  const made = await ask('manager', {
    list: 'people',
    query: { hasOpen: 'true', sort: 'registered', sourceChannel: 'phone' },
    columns: ['number', 'person', 'openEnquiries', 'sourceChannel', 'contact'],
  });
  assert.equal(made.status, 201, made.text);
  const told = lines(await fileOf('manager', made.body.id));
  assert.deepEqual(
    told.map((line) => line.replace(/,\d{4}-\d\d-\d\d \d\d:\d\d$/, ',when')),
    [
      '차트 번호,이름,전화번호,진행 중 문의,내원 경로,마지막 연락',
      '2,고객1,010-4000-0001,1,전화,when',
      '4,고객3,010-4000-0003,1,전화,when',
    ],
  );
  const audit = await app.request('manager', 'GET', '/audit?action=people.exported');
  assert.deepEqual([audit.body.items[0].personIds.length, audit.body.items[0].reason], [2, '월말 보고']);
  const standard = await ask('manager', { list: 'people', query: { q: '고객1' } });
  assert.match(lines(await fileOf('manager', standard.body.id))[1] ?? '', /^고객1,010-4000-0001,2,,1,\d{4}-/);
  const wrong = await ask('manager', { list: 'people', columns: ['person', 'likelihood'] });
  assert.deepEqual([wrong.status, wrong.body.errors[0].field], [422, 'columns']);
  const foreign = await ask('manager', { list: 'people', query: { likelihood: 'H' } });
  assert.deepEqual([foreign.status, foreign.body.errors[0].field], [422, 'query']);
  const formula = await ask('manager', { list: 'people', query: { q: FORMULA.slice(0, 6) } });
  assert.match(await fileOf('manager', formula.body.id), /^"'=HYPERLINK/m);
});

/** Tables of one file stand below each other, each under its title. */
function tablesIn(csv: string): ReadonlyMap<string, readonly string[]> {
  const parts = csv.replace('\ufeff', '').split('\r\n\r\n');
  return new Map(
    parts.map((part) => {
      const [title = '', ...rest] = part.split('\r\n').filter((line) => line !== '');
      return [title, rest];
    }),
  );
}

test('A14 statistics leave as they are shown: months, whom they are of, figures with their units in the header; fewer than ten are no rate', async () => {
  await app.runOutbox();
  const month = dayOf('Asia/Seoul', await app.db.now()).slice(0, 7);
  const made = await ask('manager', {
    list: 'statistics',
    query: { page: 'cohorts', from: month, to: month, by: 'channel', compare: 'previous' },
  });
  assert.equal(made.status, 201, made.text);
  const tables = tablesIn(await fileOf('manager', made.body.id));
  assert.deepEqual(
    [...tables.keys()],
    [
      '월별 문의의 예약률',
      '월별 문의의 예약률: 두 기간 비교',
      '월별 예약',
      '월별 예약: 두 기간 비교',
      '연결까지 시도 횟수',
      '연결까지 시도 횟수: 두 기간 비교',
      '연결이 잘 되는 시간',
      '연결이 잘 되는 시간: 두 기간 비교',
    ],
    'every table of the page',
  );
  const [header, ...told] = tables.get('월별 문의의 예약률') ?? [];
  assert.equal(
    header,
    '달,구분,문의,당월 예약률 (%),다음 달까지 예약률 (%),지금까지 예약률 (%),늘어난 예약률(%p),늘어난 비율 (%),내원율 (%),예약 없이 내원,무효 비율 (%)',
  );
  assert.deepEqual(told.map((line) => line.split(',').slice(0, 4)).toSorted(), [
    [month, '인터넷', '3', ''],
    [month, '전화', '2', ''],
    ['전체', '인터넷', '3', ''],
    ['전체', '전체', '5', ''],
    ['전체', '전화', '2', ''],
  ]);
  assert.equal(tables.get('월별 문의의 예약률: 두 기간 비교')?.length, 10);
  const book = await ask('manager', { list: 'statistics', format: 'xlsx', query: { page: 'channels' } });
  assert.equal(book.status, 201, book.text);
  const refused = await ask('manager', { list: 'statistics', query: { page: 'cohorts', status: 'NEW' } });
  assert.equal(refused.status, 422);
  assert.equal((await ask('consultant', { list: 'statistics', query: {} })).status, 403);
});

test('S13 without a reason, without the permission or for another organisation there is no file', async () => {
  const silent = await app.request('manager', 'POST', '/exports', { list: 'enquiries' });
  assert.deepEqual([silent.status, silent.body.errors[0].field], [422, 'reason']);
  assert.equal((await ask('consultant', {})).status, 403);
  const { body } = await ask('manager', {});
  for (const who of ['consultant', 'admin', 'other.admin'] as const) {
    assert.equal((await app.request(who, 'GET', `/exports/${body.id}/file`)).status, 404, who);
  }
});

test('A12 F5 a key exports the lists that its scopes name, and reads its own files only', async () => {
  const keyed = async (name: string, scopes: string[]) => {
    const { body: key } = await app.request('admin', 'POST', '/api-keys', { name, scopes });
    const headers = { authorization: `Bearer ${key.key}` };
    return (method: string, path: string, body?: object) => app.request(null, method, path, body, headers);
  };
  const people = await keyed('메일 도구', ['people.read', 'people.export']);
  const other = await keyed('다른 도구', ['people.read', 'people.export']);
  const reason = '주소록 옮기기';
  assert.equal((await people('POST', '/exports', { list: 'enquiries', reason })).status, 403);
  const made = await people('POST', '/exports', { list: 'people', reason });
  assert.deepEqual([made.status, made.body.state], [201, 'done'], made.text);
  assert.equal(lines((await people('GET', `/exports/${made.body.id}/file`)).text).length, 6);
  assert.deepEqual(
    [(await people('GET', '/exports')).body.items.length, (await other('GET', '/exports')).body.items.length],
    [1, 0],
  );
  assert.equal((await other('GET', `/exports/${made.body.id}/file`)).status, 404);
});

test('S3 the exported file is read again by an import, and the texts are what they were', async () => {
  const { body } = await ask('manager', { columns: ['person', 'received', 'asked', 'status', 'campaign'] });
  const csv = await fileOf('manager', body.id);
  assert.ok(csv.includes(`"'=HYPERLINK(""https://a.example"",""눌러"")"`), csv);
  const boundary = 'b';
  const part = (head: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
  const form =
    part('name="kind"', 'enquiries') +
    part('name="dryRun"', 'false') +
    part('name="file"; filename="a.csv"', csv) +
    `--${boundary}--\r\n`;
  const started = await app.request('other.admin', 'POST', '/imports', form, {
    'content-type': `multipart/form-data; boundary=${boundary}`,
  });
  assert.equal(started.status, 202, started.text);
  const workers = await app.app.startWorkers();
  try {
    const path = `/imports/${started.body.id}`;
    await until(async () => (await app.request('other.admin', 'GET', path)).body.state === 'done', 'the import');
    const people = await app.request('other.admin', 'GET', '/people');
    const names = people.body.items.map(({ name }: { name: string }) => name);
    assert.deepEqual(names.toSorted(), [FORMULA, '고객1', '고객2', '고객3', '고객4'].toSorted());
    const enquiries = await app.request('other.admin', 'GET', '/enquiries?campaign=@가을');
    assert.equal(enquiries.body.items.length, 1, 'the guard is taken away again');
  } finally {
    await workers.stop();
  }
});

test('S13 what is long is written by a job, the unusual one is told to the administrator until she has looked', async () => {
  const now = await app.request('admin', 'PUT', '/presets/exports', {
    value: { unusualRows: 10, directRows: 2, fileHours: 24 },
    reason: '시험',
  });
  assert.equal(now.status, 200, now.text);
  for (let index = 0; index < 7; index += 1) {
    await app.request('manager', 'POST', '/enquiries', {
      person: { name: `많은${index}` },
      sourceChannel: 'phone',
      interests: [],
    });
  }
  const { body } = await ask('manager', { format: 'xlsx' });
  assert.deepEqual([body.state, body.total, body.unusual], ['running', 12, true]);
  assert.equal((await app.request('manager', 'GET', `/exports/${body.id}/file`)).status, 409);
  const workers = await app.app.startWorkers();
  try {
    const path = `/exports/${body.id}`;
    await until(async () => (await app.request('manager', 'GET', path)).body.state === 'done', 'the file');
  } finally {
    await workers.stop();
  }
  const file = await app.request('manager', 'GET', `/exports/${body.id}/file`);
  assert.equal(file.status, 200);
  assert.ok(file.text.startsWith('PK'));
  const waiting = async () =>
    (await app.request('admin', 'GET', '/exports?unusual=true')).body.items.map(({ id }: { id: string }) => id);
  assert.deepEqual(await waiting(), [body.id]);
  assert.equal((await app.request('consultant', 'GET', '/exports?unusual=true')).status, 403);
  assert.equal((await app.request('admin', 'POST', `/exports/${body.id}/acknowledge`, {})).status, 204);
  assert.deepEqual(await waiting(), []);
});
