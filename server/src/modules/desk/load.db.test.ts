import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  for (let index = 0; index < 3; index += 1) {
    const answer = await app.request('manager', 'POST', '/enquiries', {
      person: { name: `고객${index}`, phone: `010-6000-000${index}` },
      sourceChannel: 'phone',
      interests: [],
      ownerId: app.users.consultant,
    });
    assert.equal(answer.status, 201, answer.text);
  }
});
after(() => app.stop());

type Load = {
  userId: string;
  due: number;
  late: number;
  minutes: number;
  hours: string;
  onDutyMinutes: number;
  capacityMinutes: number;
  percent: number | null;
};
const loadOf = async (who: Parameters<TestApp['request']>[0], userId = app.users.consultant) => {
  const answer = await app.request(who, 'GET', '/load');
  assert.equal(answer.status, 200, answer.text);
  return {
    all: answer.body.items as Load[],
    one: (answer.body.items as Load[]).find((load) => load.userId === userId)!,
  };
};

test('A20 work left today is weighed by its kind against 80 % of the opening hours; a figure is the number of its rows', async () => {
  const { one } = await loadOf('manager');
  assert.deepEqual([one.due, one.late, one.minutes, one.hours], [3, 0, 18, 'opening']);
  assert.equal(one.capacityMinutes, Math.floor(one.onDutyMinutes * 0.8));
  assert.equal(one.percent, Math.round((18 / one.capacityMinutes) * 100));
  const rows = await app.request('manager', 'GET', `/enquiries?owner=${app.users.consultant}&dueTo=2026-11-17`);
  assert.equal(rows.body.items.length, one.due);
  await app.setClock(instant(Date.parse('2026-11-17T12:00:00+09:00')));
  const later = (await loadOf('manager')).one;
  const late = await app.request('manager', 'GET', `/enquiries?owner=${app.users.consultant}&late=true`);
  assert.deepEqual([later.due, later.late], [3, late.body.items.length]);
  assert.equal(later.late, 3);
});

test('A20 who has a roster is measured by it, who is away has no time', async () => {
  const week = {
    mon: [],
    tue: [{ siteId: app.org.siteId, from: '10:00', to: '15:00' }],
    wed: [],
    thu: [],
    fri: [],
    sat: [],
    sun: [],
  };
  const planned = await app.request('admin', 'PUT', `/roster/${app.users.consultant}/weeks/2026-11-16`, {
    shifts: week,
  });
  assert.equal(planned.status, 204, planned.text);
  const { one } = await loadOf('manager');
  assert.deepEqual([one.hours, one.onDutyMinutes, one.capacityMinutes], ['roster', 300, 240]);
  const absence = { userId: app.users.consultant, from: '2026-11-17', to: '2026-11-17', kind: 'leave' };
  assert.equal((await app.request('admin', 'POST', '/absences', absence)).status, 201);
  const away = (await loadOf('manager')).one;
  assert.deepEqual([away.hours, away.capacityMinutes, away.percent], ['away', 0, null]);
});

test('A20 a consultant sees her own load, who assigns sees everybody, another organisation nothing of it', async () => {
  assert.deepEqual(
    (await loadOf('consultant')).all.map(({ userId }) => userId),
    [app.users.consultant],
  );
  assert.ok((await loadOf('desk')).all.length > 1);
  assert.ok((await loadOf('other.manager')).all.every(({ userId }) => userId !== app.users.consultant));
});
