import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { aBooked, aPerson, aWayOut, anEnquiry, aSent, hear } from './testing/inbox.testing.ts';

const ASKS = '내일 11시 예약입니다. 1 확인, 2 변경, 3 취소로 답해 주세요.';
let app: TestApp;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')) });
  await aWayOut(app);
});
after(() => app.stop());

const read = async (id: string) => (await app.request('admin', 'GET', `/inbox/${id}`)).body;
const enquiryOf = async (id: string) => (await app.request('admin', 'GET', `/enquiries/${id}`)).body;
const stateOf = async (id: string) => (await app.request('admin', 'GET', `/messages/${id}`)).body.state as string;
const archive = async (personId: string) => {
  await app.runOutbox();
  const { items } = (await app.request('admin', 'GET', `/people/${personId}/timeline`)).body;
  return items as { code: string; title: string; text: string | null }[];
};

test('D12 a message that comes twenty times at once is one; without a number of its own the same words soon after are the same', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, () => hear(app, '010-9000-0001', '안녕하세요', { externalId: 'x1' })),
  );
  assert.equal(new Set(all.map(({ id }) => id)).size, 1);
  assert.equal(all.filter(({ repeated }) => !repeated).length, 1);
  const bare = await Promise.all(
    Array.from({ length: 5 }, () => hear(app, '010-9000-0002', '1', { externalId: null })),
  );
  assert.equal(new Set(bare.map(({ id }) => id)).size, 1);
  await app.advance(3 * 60_000);
  assert.equal((await hear(app, '010-9000-0002', '1', { externalId: null })).repeated, false, 'said again, later');
});

test('D12 a number that nobody has is in the inbox and no enquiry; a number of a family is asked about, never guessed', async () => {
  const before = (await app.request('admin', 'GET', '/enquiries')).body.items.length;
  const unknown = await read((await hear(app, '010-9000-0003', '진료 시간이 어떻게 되나요?')).id);
  assert.deepEqual([unknown.match, unknown.person, unknown.state], ['unknown', null, 'open']);
  assert.equal((await app.request('admin', 'GET', '/enquiries')).body.items.length, before);
  const mother = await aPerson(app, { name: '어머니', phone: '010-9000-0004' });
  const child = await aPerson(app, { name: '아이', phone: '010-9000-0004' });
  const shared = await read((await hear(app, '010-9000-0004', '내일 가도 되나요?')).id);
  assert.deepEqual([shared.match, shared.person], ['shared', null]);
  assert.deepEqual(shared.candidates.map(({ id }: { id: string }) => id).sort(), [mother, child].sort());
  assert.deepEqual(
    (await archive(mother)).filter(({ code }) => code.startsWith('timeline.incoming')),
    [],
  );
  const whose = await app.request('consultant', 'POST', `/inbox/${shared.id}/match`, {
    personId: child,
    version: shared.version,
  });
  assert.equal(whose.body.match, 'by_hand');
  assert.ok(
    (await archive(child)).some(({ code, text }) => code === 'timeline.incoming' && text === '내일 가도 되나요?'),
  );
  const { phones } = (await app.request('admin', 'GET', `/people/${mother}`)).body;
  await app.request('consultant', 'PATCH', `/people/${mother}/phones/${phones[0].id}`, { state: 'wrong' });
  const hers = await read((await hear(app, '010-9000-0004', '감사합니다')).id);
  assert.deepEqual([hers.match, hers.person.id], ['person', child], 'a number that is wrong is nobody’s');
});

