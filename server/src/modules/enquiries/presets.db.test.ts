import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PRESET_CODES, presetFields, presetSchema, STANDARD_PRESETS, standardPreset } from '@anbu/contract';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

const groupOf = async (code: string) => {
  const answer = await app.request('manager', 'GET', '/presets');
  return answer.body.items.find((one: { code: string }) => one.code === code);
};

let next = 1000;
const anEnquiry = async () => {
  const answer = await app.request('consultant', 'POST', '/enquiries', {
    person: { phone: `010-3000-${String(next++)}` },
    sourceChannel: 'phone',
    interests: ['implant'],
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
};
const minutesBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;

test('P5 what is shipped fits its own bounds, and a group is whole', () => {
  for (const code of PRESET_CODES) {
    assert.deepEqual(presetSchema(code).parse(standardPreset(code)), STANDARD_PRESETS[code], code);
    assert.ok(presetFields(code).length > 0);
  }
});

test('P5 an organisation begins with the numbers as rows of its own', async () => {
  const answer = await app.request('consultant', 'GET', '/presets');
  assert.equal(answer.status, 403, 'numbers are settings');
  const list = await app.request('manager', 'GET', '/presets');
  assert.equal(list.status, 200, list.text);
  assert.deepEqual(
    list.body.items.map(({ code, version }: { code: string; version: number }) => `${code} ${String(version)}`),
    PRESET_CODES.map((code) => `${code} 1`),
  );
});

test('P5 a changed number dates what is decided from then on, and says who, when and why', async () => {
  const before = await anEnquiry();
  assert.equal(minutesBetween(before.receivedAt, before.nextAction.dueAt), 5);
  const preset = await groupOf('firstResponse');
  const changed = await app.request('admin', 'PUT', '/presets/firstResponse', {
    value: { ...preset.value, ownerMinutes: 12 },
    reason: '접수가 한 명뿐인 주',
    version: preset.version,
  });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.body.version, 2);
  const later = await anEnquiry();
  assert.equal(minutesBetween(later.receivedAt, later.nextAction.dueAt), 12);
  const untouched = await app.request('consultant', 'GET', `/enquiries/${before.id}`);
  assert.equal(untouched.body.nextAction.dueAt, before.nextAction.dueAt, 'an action that stands is not moved');
  const versions = await app.request('manager', 'GET', '/presets/firstResponse/versions');
  assert.deepEqual(
    versions.body.items.map((one: { version: number; reason: string | null; changedBy: string | null }) => [
      one.version,
      one.reason,
      one.changedBy,
    ]),
    [
      [2, '접수가 한 명뿐인 주', app.users.admin],
      [1, null, null],
    ],
  );
  const statuses = await app.request('consultant', 'GET', '/statuses');
  assert.match(statuses.body.items[0].clock.en, /within 12 minutes/);
  const audit = await app.request('admin', 'GET', '/audit?action=settings.preset_changed');
  assert.deepEqual(audit.body.items[0]?.changes, { ownerMinutes: [5, 12] });
});

test('A10 days of a hold, A6 the cadence and its slots follow the numbers', async () => {
  const hold = await groupOf('hold');
  const put = (code: string, value: unknown) => app.request('admin', 'PUT', `/presets/${code}`, { value });
  assert.equal((await put('hold', { ...hold.value, COST: 21 })).status, 200);
  const proposed = await app.request('consultant', 'POST', '/enquiries/hold-proposal', { reasons: ['COST'] });
  assert.equal(proposed.body.recontactOn, '2026-12-08');

  const slots = await groupOf('slots');
  const cadence = await groupOf('cadence');
  assert.equal((await put('slots', { ...slots.value, eveningMinutes: 60 })).status, 200);
  assert.equal((await put('cadence', { ...cadence.value, lastDay: 2 })).status, 200);
  const site = { timeZone: 'Asia/Seoul', hours: { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']] } };
  const preview = (calls: string[]) =>
    app.request('consultant', 'POST', '/cadence/preview', {
      site,
      receivedAt: '2026-11-16T09:00:00+09:00',
      calls: calls.map((at) => ({ at, outcome: 'NO_ANSWER' })),
      now: '2026-11-17T12:00:00+09:00',
    });
  const once = await preview(['2026-11-16T10:00:00+09:00']);
  assert.equal(once.status, 200, once.text);
  assert.match(once.body.nextAction.dueAt, /T08:00:00/, '17:00 in Seoul: the evening is an hour now');
  const twice = await preview(['2026-11-16T10:00:00+09:00', '2026-11-17T10:00:00+09:00']);
  assert.equal(twice.body.status, 'UNREACHED');
});

test('P5 what the table does not allow is named by field; nobody overwrites what he has not seen', async () => {
  const refused = async (code: string, value: unknown, version?: number) => {
    const answer = await app.request('admin', 'PUT', `/presets/${code}`, { value, version });
    return [
      answer.status,
      ...(answer.body.errors ?? []).map((one: { field: string; code: string }) => `${one.field} ${one.code}`),
    ];
  };
  const first = standardPreset('firstResponse');
  assert.deepEqual(await refused('firstResponse', { ...first, ownerMinutes: 0 }), [
    422,
    'value.ownerMinutes field.too_small',
  ]);
  assert.deepEqual(await refused('firstResponse', { ...first, goalMinutes: 40 }), [
    422,
    'value.limitMinutes presets.order',
  ]);
  assert.deepEqual(await refused('firstResponse', { ownerMinutes: 5 }), [
    422,
    'value.goalMinutes field.required',
    'value.limitMinutes field.required',
    'value.callsPerLimit field.required',
  ]);
  assert.deepEqual(await refused('cancelled', { days: [3, 0, 7] }), [422, 'value.days presets.not_rising']);
  assert.deepEqual(await refused('slots', { ...standardPreset('slots'), morningTo: '25:00' }), [
    422,
    'value.morningTo field.format',
  ]);
  assert.deepEqual(await refused('cancelled', { days: [1], more: 1 }), [422, 'value.more field.unknown']);
  const unknown = await app.request('admin', 'PUT', '/presets/nothing', { value: {} });
  assert.equal(unknown.status, 404, unknown.text);
  assert.deepEqual(await refused('cancelled', { days: [0, 2] }, 7), [409]);
  const both = await Promise.all([1, 2].map((day) => refused('cancelled', { days: [0, 20 + day] }, 1)));
  assert.deepEqual(both.map(([status]) => status).sort(), [200, 409], 'two at once: one is told');
  const manager = await app.request('consultant', 'PUT', '/presets/cancelled', { value: { days: [0] } });
  assert.equal(manager.status, 403);
});
