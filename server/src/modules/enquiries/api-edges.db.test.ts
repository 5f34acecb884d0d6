import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RELATIONS } from '@anbu/contract';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

// What a script meets at the edges of the contract.
let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

type FieldError = { field: string; code: string; params: Record<string, unknown>; text: string };
const errorsOf = (body: { errors?: FieldError[] }) => (body.errors ?? []).map(({ field, code }) => `${field} ${code}`);

let next = 1000;
const aPerson = (more: object = {}) => ({ name: '강민준', phone: `010-2100-${String(next++)}`, ...more });
async function send(more: object = {}) {
  const body = { person: aPerson(), sourceChannel: 'phone', interests: ['implant'], ...more };
  return app.request('consultant', 'POST', '/enquiries', body);
}
async function anEnquiry(more: object = {}) {
  const answer = await send(more);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

test('a refusal of a domain rule names its fields in errors, beside its own code and params', async () => {
  const nobody = await send({ person: {} });
  assert.deepEqual([nobody.status, nobody.body.code], [422, 'people.name_or_phone_required']);
  assert.deepEqual(errorsOf(nobody.body), ['person.name people.name_or_phone_required']);
  const walkIn = await app.request('desk', 'POST', '/enquiries/walk-in', { name: '강민준', phone: '010-1234-567' });
  assert.deepEqual(errorsOf(walkIn.body), ['phone phone.impossible'], 'its own field, not that of an enquiry');
  const enquiry = await anEnquiry({ ownerId: app.users.consultant });
  const act = (what: string, body: object) => app.act('consultant', enquiry.id, what, body);
  const asked = await act('transitions', { to: 'CALLBACK' });
  assert.deepEqual([asked.status, asked.body.params], [422, { field: 'promiseAt' }]);
  assert.deepEqual(errorsOf(asked.body), ['promiseAt enquiries.field_required']);
  assert.equal(asked.body.errors[0].text, '약속 시각을 입력해 주세요.');
  assert.equal(asked.body.title, '처리할 수 없는 내용');
  const then = { outcome: 'CONNECTED', then: { to: 'CALLBACK' } };
  const talked = await act('calls', then);
  assert.deepEqual(
    [talked.status, talked.body.code, talked.body.params],
    [422, 'enquiries.field_required', { field: 'promiseAt' }],
  );
  assert.deepEqual(errorsOf(talked.body), ['then.promiseAt enquiries.field_required'], 'by its place in the body');
  const early = { outcome: 'CONNECTED', then: { to: 'CALLBACK', promiseAt: '2026-11-16T10:00:00Z', promiseBy: 'us' } };
  const past = await act('calls', early);
  assert.deepEqual(errorsOf(past.body), ['then.promiseAt enquiries.promise_in_past']);
  const refused = await act('transitions', { to: 'RESCHEDULING' });
  assert.deepEqual(
    [refused.status, refused.body.params.from, refused.body.params.to],
    [409, 'WAITING', 'RESCHEDULING'],
  );
  assert.equal(refused.body.detail, '이 상태에서는 바꿀 수 없습니다: 상담 대기 → 예약 변경 조율');
});

test('a call and a visit at the whole second of the arrival are no earlier than it', async () => {
  const enquiry = await anEnquiry({ ownerId: app.users.consultant });
  const second = `${enquiry.receivedAt.slice(0, 19)}Z`;
  const called = await app.act('consultant', enquiry.id, 'calls', { outcome: 'NO_ANSWER', at: second });
  assert.equal(called.status, 200, called.text);
  assert.equal(called.body.attempts[0].at, enquiry.receivedAt);
  const came = await app.act('consultant', enquiry.id, 'transitions', { to: 'VISITED', visit: { at: second } });
  assert.equal(came.status, 200, came.text);
  const other = await anEnquiry({ ownerId: app.users.consultant });
  const before = new Date(Date.parse(other.receivedAt) - 1000).toISOString();
  const refused = await app.act('consultant', other.id, 'calls', {
    outcome: 'NO_ANSWER',
    at: before,
  });
  assert.deepEqual(errorsOf(refused.body), ['at enquiries.call_before_received']);
});

test('A5 unknown codes in filters are refused with those that are allowed', async () => {
  for (const [query, field] of [
    ['status=FOO', 'status'],
    ['status=NEW,FOO', 'status'],
    ['stage=Z', 'stage'],
    ['likelihood=X', 'likelihood'],
    ['holdReason=WEATHER', 'holdReason'],
    ['patientKind=old', 'patientKind'],
    ['sourceChannel=nowhere', 'sourceChannel'],
    ['interest=nothing', 'interest'],
  ] as const) {
    for (const path of ['/enquiries', '/enquiries/counts']) {
      const { status, body } = await app.request('consultant', 'GET', `${path}?${query}`);
      assert.equal(status, 422, query);
      assert.deepEqual(errorsOf(body), [`${field} field.not_allowed`]);
      assert.ok(body.errors[0].params.allowed.length > 1, 'names what is allowed');
    }
  }
  const known = 'status=NEW,HOLD&stage=A&sourceChannel=phone&interest=implant&likelihood=H&patientKind=new';
  assert.equal((await app.request('consultant', 'GET', `/enquiries?${known}`)).status, 200);
});

test('A17 whoever asks for the patient is named by a wide list of relations', async () => {
  for (const relation of ['mother', 'father', 'family', 'sibling', 'relative', 'daughter', 'caregiver']) {
    const enquiry = await anEnquiry({ enquirer: { name: '김부모', relation } });
    assert.equal(enquiry.parties[0].relation, relation);
  }
  const other = await send({ enquirer: { name: '김부모', relation: 'martian' } });
  assert.deepEqual(other.body.errors[0].params.allowed, [...RELATIONS]);
});

test('sex and language of a person are taken as scripts write them', async () => {
  const enquiry = await anEnquiry({ person: aPerson({ sex: 'F', language: 'zh-hans' }), interests: [] });
  const { body } = await app.request('consultant', 'GET', `/people/${enquiry.personId}`);
  assert.deepEqual([body.sex, body.language], ['female', 'zh-Hans']);
  const changed = await app.request('consultant', 'PATCH', `/people/${body.id}`, { sex: 'MALE', language: 'ja' });
  assert.deepEqual([changed.body.sex, changed.body.language], ['male', 'ja']);
  const wrong = await app.request('consultant', 'PATCH', `/people/${body.id}`, { sex: 'x', language: 'english' });
  assert.deepEqual(errorsOf(wrong.body), ['sex field.not_allowed', 'language field.language']);
});

test('S4 a name of nothing is no name, and a name does not turn the line it stands in', async () => {
  const nothing = await send({ person: { name: '\u200b\u3164', phone: '010-2199-0001' } });
  assert.deepEqual(errorsOf(nothing.body), ['person.name field.required']);
  const turned = await anEnquiry({ person: aPerson({ name: '강\u202e민준\u200b' }) });
  assert.equal(turned.person.name, '강민준');
});

test('nothing is promised, planned or born at the end of the world', async () => {
  const enquiry = await anEnquiry({ ownerId: app.users.consultant });
  const far = '2036-11-17T10:00:00+09:00';
  const appointment = { durationMinutes: 30, serviceCode: 'implant' };
  const hold = { to: 'HOLD', likelihood: 'H', holdReasons: ['COST', 'COST'] };
  for (const [target, body, expected] of [
    ['transitions', { to: 'CALLBACK', promiseAt: far, promiseBy: 'us' }, 'promiseAt enquiries.too_far_ahead'],
    ['transitions', { ...hold, recontactOn: '2099-01-01' }, 'recontactOn enquiries.too_far_ahead'],
    [
      'transitions',
      { to: 'BOOKED', appointment: { ...appointment, startsAt: far } },
      'appointment.startsAt enquiries.too_far_ahead',
    ],
    [
      'transitions',
      { to: 'BOOKED', appointment: { ...appointment, startsAt: '2026-11-01T10:00:00+09:00' } },
      'appointment.startsAt enquiries.booking_in_past',
    ],
    ['PATCH next-action', { dueAt: far, reasonText: '요청' }, 'dueAt enquiries.too_far_ahead'],
  ] as const) {
    const answer = await app.act('consultant', enquiry.id, target, body);
    assert.deepEqual([answer.status, ...errorsOf(answer.body)], [422, expected]);
    assert.match(answer.body.errors[0].text, /[가-힣]/);
  }
  const early = await send({ receivedAt: '1800-01-01T00:00:00Z', person: aPerson({ birthDate: '2020-02-30' }) });
  assert.deepEqual(errorsOf(early.body), ['person.birthDate field.format', 'receivedAt field.too_early']);
  const old = await send({ person: aPerson({ birthDate: '1800-01-01' }) });
  assert.deepEqual(errorsOf(old.body), ['person.birthDate people.birth_date_too_early']);
  const held = await app.act('consultant', enquiry.id, 'transitions', { ...hold, recontactOn: '2026-12-01' });
  assert.deepEqual(held.body.holdReasons, ['COST'], 'each reason once');
});

test('a preview names each field that it cannot take', async () => {
  const preview = (body: unknown) => app.request('consultant', 'POST', '/cadence/preview', body);
  const site = { timeZone: 'Asia/Seoul', hours: { mon: [['09:30', '18:30']] } };
  const arrived = { receivedAt: '2026-11-16T10:00:00+09:00', now: '2026-11-16T12:00:00+09:00' };
  const call = (more: object) => ({ at: '2026-11-16T11:00:00+09:00', outcome: 'CONNECTED', ...more });
  for (const [body, expected] of [
    [{ ...arrived }, 'site enquiries.body_needs_site'],
    [{ ...arrived, site, siteId: app.org.siteId }, 'siteId enquiries.body_needs_site'],
    [{ site, ...arrived, now: '2026-11-16T09:59:59+09:00' }, 'now enquiries.now_before_received'],
    [
      { site, ...arrived, calls: [call({ outcome: 'NO_ANSWER', promiseAt: null })] },
      'calls.0.promiseAt enquiries.promise_without_connect',
    ],
    [
      { site, ...arrived, calls: [call({}), call({ promiseAt: '2026-11-16T10:30:00+09:00' })] },
      'calls.1.promiseAt enquiries.promise_in_past',
    ],
    [
      { site, ...arrived, calls: [call({ at: arrived.now.replace('12', '13') })] },
      'calls.0.at enquiries.call_in_future',
    ],
    [[], 'body field.type'],
  ] as const) {
    const answer = await preview(body);
    assert.deepEqual([answer.status, ...errorsOf(answer.body)], [422, expected], answer.text);
  }
  const good = await preview({ site, ...arrived, calls: [call({ promiseAt: '2026-11-16T15:00:00+09:00' })] });
  assert.equal(good.body.status, 'CALLBACK', good.text);
});