test('B7 1, 2, 3 confirm, ask for another time, and cancel; each is said by the message alone', async () => {
  const cases = [
    ['1', 'confirmed', 'BOOKED', 'done'],
    ['２', 'change_asked', 'RESCHEDULING', 'open'],
    ['3번이요', 'cancelled', 'CANCELLED', 'open'],
    ['취소', 'cancelled', 'CANCELLED', 'open'],
  ] as const;
  for (const [no, [text, effect, status, state]] of cases.entries()) {
    const phone = `010-9100-000${no}`;
    const enquiry = await aBooked(app, phone, `예약${no}`);
    const message = await aSent(app, enquiry.personId, ASKS, enquiry.id);
    const due = (await enquiryOf(enquiry.id)).nextAction.kind;
    const said = await read((await hear(app, phone, text)).id);
    assert.deepEqual(
      [said.effect, said.state, said.replyToId, said.enquiryId],
      [effect, state, message, enquiry.id],
      text,
    );
    const now = await enquiryOf(enquiry.id);
    assert.equal(now.status, status, text);
    if (effect === 'confirmed') assert.notEqual(now.nextAction.kind, due, 'the step of the booking is done');
    if (effect === 'change_asked')
      assert.deepEqual([now.nextAction.kind, now.ownerId], ['REBOOK', app.users.consultant]);
    assert.equal(await stateOf(message), 'replied');
    const told = (await archive(enquiry.personId)).filter(({ text: words }) => words === text);
    assert.deepEqual(
      told.map(({ code }) => code),
      [`timeline.incoming_${effect}`],
      'once in the archive',
    );
    const again = await read((await hear(app, phone, '3', { externalId: `again ${no}` })).id);
    assert.notEqual(again.effect, 'cancelled', 'the question is answered: a later digit is read by somebody');
  }
});

test('B7 the question of a family number is answered by whom it was asked; a booking made after the question is not meant', async () => {
  const phone = '010-9200-0001';
  await aPerson(app, { name: '아버지', phone });
  const { id, personId } = await aBooked(app, phone, '아들');
  await aSent(app, personId, ASKS, id);
  const said = await read((await hear(app, phone, '2')).id);
  assert.deepEqual([said.effect, said.person.id], ['change_asked', personId]);
  const other = await aBooked(app, '010-9200-0002', '늦은예약');
  await aSent(app, other.personId, ASKS, other.id);
  await app.advance(1_000);
  await app.act('consultant', other.id, 'transitions', { to: 'RESCHEDULING' });
  const appointment = { startsAt: '2026-12-03T02:00:00Z', durationMinutes: 30, serviceCode: 'implant' };
  await app.act('consultant', other.id, 'transitions', { to: 'BOOKED', appointment });
  const late = await read((await hear(app, '010-9200-0002', '3')).id);
  assert.equal(late.effect, 'replied');
  assert.equal((await enquiryOf(other.id)).status, 'BOOKED');
});

test('A an answer moves an enquiry without a connection to consultation, its owner does the next; the message it answers is replied', async () => {
  const phone = '010-9300-0001';
  const { id, personId } = await anEnquiry(app, phone);
  await app.act('consultant', id, 'calls', { outcome: 'NO_ANSWER', direction: 'outbound' });
  assert.equal((await enquiryOf(id)).status, 'NO_ANSWER_1');
  const message = await aSent(app, personId, '전화드렸습니다.', id);
  const said = await read((await hear(app, '821093000001', '지금 통화돼요')).id);
  assert.deepEqual(
    [said.effect, said.enquiryId, said.ownerId, said.replyToId],
    ['replied', id, app.users.consultant, message],
  );
  assert.equal((await enquiryOf(id)).status, 'CONSULTING');
  assert.equal(await stateOf(message), 'replied');
  const codes = (await archive(personId)).map(({ code }) => code);
  assert.ok(codes.includes('timeline.incoming') && !codes.includes('timeline.replied'));
});

