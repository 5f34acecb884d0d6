import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { instant, MINUTE } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor } from '../../platform/db/index.ts';
import { readPieces } from '../../platform/files/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { PrintRun } from './press/index.ts';
import { sweepLetters } from './service/letters/make.ts';
import { findPrint } from './store/letter-batch-store.ts';
import { anAddressee, aPostWay, fontsOfPdf, SEOUL, textOfPdf } from './testing/letters.testing.ts';
import { aPerson, mergedInto, messageIn } from '../../testing/messages.ts';
import { until } from '../../testing/until.ts';

let app: TestApp;
let way: string;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')) });
  way = await aPostWay(app);
  await app.app.startWorkers();
});
after(() => app.stop());

const write = (personId: string, text: string, more: object = {}) =>
  app.request('consultant', 'POST', '/messages', { personId, channel: 'letter', subject: '안내', text, ...more });
const collect = () => app.request('desk', 'POST', '/letters/batches', {});
const batchOf = async (id: string) => (await app.request('desk', 'GET', `/letters/batches/${id}`)).body;
const ready = (id: string, prints = 1) =>
  until(async () => {
    const batch = await batchOf(id);
    return (
      batch.prints.length === prints &&
      batch.prints.every((one: { pages: number | null }) => one.pages !== null) &&
      batch
    );
  });
const lettersOf = async (id: string) => (await app.request('desk', 'GET', `/letters?batch=${id}`)).body.items;

