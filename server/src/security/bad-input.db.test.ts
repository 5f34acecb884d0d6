import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Language, Role } from '@anbu/contract';
import { z } from 'zod';
import { instant } from '../kernel/instant.ts';
import type { Route } from '../platform/http/route.ts';
import { testApp, type TestAnswer, type TestApp } from '../testing/app.ts';
import { until } from '../testing/until.ts';
import { bodyOf, pathOf, placesOf, SAMPLES, withAt } from './samples.ts';
import { fieldsOf } from './schema-fields.ts';
import { furnish, multipart, succeeded, type Thing, type Things } from './testing.ts';

let app: TestApp;
let own: Things;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  own = await furnish(app, 'own');
});
after(() => app.stop());

const LANGUAGES: readonly Language[] = ['ko', 'en', 'zh'];
const SCRIPT: Record<Language, RegExp> = { ko: /[가-힣]/, en: /[a-z]{2}/, zh: /[\u4e00-\u9fff]/ };
const FOREIGN: Record<Language, RegExp> = { ko: /[\u4e00-\u9fff]/, en: /[가-힣\u4e00-\u9fff]/, zh: /[가-힣]/ };
/** Says that something is wrong, not what: only for what is no request at all. */
const VAGUE = new Set(['request.malformed', 'request.failed', 'request.conflict', 'request.unexpected']);

