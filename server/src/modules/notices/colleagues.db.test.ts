import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '../../kernel/ids.ts';
import { DAY, HOUR, instant, MINUTE } from '../../kernel/instant.ts';
import { until } from '../../testing/until.ts';
import {
  THURSDAY,
  alerted,
  anEnquiry,
  announced,
  app,
  noticesOf,
  owner,
  settle,
  toldOf,
  untilDue,
  useHouse,
} from './house.testing.ts';

useHouse();

test('A8 the owner is told by text of a promise that she does not answer, with what it is; by whom no sender is registered nothing goes', async () => {
  const wish = await app.request('consultant', 'PATCH', '/me/notices', { phone: '010-2222-3333', bySms: true });
  assert.equal(wish.status, 200, wish.text);
  const promised = async () => {
    const { id } = await anEnquiry();
    await app.act('manager', id, 'assign', { ownerId: app.users.consultant });
    const promiseAt = new Date(THURSDAY + 20 * MINUTE).toISOString();
    const then = { to: 'CALLBACK', promiseAt, promiseBy: 'us' };
    const called = await app.act('consultant', id, 'calls', { outcome: 'CONNECTED', then });
    assert.equal(called.status, 200, called.text);
    return id;
  };
  const [first, second] = [await promised(), await promised()];
  await app.setClock(instant(THURSDAY + 11 * MINUTE));
  await alerted();
  const answered = (await app.request('consultant', 'GET', '/alerts')).body.items;
  const seen = answered.find(({ enquiryId }: { enquiryId: Id }) => enquiryId === second);
  assert.equal((await app.request('consultant', 'POST', `/alerts/${seen.id}/acknowledge`, {})).status, 204);
  await untilDue(first, 'alert_raised');
  await settle();
  const [soon, ...others] = await toldOf(first, 'alert_raised');
  assert.deepEqual(others, []);
  assert.match(soon?.body ?? (await noticesOf(first)).join(), /약속한 전화 시각이 다가옵니다\.\nhttp.+today/);
  assert.doesNotMatch(soon?.body ?? '', /김안부|임플란트/);
  assert.deepEqual(await toldOf(second, 'alert_raised'), [], 'she answered in time');
  // The registration of the number is over: what the gate asks of messages it asks of this one too.
  await owner.query(`update consents.sender set expires_on = '2026-11-25' where org_id = $1`, [app.org.id]);
  await app.setClock(instant(THURSDAY + 21 * MINUTE));
  await alerted();
  await untilDue(first, 'alert_raised');
  await settle();
  const refused = (await toldOf(first, 'alert_raised')).filter(({ state }) => state === 'refused');
  assert.deepEqual([...new Set(refused.map(({ why }) => why))], ['gate.sender_expired']);
  await owner.query(`update consents.sender set expires_on = '2099-12-31' where org_id = $1`, [app.org.id]);
  assert.equal((await app.request('consultant', 'PATCH', '/me/notices', { bySms: false })).status, 200);
});

test('A8 a colleague who wishes it is told of what is hers by text, without name or topic; who answers in time is not', async () => {
  const wish = await app.request('consultant', 'PATCH', '/me/notices', { phone: '010-2222-3333', bySms: true });
  assert.deepEqual([wish.status, wish.body.phone], [200, '+821022223333']);
  const { id } = await anEnquiry();
  const given = await app.act('manager', id, 'assign', { ownerId: app.users.consultant });
  assert.equal(given.status, 200, given.text);
  await settle();
  const { rows } = await owner.query<{ body: string; state: string }>(
    `select m.body, m.state from notices.notice n join channels.message m on m.id = n.message_id where n.enquiry_id = $1 and n.member_id is not null`,
    [id],
  );
  assert.equal(rows.length, 1);
  assert.match(rows[0]?.body ?? '', new RegExp(`today\\?enquiry=${id}`));
  assert.doesNotMatch(rows[0]?.body ?? '', /김안부|implant|임플란트/);
  const off = await app.request('consultant', 'PATCH', '/me/notices', { bySms: false });
  assert.equal(off.status, 200);
  const missing = await app.request('desk', 'PATCH', '/me/notices', { bySms: true });
  assert.deepEqual([missing.status, missing.body.errors[0].code], [422, 'notices.phone_needed']);
});

