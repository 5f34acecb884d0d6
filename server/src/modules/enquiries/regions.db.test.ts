import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testApp, type TestApp } from '../../testing/app.ts';
import { until } from '../../testing/until.ts';

let app: TestApp;
before(async () => {
  app = await testApp();
  await app.app.startWorkers();
});
after(() => app.stop());

const HOURS = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [['09:00', '18:00']] };

async function aSite(name: string, timeZone: string): Promise<string> {
  const answer = await app.request('admin', 'POST', '/sites', { name, timeZone, hours: HOURS });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
}

test('A1 a number without a country is read as those of the site that it is entered for', async () => {
  const rows: [site: string, typed: string, e164: string][] = [
    [await aSite('LA', 'America/Los_Angeles'), '(650) 253-0000', '+16502530000'],
    [await aSite('상하이', 'Asia/Shanghai'), '138 0013 8000', '+8613800138000'],
    [app.org.siteId, '010-4242-0001', '+821042420001'],
    [await aSite('SF', 'America/Los_Angeles'), '+82 10-4242-0002', '+821042420002'],
  ];
  for (const [index, [site, phone, e164]] of rows.entries()) {
    const enquirer = { name: '보호자', phone };
    const body = { person: { name: `손님${index}`, phone }, sourceChannel: 'phone', site, enquirer };
    const { status, body: made, text } = await app.request('desk', 'POST', '/enquiries', body);
    assert.equal(status, 201, text);
    assert.deepEqual([made.person.phone, made.parties[0].phone], [e164, e164], phone);
    const walkIn = await app.request('desk', 'POST', '/enquiries/walk-in', { name: `손님${index}`, phone, site });
    assert.equal(walkIn.body.personId, made.personId, 'the same number is the same person');
  }
  const wrongPlace = { person: { name: '손님', phone: '(650) 253-0000' }, sourceChannel: 'phone' };
  const refused = await app.request('desk', 'POST', '/enquiries', wrongPlace);
  assert.deepEqual(refused.body.errors[0], {
    ...refused.body.errors[0],
    field: 'person.phone',
    code: 'phone.impossible',
  });
});

test('F6 the numbers of a list are read as those of the site that it is for', async () => {
  const site = await aSite('Seattle', 'America/Los_Angeles');
  const parts = [
    ...Object.entries({ kind: 'people', dryRun: 'false', site }).map(
      ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
    '--b\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\ncontent-type: text/csv\r\n\r\n',
    '이름,전화번호\nAda King,(206) 342-8631\n\r\n--b--\r\n',
  ];
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const { body: started } = await app.request('manager', 'POST', '/imports', Buffer.from(parts.join('')), headers);
  await until(async () => (await app.ok('manager', 'GET', `/imports/${started.id}`)).state !== 'running', 'the import');
  const { body: found } = await app.request('manager', 'GET', '/people?q=Ada');
  assert.equal(found.items[0]?.phone, '+12063428631');
});

test('B2 people are entered and found by a number as it is written where the organisation is', async () => {
  const made = await app.request('desk', 'POST', '/people', { name: '본원손님', phone: '010-4242-0009' });
  assert.equal(made.status, 201, made.text);
  const { body } = await app.request('desk', 'GET', '/people?q=01042420009');
  assert.deepEqual(
    body.items.map(({ id }: { id: string }) => id),
    [made.body.id],
  );
});