/** Null where the answer is right: no bug, and a refusal says in the reader's language what is wrong with which field. */
function complaintAbout(answer: TestAnswer, language: Language): string | null {
  const { status, body, text } = answer;
  if (status >= 500) return `${status} ${text}`;
  if (status < 400) return null;
  if (typeof body?.code !== 'string' || !/^[a-z-]+\.[a-z_.-]+$/i.test(body.code)) return `no code: ${text}`;
  if (VAGUE.has(body.code)) return `vague: ${text}`;
  const errors = (body.errors ?? []) as { field: string; code: string; text: string; params: object }[];
  if (body.code === 'request.invalid' && errors.length === 0) return `no field is named: ${text}`;
  for (const { code, text: whole, field, params } of [
    { code: body.code as string, text: String(body.detail), field: 'detail', params: body.params as object },
    ...errors,
  ]) {
    // What the sender wrote may be said back to her, in whatever script she wrote it.
    const said = Object.values(params).reduce<string>(
      (rest, value) => rest.replaceAll(String(value) || ' ', ' '),
      whole,
    );
    const bare = whole === '' || said === code || !SCRIPT[language].test(said) || FOREIGN[language].test(said);
    if (bare) return `${field}: ${code} has no sentence in ${language}: ${said}`;
    if (/[{}]|undefined|NaN|\[object/.test(said)) return `${field}: a hole in the sentence: ${said}`;
  }
  return null;
}

const NFD = '홍길동'.normalize('NFD');
const TEXTS = {
  long: '가'.repeat(10_000),
  nul: 'a\u0000b',
  half: 'a\ud800b',
  empty: '',
  blank: '   ',
  emoji: '👩‍👩‍👧😀',
  decomposed: NFD,
  wildcards: "%_\\' or 1=1 --",
  script: '<script>alert(1)</script>',
  phone: 'not a phone',
  zone: 'Mars/Olympus',
};
const DAYS = [
  '2026-02-31',
  '2026-13-01',
  '26-1-1',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-11-17T10:00:00Z',
  '오늘',
];
const TIMES = [
  '2026-02-31T10:00:00+09:00',
  '2026-11-17T25:00:00+09:00',
  '2026-11-17T10:00:00',
  '2026-11-17T10:00:00+99:00',
  '2026-06-30T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '내일 세 시',
];
const NUMBERS = [-1, 0, 1.5, 1e308, 2 ** 31, 2 ** 53, '5', 'NaN'];
const OTHER_KINDS = [null, 12, true, [], {}, [null], { a: 1 }];

/** What a careless or hostile client could put where this stands. */
function hostileFor(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return [...NUMBERS, null, [], TEXTS.nul];
  if (typeof value === 'boolean') return [null, 'yes', 1, {}];
  if (typeof value !== 'string') return [null, 'text', 7, [], {}, [[]], Array.from({ length: 2_000 }, () => 'x')];
  if (value.startsWith('@')) {
    const id = own[value.slice(1) as Thing];
    return [id.toUpperCase(), `${id}0`, TEXTS.nul, TEXTS.wildcards, '', null, 5, {}];
  }
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return [...TIMES, TEXTS.nul, '', null, 1_794_000_000_000];
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return [...DAYS, TEXTS.nul, '', null, 20_261_117];
  return [...Object.values(TEXTS), ...OTHER_KINDS];
}

async function send(role: Role, route: Route, path: string, body: unknown, language: Language): Promise<TestAnswer> {
  const headers = { 'accept-language': language };
  if (!route.upload) return app.request(role, route.method, path, body, headers);
  const fields = Object.fromEntries(Object.entries(body as object).map(([key, value]) => [key, String(value)]));
  const form = multipart(fields, { name: 'a.csv', content: '이름\n김\n' });
  return app.request(role, route.method, path, form.body, { ...form.headers, ...headers });
}

async function anEnquiry(input: Record<string, unknown> = {}): Promise<string> {
  const person = { name: `새 ${Math.random()}`, phone: '010-2424-2424' };
  const body = { person, sourceChannel: 'phone', ownerId: own.user, ...input };
  return succeeded(await app.request('admin', 'POST', '/enquiries', body)).id as string;
}

test('S6 whatever stands in whichever field of an act: the right result, or a sentence in the reader’s language that names it', async () => {
  const complaints: string[] = [];
  let tried = 0;
  for (const route of app.app.routes.filter(({ body }) => body instanceof z.ZodType)) {
    const sample = SAMPLES[route.operationId];
    const things = (_name: string, thing: Thing) => own[thing];
    const act = route.path.startsWith('/enquiries/:id');
    let path = pathOf(route.path, sample, things);
    if (act) path = path.replace(/[0-9a-f-]{36}/, await anEnquiry());
    for (const whole of sample?.form ? [sample.form] : (sample?.bodies ?? [])) {
      const { version, ...other } = whole as Record<string, unknown>;
      // A new enquiry is in its first version.
      const rest: Record<string, unknown> = act ? { ...other, version: 1 } : other;
      for (const place of [
        ...placesOf(rest),
        ...(version === undefined || act ? [] : [{ path: ['version'], value: version }]),
      ]) {
        for (const hostile of hostileFor(place.value)) {
          const language = LANGUAGES[tried % 3]!;
          const answer = await send('admin', route, path, withAt(bodyOf(rest, own), place.path, hostile), language);
          const complaint = complaintAbout(answer, language);
          const shown = JSON.stringify(hostile).slice(0, 60);
          if (complaint)
            complaints.push(`${route.operationId} ${place.path.join('.')} = ${shown}: ${complaint.slice(0, 300)}`);
          // The next value meets an enquiry that no earlier one has moved.
          if (answer.status < 400 && act) {
            path = path.replace(/[0-9a-f-]{36}/, await anEnquiry());
          }
          tried++;
        }
      }
    }
  }
  assert.ok(tried > 1_000, `${tried} tried`);
  assert.deepEqual(complaints, []);
});

const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('S6 whatever stands in a query or a cursor: the right page, or a sentence that names the field', async () => {
  const id = own.enquiry;
  const instants = [9e15, -9e15, 2 ** 53 - 1, 1e15, -1e14];
  const cursors = [
    'x',
    '%',
    cursor([1]),
    cursor(null),
    cursor([id]),
    cursor(['\u0000']),
    '99999999999999999999',
    `999999999999999.${id}`,
    ...[0, 1, 2, 3, 4, 5, 6].flatMap((way) => [
      cursor([way, id, '\u0000', 'x']),
      cursor([way, id, 'x']),
      cursor([way, id, '2026-02-31']),
      cursor([way, id, 'a\ud800']),
    ]),
    cursor([true, 'x', id]),
    cursor([1, 9e15, id]),
    ...instants.flatMap((at) => [cursor([at, id]), cursor(['-receivedAt', at, id]), cursor([at, id, 'timeline'])]),
  ];
  const values = [
    ...Object.values(TEXTS).filter((text) => text !== TEXTS.half),
    ...DAYS,
    ...TIMES,
    ...NUMBERS.map(String),
    id.toUpperCase(),
  ];
  const complaints: string[] = [];
  let tried = 0;
  for (const route of app.app.routes.filter(({ query }) => query instanceof z.ZodType)) {
    const path = pathOf(route.path, SAMPLES[route.operationId], (_name, thing) => own[thing]);
    for (const field of fieldsOf(route.query as z.ZodType)) {
      if (field.includes('*')) continue;
      const chosen =
        field === 'cursor'
          ? [...cursors, ...Object.values(TEXTS).slice(3)]
          : tried % 2 === 0
            ? values
            : values.slice(0, 20);
      for (const value of chosen) {
        if (value.includes('\u0000')) continue;
        const language = LANGUAGES[tried++ % 3]!;
        const address = `${path}?${field}=${encodeURIComponent(value)}`;
        const answer = await app.request('admin', route.method, address, undefined, { 'accept-language': language });
        const complaint = answer.status === 414 ? null : complaintAbout(answer, language);
        if (complaint)
          complaints.push(`${route.operationId} ${field} = ${value.slice(0, 40)}: ${complaint.slice(0, 300)}`);
      }
    }
  }
  assert.deepEqual(complaints, []);
});

test('S8 whatever stands in the fields of signing in is refused with a sentence, never a bug', async () => {
  const good = {
    email: 'admin@anbu.example',
    password: 'wrong horse battery',
    totp: '123456',
    organisationId: own.organisation,
  };
  const complaints: string[] = [];
  let tried = 0;
  for (const [field, value] of Object.entries(good)) {
    for (const hostile of hostileFor(field === 'organisationId' ? '@organisation' : value)) {
      const language = LANGUAGES[tried++ % 3]!;
      const body = { ...good, email: `nobody${tried}@anbu.example`, [field]: hostile };
      const answer = await app.request(null, 'POST', '/sign-in', body, { 'accept-language': language });
      const complaint = answer.status < 400 ? `let in: ${answer.text}` : complaintAbout(answer, language);
      if (complaint) complaints.push(`${field} = ${JSON.stringify(hostile).slice(0, 60)}: ${complaint.slice(0, 300)}`);
    }
  }
  assert.deepEqual(complaints, []);
});

test('S6 whatever stands in an address or a header is refused, never a bug', async () => {
  const hostile = [
    'x',
    '0',
    '%00',
    '%ff',
    '..%2f..',
    '%F0%9F%98%80',
    encodeURIComponent(NFD),
    'a'.repeat(3_000),
    "'--",
  ];
  for (const route of app.app.routes.filter(({ path }) => path.includes(':'))) {
    for (const [index, text] of hostile.entries()) {
      const path = route.path.replace(/:\w+/g, text);
      const answer = await app.request('admin', route.method, path, undefined, {
        'accept-language': LANGUAGES[index % 3]!,
      });
      assert.ok(
        // 415: the route takes a file, and none came.
        [400, 404, 414, 415, 422].includes(answer.status),
        `${route.method} ${path}: ${answer.status} ${answer.text}`,
      );
    }
  }
  const headers: Record<string, string>[] = [
    { 'idempotency-key': 'x'.repeat(300) },
    { 'idempotency-key': 'a b' },
    { 'idempotency-key': '\u00e9' },
    { 'accept-language': '*'.repeat(2_000) },
    { 'accept-language': 'xx-YY;q=nonsense,,,;' },
    { 'user-agent': '\u00ff'.repeat(3_000) },
    { 'last-event-id': 'x' },
  ];
  for (const header of headers) {
    const answer = await app.request('desk', 'POST', '/people', { name: '머리' }, header);
    assert.ok([201, 400, 422].includes(answer.status), `${JSON.stringify(header).slice(0, 60)}: ${answer.text}`);
  }
  const odd = await app.request(
    'desk',
    'PATCH',
    `/people/${own.person}`,
    { name: '머리' },
    { 'if-match': '"x", *, W/' },
  );
  assert.ok([400, 412, 422].includes(odd.status), odd.text);
});

test('S7 a name of two megabytes is too large, one of ten thousand letters too long: said in three languages', async () => {
  const huge = await app.request('desk', 'POST', '/people', { name: 'x'.repeat(2 * 1024 * 1024) });
  assert.equal(huge.status, 413, huge.text);
  assert.equal(huge.body.code, 'request.too_large');
  const said = new Set<string>();
  for (const language of LANGUAGES) {
    const answer = await app.request('desk', 'POST', '/people', { name: TEXTS.long }, { 'accept-language': language });
    assert.equal(answer.status, 422);
    const [error] = answer.body.errors;
    assert.deepEqual([error.field, error.code, error.params.maximum], ['name', 'field.too_long', 120]);
    assert.match(error.text, /120/);
    assert.match(error.text, SCRIPT[language]);
    said.add(error.text);
  }
  assert.equal(said.size, 3);
});

test('S6 emoji, decomposed Korean and wildcards are names like any other: kept composed, found as they are', async () => {
  for (const [typed, kept, search] of [
    [NFD, '홍길동', NFD],
    ['👩‍👩‍👧 가족', '👩‍👩‍👧 가족', '👩‍👩‍👧 가족'],
    ["100%_\\'; drop table people.person; --", "100%_\\'; drop table people.person; --", '100%_'],
  ] as const) {
    const made = await app.request('desk', 'POST', '/people', { name: typed });
    assert.equal(made.body?.name, kept, made.text);
    const found = await app.request('desk', 'GET', `/people?q=${encodeURIComponent(search)}`);
    assert.ok(
      found.body.items.some((hit: { id: string }) => hit.id === made.body.id),
      `${search}: ${found.text}`,
    );
  }
  for (const wildcard of ['%', '_', '\\']) {
    const board = await app.request('desk', 'GET', `/enquiries?q=${encodeURIComponent(wildcard)}`);
    const names = board.body.items.map((row: { person: { name: string } }) => row.person.name) as string[];
    assert.deepEqual(
      names.filter((found) => !found.startsWith(wildcard)),
      [],
      `${wildcard} stands for itself`,
    );
  }
});

test('S6 a clock that is wrong: what is said to be tomorrow, or before it began, is refused on its field', async () => {
  const id = await anEnquiry();
  const version = 1;
  const tomorrow = '2026-11-18T10:00:00+09:00';
  const yesterday = '2026-11-16T10:00:00+09:00';
  const cases: [string, object, string][] = [
    ['/enquiries', { person: { name: '시계' }, sourceChannel: 'phone', receivedAt: tomorrow }, 'receivedAt'],
    [`/enquiries/${id}/calls`, { outcome: 'NO_ANSWER', at: tomorrow, version }, 'at'],
    [`/enquiries/${id}/calls`, { outcome: 'NO_ANSWER', at: yesterday, version }, 'at'],
    [`/enquiries/${id}/replies`, { channel: 'sms', text: '네', at: tomorrow, version }, 'at'],
    [`/enquiries/${id}/transitions`, { to: 'CALLBACK', promiseAt: yesterday, promiseBy: 'us', version }, 'promiseAt'],
    [`/enquiries/${id}/transitions`, { to: 'VISITED', visit: { at: tomorrow }, version }, 'visit.at'],
    ['/people', { name: '시계', birthDate: '2027-01-01' }, 'birthDate'],
  ];
  for (const [path, body, field] of cases) {
    const answer = await app.request('consultant', 'POST', path, body);
    assert.equal(answer.status, 422, `${path} ${field}: ${answer.text}`);
    assert.ok(
      answer.body.errors?.some((error: { field: string }) => error.field === field),
      `${field}: ${answer.text}`,
    );
  }
});

test('S6 a site that never opens, or opens for minutes, still gives every enquiry a next action', async () => {
  const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const minutes = { ...never, sun: [['23:50', '24:00']] };
  for (const [hours, callingLimits] of [
    [never, ['08:00', '21:00']],
    [minutes, ['08:00', '21:00']],
    [{ ...never, mon: [['00:00', '24:00']] }, ['23:58', '23:59']],
  ]) {
    const body = { name: '이상한 곳', timeZone: 'Pacific/Apia', hours, callingLimits };
    const site = await app.request('admin', 'POST', '/sites', body);
    if (site.status === 422) {
      assert.equal(complaintAbout(site, 'ko'), null);
      continue;
    }
    const id = await anEnquiry({ site: site.body.id, ownerId: undefined });
    for (const act of [
      ['assign', { ownerId: own.user }],
      ['calls', { outcome: 'NO_ANSWER' }],
      ['calls', { outcome: 'CONNECTED', then: { to: 'CALLBACK', promiseAt: null, promiseBy: 'us' } }],
    ] as const) {
      const answer = await app.act('admin', id, act[0], act[1]);
      assert.equal(answer.status, 200, `${JSON.stringify(hours)} ${act[0]}: ${answer.text}`);
      assert.ok(answer.body.nextAction, 'P1');
    }
  }
});

test('F6 a hostile list: each row is accounted for, and what is wrong is said in the reader’s language', async () => {
  const rows = [
    ['홍길동'.normalize('NFD'), '010-4000-0001', '1990-01-01'],
    ['x'.repeat(10_000), '010-4000-0002', ''],
    ['이월', '010-4000-0003', '1990-02-31'],
    ['옛날', '010-4000-0009', '1024-01-01'],
    ['전화', 'not a phone', ''],
    ['👩‍👩‍👧', '010-4000-0005', ''],
    ['a\u0000b', '010-4000-0006', ''],
    ['=cmd|calc!A1', '010-4000-0007', ''],
    ["%_\\'; drop table", '010-4000-0008', ''],
    ['', '', ''],
  ];
  const content = ['이름,전화번호,생년월일', ...rows.map((row) => row.map((cell) => `"${cell}"`).join(','))].join('\n');
  const form = multipart({ kind: 'people' }, { name: '가\u202e.csv', content });
  const started = succeeded(await app.request('admin', 'POST', '/imports', form.body, form.headers));
  await app.runOutbox();
  const state = async () => succeeded(await app.request('admin', 'GET', `/imports/${started.id}`));
  const done = await until(async () => {
    const found = await state();
    return found.state !== 'running' && found;
  }, 'the import');
  assert.ok(['waiting', 'done'].includes(done.state), JSON.stringify(done.error));
  for (const language of LANGUAGES) {
    const headers = { 'accept-language': language };
    const report = succeeded(
      await app.request('admin', 'GET', `/imports/${started.id}/report?limit=200`, undefined, headers),
    );
    const { counts, items } = report;
    assert.equal(counts.rows, rows.length);
    assert.equal(counts.created + counts.updated + counts.merged + counts.skipped + counts.rejected, rows.length);
    assert.ok(counts.rejected >= 2, JSON.stringify(counts));
    for (const item of items.filter((one: { outcome: string }) => one.outcome === 'rejected')) {
      assert.match(item.text, SCRIPT[language], JSON.stringify(item).slice(0, 300));
      assert.notEqual(item.text, item.code);
      assert.ok(item.column ?? item.code, JSON.stringify(item).slice(0, 300));
    }
  }
});