test('C2 a stop word ends what sells to that number, changes no status, owes one confirmation, however often and in whichever form', async () => {
  const phone = '010-9400-0001';
  const { id } = await anEnquiry(app, phone);
  const before = (await enquiryOf(id)).status;
  for (const [no, text] of ['수신거부', '수 신 거 부', 'ＳＴＯＰ', '退订', '이제 문자 보내지 마세요'].entries()) {
    const said = await read((await hear(app, phone, text, { externalId: `stop ${no}` })).id);
    assert.deepEqual([said.effect, said.state], ['stopped', 'done'], text);
  }
  assert.equal((await enquiryOf(id)).status, before);
  const { items } = (await app.request('admin', 'GET', `/suppressions?address=${encodeURIComponent('+821094000001')}`))
    .body;
  assert.equal(items.length, 1);
  const { rows } = await app.db
    .inTx(app.org.system, async (tx) => ({
      ok: true as const,
      value: await tx.client.query(
        `select count(*)::int as n from platform.event where org_id = $1 and type = 'consents.confirmation_due'`,
        [app.org.id],
      ),
    }))
    .then((outcome) => (outcome.ok ? outcome.value : { rows: [] }));
  assert.deepEqual(rows, [{ n: 1 }]);
  assert.notEqual(
    (await read((await hear(app, phone, '취소할게요', { externalId: 'cancel' })).id)).effect,
    'stopped',
    'of Korea it is the appointment',
  );
});

test('what a machine wrote, and what could not be read, is kept and does nothing; the file keeps its bytes and not its name', async () => {
  const { id, personId } = await anEnquiry(app, '010-9500-0001');
  const before = (await enquiryOf(id)).status;
  const absent = await read((await hear(app, '010-9500-0001', '부재중입니다', { automatic: true })).id);
  assert.deepEqual([absent.effect, absent.state, absent.person.id], ['none', 'done', personId]);
  const files = [{ name: '../x.html', mediaType: 'text/html', content: Buffer.from('%PDF-1.4 x') }];
  const page = await read((await hear(app, '02-555-0001', '', { channel: 'fax', externalId: 'f1', files })).id);
  assert.deepEqual(
    page.files.map(({ name, mediaType, bytes }: { name: string; mediaType: string; bytes: number }) => [
      name,
      mediaType,
      bytes,
    ]),
    [['.._x.html', 'application/pdf', 10]],
  );
  const content = await app.request('consultant', 'GET', `/inbox/${page.id}/files/${page.files[0].id}`);
  assert.deepEqual([content.status, content.text], [200, '%PDF-1.4 x']);
  assert.match(String(content.headers['content-disposition']), /^attachment/);
  assert.equal((await enquiryOf(id)).status, before);
});

test('D12 the scan of a letter that came by post waits for who says whose it is, once; what is no page is refused', async () => {
  const boundary = 'anbu-test-boundary';
  const bring = (content: string, as: 'desk' | 'analyst' | 'other.desk' = 'desk') => {
    const part = (name: string, text: string) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
    const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="스캔.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;
    const payload = Buffer.from(`${part('from', '김편지')}${file}${content}\r\n--${boundary}--\r\n`);
    const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    return app.request(as, 'POST', '/inbox/letters', payload, type);
  };
  assert.equal((await bring('%PDF-1.4 letter', 'analyst')).status, 403);
  const wrong = await bring('<html>');
  assert.deepEqual(
    [wrong.status, wrong.body.errors[0]],
    [422, { ...wrong.body.errors[0], field: 'file', code: 'inbox.scan_type' }],
  );
  const made = await bring('%PDF-1.4 letter');
  assert.equal(made.status, 201, made.text);
  const { channel, match, fromName, state, files } = made.body;
  assert.deepEqual([channel, match, fromName, state, files.length], ['letter', 'unknown', '김편지', 'open', 1]);
  assert.equal((await bring('%PDF-1.4 letter')).body.id, made.body.id, 'the same scan again is the first one');
  assert.notEqual(
    (await bring('%PDF-1.4 letter', 'other.desk')).body.id,
    made.body.id,
    'of another organisation it is another',
  );
  const personId = await aPerson(app, { name: '김편지', phone: '010-9600-0001' });
  const whose = { personId, keepAddress: true, version: made.body.version };
  const matched = await app.request('desk', 'POST', `/inbox/${made.body.id}/match`, whose);
  assert.deepEqual(
    [matched.status, matched.body.match, matched.body.person.id],
    [200, 'by_hand', personId],
    matched.text,
  );
  assert.ok(
    (await archive(personId)).some(({ title }) => title.includes('편지')),
    'it stands in her archive',
  );
});