async function pdfOf(printId: string): Promise<Buffer> {
  const read = async <T>(work: Parameters<typeof app.db.inTx<T>>[1]) =>
    must(await app.db.inTx(systemActor(app.org.id, 'test'), work));
  const fileId = (await read(async (tx) => ok(await findPrint(tx, printId))))?.fileId ?? '';
  const pieces: Uint8Array[] = [];
  for await (const piece of readPieces(read, fileId)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('D8 letters are collected in one PDF: the window shows sender and address alone, pages are counted, fonts are in it once', async () => {
  const layout = { leftMm: 100, topMm: 48, widthMm: 90, heightMm: 45, foldMarks: true, machineMarks: true };
  const put = await app.request('admin', 'PUT', `/letters/layouts/${app.org.siteId}`, {
    ...layout,
    returnLine: '안부치과 서울 중구 세종대로 1',
    senderLines: ['안부치과', '02-1588-1234'],
  });
  assert.equal(put.status, 200, put.text);
  const korean = await anAddressee(app, { name: '김편지', phone: '010-3000-0001' });
  const chinese = await anAddressee(app, {
    name: '王芳',
    phone: '010-3000-0002',
    address: { country: 'CN', postcode: '200040', lines: ['上海市静安区南京西路1515号'] },
  });
  const english = await anAddressee(app, {
    name: 'Anna Kim',
    phone: '010-3000-0003',
    address: { country: 'US', postcode: '94103', lines: ['1 Market St', 'San Francisco, CA'] },
  });
  const long = Array.from({ length: 70 }, (_, at) => `${at + 1}. 치료 뒤 주의하실 점입니다.`).join('\n');
  for (const [personId, text, more] of [
    [korean, long, {}],
    [chinese, '您好，您的预约已确认。', { language: 'zh', subject: '通知' }],
    [english, 'Your visit is confirmed.', { language: 'en', subject: 'Your visit' }],
  ] as const) {
    const made = await write(personId, text, more);
    assert.equal(made.status, 201, made.text);
    assert.equal(made.body.state, 'queued', made.text);
    assert.deepEqual(made.body.cost, { minor: 520, currency: 'KRW' });
  }
  assert.deepEqual((await app.request('desk', 'GET', '/letters/overview')).body.waiting, 3);
  const made = await collect();
  assert.equal(made.status, 200, made.text);
  assert.deepEqual([made.body.batch.letters, made.body.refused, made.body.batch.no], [3, 0, 1]);
  const batch = await ready(made.body.batch.id);
  const print = batch.prints[0];
  assert.ok(print.pages >= 4);
  const pdf = await pdfOf(print.id);
  const rows = await lettersOf(batch.id);
  assert.deepEqual(
    rows.map((row: { personId: string }) => row.personId),
    [korean, chinese, english],
    'at home first, then by country and postcode',
  );
  const all = textOfPdf(pdf, '-layout');
  for (const said of [
    '김편지 귀하',
    '王芳 收',
    '您好，您的预约已确认。',
    'Anna Kim',
    'CHINA',
    '70. 치료 뒤',
    `1/${rows[0].pages}`,
    '1/1',
  ])
    assert.ok(all.includes(said), said);
  const [x, y, width, height] = [100, 48, 90, 45].map((mm) => Math.round((mm * 72) / 25.4));
  const window = textOfPdf(pdf, '-f', '1', '-l', '1', '-x', `${x}`, '-y', `${y}`, '-W', `${width}`, '-H', `${height}`);
  assert.deepEqual(
    window.split('\n').filter((line) => line.trim() !== ''),
    ['안부치과 서울 중구 세종대로 1', ...SEOUL.lines, '김편지 귀하', '04524\f'].map((line) => line.replace('\f', '')),
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'anbu-letters-'));
  await writeFile(path.join(folder, 'letters.pdf'), pdf);
  const fonts = fontsOfPdf(path.join(folder, 'letters.pdf'));
  await rm(folder, { recursive: true });
  assert.ok(
    fonts.every((line) => /\byes\s+yes\b/.test(line)),
    fonts.join('\n'),
  );
  assert.equal(fonts.filter((line) => /Pretendard-Regular/.test(line)).length, 1);
  assert.equal(fonts.filter((line) => /NotoSansSC/i.test(line) && !/Bold|SemiBold/i.test(line)).length, 1);
  const taken = await app.request('desk', 'GET', `/letters/prints/${print.id}/file`);
  assert.deepEqual([taken.status, taken.headers['content-type']], [200, 'application/pdf']);
  assert.equal((await app.request('consultant', 'GET', `/letters/prints/${print.id}/file`)).status, 403);
  assert.equal((await app.request('other.manager', 'GET', `/letters/prints/${print.id}/file`)).status, 404);
});

test('D8 printed, posted, returned: the message is sent with the post, and fails with what came back; its address asks for somebody', async () => {
  const personId = await anAddressee(app, { name: '박반송', phone: '010-3000-0011' });
  const { body: message } = await write(personId, '갱신 안내입니다.');
  const { batch } = (await collect()).body;
  const early = await app.request('desk', 'POST', `/letters/batches/${batch.id}/posted`, { version: 1 });
  assert.equal(early.body.code, 'channels.batch_state');
  await ready(batch.id);
  const printed = await app.request('desk', 'POST', `/letters/batches/${batch.id}/printed`, { version: 1 });
  assert.equal(printed.body.state, 'printed', printed.text);
  const [letter] = await lettersOf(batch.id);
  const soon = await app.request('desk', 'POST', '/letters/returned', { number: letter.number, why: 'moved' });
  assert.equal(soon.body.code, 'channels.not_posted');
  const stale = await app.request('desk', 'POST', `/letters/batches/${batch.id}/posted`, { version: 1 });
  assert.equal(stale.body.code, 'request.stale');
  const posted = await app.request('desk', 'POST', `/letters/batches/${batch.id}/posted`, { version: 2 });
  assert.equal(posted.body.state, 'posted', posted.text);
  assert.equal((await messageIn(app, message.id, ['sent'])).state, 'sent');
  const slip = await app.request('desk', 'POST', '/letters/returned', { number: '0000000001', why: 'moved' });
  assert.deepEqual([slip.status, slip.body.errors[0].code], [422, 'channels.no_letter_number']);
  const typed = `${letter.number.slice(0, 5)}-${letter.number.slice(5, 9)}-${letter.number.slice(9)}`;
  for (let times = 0; times < 2; times += 1) {
    const returned = await app.request('desk', 'POST', '/letters/returned', { number: typed, why: 'moved' });
    assert.deepEqual(
      [returned.status, returned.body.state, returned.body.toCheck],
      [200, 'returned', true],
      returned.text,
    );
  }
  const failed = await messageIn(app, message.id, ['failed']);
  assert.match(failed.why.text, /이사|moved/i);
  const { address } = (await app.request('consultant', 'GET', `/people/${personId}/address`)).body;
  assert.deepEqual([address.state, address.badWhy], ['bad', 'moved']);
  const again = await write(personId, '다시');
  assert.deepEqual([again.body.state, again.body.why.code], ['refused', 'channels.bad_postal_address']);
  const open = await app.request('desk', 'GET', '/letters?check=1');
  assert.deepEqual(
    open.body.items.map((row: { number: string }) => row.number),
    [letter.number],
  );
  assert.equal((await app.request('desk', 'GET', '/letters/overview')).body.toCheck, 1);
  await app.request('consultant', 'PUT', `/people/${personId}/address`, SEOUL);
  assert.equal((await app.request('desk', 'POST', `/letters/${letter.number}/checked`, {})).body.toCheck, false);
  assert.equal((await app.request('desk', 'GET', '/letters/overview')).body.toCheck, 0);
  assert.equal((await write(personId, '새 주소로')).body.state, 'queued');
  await collect();
});

test('a part is printed again after a jam, with the same numbers', async () => {
  for (let at = 0; at < 5; at += 1) {
    const personId = await anAddressee(app, { name: `연번${at}`, phone: `010-3000-002${at}` });
    await write(personId, `${at}번 편지`);
  }
  const { batch } = (await collect()).body;
  await ready(batch.id);
  const bad = await app.request('desk', 'POST', `/letters/batches/${batch.id}/reprint`, { from: 3, to: 9 });
  assert.deepEqual([bad.status, bad.body.errors[0].code], [422, 'channels.no_such_letters']);
  const asked = await app.request('desk', 'POST', `/letters/batches/${batch.id}/reprint`, { from: 2, to: 3 });
  assert.equal(asked.status, 200, asked.text);
  const { prints } = await ready(batch.id, 2);
  const text = textOfPdf(await pdfOf(prints[1].id), '-layout');
  const numbers = [...text.matchAll(/\d{5}-\d{4}-\d/g)].map(([number]) => number.replaceAll('-', ''));
  const letters = await lettersOf(batch.id);
  assert.deepEqual(
    numbers,
    letters.slice(1, 3).map((row: { number: string }) => row.number),
  );
});

test('P2 who has no address, was stopped or merged since, gets no letter: it stays refused with its reason', async () => {
  const nowhere = await aPerson(app, { name: '무주소', phone: '010-3000-0031' });
  const refused = await write(nowhere, '안내');
  assert.deepEqual(
    [refused.status, refused.body.state, refused.body.why.code],
    [201, 'refused', 'channels.no_postal_address'],
  );
  assert.match(refused.body.why.text, /[가-힣]/);
  const seen = await app.request('consultant', 'POST', '/messages/preview', {
    personId: nowhere,
    channel: 'letter',
    subject: '안내',
    text: '안내',
  });
  assert.equal(seen.body.verdict.verdict, 'DENY');
  assert.ok(seen.body.verdict.remedy.text.length > 5);
  const stopped = await anAddressee(app, { name: '중지', phone: '010-3000-0032' });
  const gone = await anAddressee(app, { name: '이사', phone: '010-3000-0033' });
  const merged = await anAddressee(app, { name: '합침', phone: '010-3000-0034' });
  const [one, two] = [(await write(stopped, '안내')).body, (await write(gone, '안내')).body];
  const three = (await write(merged, '안내')).body;
  await mergedInto(app, merged, gone);
  const stop = await app.request('admin', 'POST', '/suppressions', {
    personId: stopped,
    reason: 'request',
    note: '원하지 않음',
  });
  assert.ok(stop.status < 300, stop.text);
  await app.request('consultant', 'DELETE', `/people/${gone}/address`);
  const made = await collect();
  assert.deepEqual([made.status, made.body.batch, made.body.refused], [200, null, 3], made.text);
  assert.match((await messageIn(app, one.id, ['refused'])).why.code, /^gate\./);
  assert.equal((await messageIn(app, two.id, ['refused'])).why.code, 'channels.no_postal_address');
  assert.equal((await messageIn(app, three.id, ['refused'])).why.code, 'gate.nobody');
  assert.equal((await collect()).body.code, 'channels.no_letters');
});

test('a batch is made by itself once a day at its time', async () => {
  const changed = await app.request('admin', 'PATCH', `/channels/${way}`, { settings: { dailyAt: '16:30' } });
  assert.equal(changed.status, 200, changed.text);
  const wrong = await app.request('admin', 'PATCH', `/channels/${way}`, { settings: { dailyAt: '25:00' } });
  assert.equal(wrong.body.errors?.[0]?.code, 'channels.setting_unfit');
  const personId = await anAddressee(app, { name: '매일', phone: '010-3000-0041' });
  await write(personId, '안내');
  assert.equal(await sweepLetters(app.db), 0, 'not yet');
  await app.setClock(instant(Date.parse('2026-11-26T16:31:00+09:00')));
  assert.deepEqual((await Promise.all([sweepLetters(app.db), sweepLetters(app.db)])).sort(), [0, 1]);
  await write(personId, '한 통 더');
  await app.advance(5 * MINUTE);
  assert.equal(await sweepLetters(app.db), 0, 'once a day');
  const { items } = (await app.request('desk', 'GET', '/letters/batches')).body;
  assert.deepEqual([items[0].byItself, items[0].letters], [true, 1]);
});

test('an editor and a composer see the letter as its pages', async () => {
  const personId = await anAddressee(app, { name: '미리', phone: '010-3000-0051' });
  const seen = await app.request('consultant', 'POST', '/messages/preview', {
    personId,
    channel: 'letter',
    subject: '안내',
    text: '본문',
  });
  assert.equal(seen.status, 200, seen.text);
  const [page] = seen.body.proof.pages;
  const words = page.items.flatMap((item: { text?: string }) => item.text ?? []);
  for (const said of ['안내', '본문', '미리 귀하', '1/1']) assert.ok(words.includes(said), said);
  assert.ok(page.window);
  const proof = await app.request('admin', 'POST', '/templates/proof', {
    ...{ channel: 'letter', purpose: 'service', language: 'zh' },
    body: { subject: '通知', text: '#{personName}您好' },
  });
  assert.equal(proof.body.pages.length, 1, proof.text);
  const test = await app.request('admin', 'POST', '/messages/measure', { text: 'x' });
  assert.equal(test.status, 200);
});

test('R7 a run that is broken off between two orders refuses the next one: a process that stops does not wait for it', async () => {
  const run = new PrintRun();
  await run.begin('letters.pdf');
  await run.close();
  await assert.rejects(run.add([]), /ended with/);
  await assert.rejects(run.end(), /ended with/);
});