test('A14 a report is mailed to whom its maker named, with its files where it says so and names no colleague', async () => {
  const plan = (name: string, over: object) =>
    app.request('manager', 'POST', '/reports', {
      ...{ name, query: { page: 'cohorts' }, period: 'lastMonth', formats: ['csv', 'pdf'], language: 'ko' },
      ...{ schedule: { every: 'month', dayOfMonth: 1, minuteOfDay: 480 }, recipients: [app.users.analyst], ...over },
    });
  const naming = await plan('상담사별', { query: { page: 'cohorts', by: 'owner' }, attach: true });
  assert.deepEqual([naming.status, naming.body.errors[0].code], [422, 'reports.attach_names']);
  const mailed = async (name: string, over: object) => {
    const made = await plan(name, over);
    assert.equal(made.status, 201, made.text);
    assert.equal((await app.request('manager', 'POST', `/reports/${made.body.id}/runs`)).status, 201);
    return until(async () => {
      await settle();
      const { rows } = await owner.query<{ body: string; to: string; files: string[] }>(
        `select m.body, m.to_address as to, array(select f.name from channels.message_file f
           where f.org_id = m.org_id and f.message_id = m.id order by f.position) as files
         from channels.message m where m.org_id = $1 and m.occasion = 'report_ready' and m.body like $2 and m.sent_at is not null`,
        [app.org.id, `%${name}%`],
      );
      return rows.length > 0 && rows;
    });
  };
  const [linked, ...others] = await mailed('월간 링크', {});
  assert.deepEqual([linked?.files, others], [[], []]);
  assert.match(
    linked?.body ?? '',
    /월간 링크 \(2026-10-01 – 2026-10-31\) 보고서가 준비되었습니다.+\nhttp.+\/statistics\/reports/s,
  );
  const [attached] = await mailed('월간 첨부', { attach: true });
  assert.deepEqual(attached?.files, ['월간 첨부 2026-10-01–2026-10-31.pdf', '월간 첨부 2026-10-01–2026-10-31.csv']);
});

test('F4 a request about data near its day is told to whose it is, a late one to all who lead, and an answered one to nobody', async () => {
  const tellings = async (id: Id) => {
    const { rows } = await owner.query<{ member: Id; state: string; body: string }>(
      `select n.member_id as member, n.state, m.body from notices.notice n
       left join channels.message m on m.org_id = n.org_id and m.id = n.message_id where n.ref_id = $1 order by n.made_at`,
      [id],
    );
    return rows;
  };
  const ask = async () => {
    const { personId } = await anEnquiry();
    const body = { personId, kind: 'copy', source: 'counter' };
    const made = await app.request('desk', 'POST', '/data-requests', body);
    assert.equal(made.status, 201, made.text);
    const given = await app.request('desk', 'PUT', `/data-requests/${made.body.id}/owner`, {
      memberId: app.users.desk,
    });
    assert.equal(given.status, 200, given.text);
    return made.body.id as Id;
  };
  const [open, answered] = [await ask(), await ask()];
  await app.setClock(instant(THURSDAY + 7 * DAY + MINUTE));
  for (let times = 0; times < 2; times++) await announced();
  await app.request('desk', 'POST', `/data-requests/${answered}/answer`, { answer: '사본을 드림', outcome: 'done' });
  await settle();
  const [soon, ...more] = await tellings(open);
  assert.deepEqual([soon?.member, more], [app.users.desk, []]);
  assert.match(soon?.body ?? '', /답할 날이 다가옵니다\. 답할 날 12월 6일 \(일\)\nhttp.+\/privacy/);
  assert.doesNotMatch(soon?.body ?? '', /김안부/);
  await app.setClock(instant(THURSDAY + 10 * DAY + HOUR));
  await announced();
  await settle();
  const late = (await tellings(open)).filter(({ body }) => body.includes('늦었습니다')).map(({ member }) => member);
  assert.ok(
    [app.users.desk, app.users.manager, app.users.admin].every((one) => late.includes(one)),
    late.join(),
  );
  assert.ok(!late.includes(app.users.clinician));
  assert.equal((await tellings(answered)).filter(({ body }) => body?.includes('늦었습니다')).length, 0);
});
