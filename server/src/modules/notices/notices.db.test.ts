import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticePlannedPage, NoticeSetting } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import { DAY, HOUR, instant, MINUTE } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor } from '../../platform/db/index.ts';
import { textOf } from '../../platform/i18n.ts';
import { hearStop } from '../consents/index.ts';
import { noticesSubscribers, seedEverywhere, sendNotices } from './index.ts';
import { until } from '../../testing/until.ts';
import {
  THURSDAY,
  anEnquiry,
  announced,
  app,
  book,
  deps,
  messagesOf,
  noticesOf,
  owner,
  rowsOf,
  settingOf,
  settle,
  textsOf,
  useHouse,
  wayId,
} from './house.testing.ts';

useHouse();

test('a fresh clinic has every occasion with an approved template in three languages, and none is made twice', async () => {
  await seedEverywhere(app.db);
  const { body } = await app.request('manager', 'GET', '/notices');
  const items = body.items as NoticeSetting[];
  assert.equal(items.length, 16);
  assert.ok(items.every(({ approved, active }) => approved && active));
  const templates = (await app.request('manager', 'GET', '/templates?limit=200')).body.items;
  assert.equal(templates.length, 18);
  for (const { name, latest } of templates) assert.deepEqual(Object.keys(latest.bodies), ['ko', 'en', 'zh'], name);
});

test('what a new release says otherwise is offered as a draft, once, and never where somebody has written', async () => {
  const named = async (name: string) =>
    (await app.request('admin', 'GET', '/templates?limit=100')).body.items.find(
      (one: { name: string }) => one.name === name,
    );
  const [way, answer] = ['오시는 길', '문의하신 내용'];
  const earlier = JSON.stringify({ ko: { subject: '안내', text: '【#{clinicName}】예전 말 #{contact}' } });
  await owner.query(
    `update channels.template_version v set bodies = $1::jsonb from channels.template t
     where t.org_id = v.org_id and t.id = v.template_id and t.name = any($2)`,
    [earlier, [way, answer]],
  );
  const own = { ko: { subject: '안내', text: '【#{clinicName}】우리 말 #{contact}' } };
  const changed = await app.request('admin', 'PATCH', `/templates/${(await named(answer)).id}`, { bodies: own });
  assert.equal(changed.status, 200, changed.text);
  await seedEverywhere(app.db);
  await seedEverywhere(app.db);
  const [offered, kept] = [await named(way), await named(answer)];
  assert.deepEqual([offered.latest.no, offered.latest.state, offered.approved.no], [2, 'draft', 1]);
  assert.match(offered.latest.bodies.ko.text, /오시는 길을 안내드립니다/);
  assert.deepEqual([kept.latest.no, kept.latest.bodies.ko.text], [2, own.ko.text]);
  const approved = await app.request('admin', 'POST', `/templates/${offered.id}/versions/2/approve`, {});
  assert.equal(approved.body.approved?.no, 2, approved.text);
});

test('C7 the gate takes the words of every shipped template, in each country', async () => {
  for (const [country, zone] of [
    ['KR', 'Asia/Seoul'],
    ['US', 'America/New_York'],
    ['CN', 'Asia/Shanghai'],
  ] as const) {
    await owner.query(`update identity.site set holiday_country = $1, time_zone = $2`, [country, zone]);
    for (const { name, purpose, latest } of (await app.request('other.admin', 'GET', '/templates?limit=200')).body
      .items) {
      for (const language of ['ko', 'en', 'zh'] as const) {
        for (const channel of ['sms', 'email']) {
          const asks = latest.variables.some(({ name }: { name: string }) => name === 'answer');
          const proof = await app.request('other.admin', 'POST', '/templates/proof', {
            ...{ channel, purpose, language, body: latest.bodies[language], variables: latest.variables },
            ...(asks ? { values: { answer: textOf(language, 'notices.say.answer.by_digit') } } : {}),
          });
          const faults = proof.body.faults.filter(({ code }: { code: string }) => code !== 'channels.no_way_out');
          assert.deepEqual(faults, [], `${country} ${name} ${language} ${channel}`);
        }
      }
    }
  }
  await owner.query(`update identity.site set holiday_country = 'KR', time_zone = 'Asia/Seoul'`);
});

test('B6 an enquiry is acknowledged once, however often its event is delivered, and the message stands in her archive', async () => {
  const { id, personId } = await anEnquiry();
  await settle();
  const [hearing] = noticesSubscribers;
  const event = {
    ...{ id: newId(), type: 'enquiries.received', at: THURSDAY, personId, actorId: null, payload: { enquiryId: id } },
  };
  for (let times = 0; times < 2; times++) {
    must(await app.db.inTx(systemActor(app.org.id, 'test'), async (tx) => ok(await hearing!.handle(tx, event))));
    await settle();
  }
  const [text, ...more] = await textsOf(personId);
  assert.match(text ?? '', /^【본원】김안부님, 문의를 받았습니다/);
  assert.deepEqual(more, []);
  assert.doesNotMatch(text ?? '', /임플란트|implant/);
  const archive = await until(async () => {
    const { body } = await app.request('manager', 'GET', `/people/${personId}/timeline`);
    return body.items.find(({ code }: { code: string }) => code === 'timeline.message_sent');
  });
  assert.equal(archive.enquiryId, id);
  await until(async () => {
    const { rows } = await owner.query(`select from platform.event where type = 'notices.became'`);
    return rows.length > 0;
  }, 'that open pages are told what became of it');
});

test('domain §2 after hours the acknowledgement names the next opening, in her language', async () => {
  await app.setClock(instant(Date.parse('2026-11-28T20:00:00+09:00')));
  const { personId } = await anEnquiry({ language: 'en', name: 'Ann' });
  await settle();
  const [text] = await textsOf(personId);
  assert.match(text ?? '', /We are closed now and will call you in turn from 9:30 AM on Mon(day)?, November 30/);
});

test('A6 an unanswered day is followed by information; who speaks with us meanwhile gets none', async () => {
  const { id, personId } = await anEnquiry();
  const spoken = await anEnquiry();
  const calls = { direction: 'outbound', outcome: 'NO_ANSWER' };
  for (const one of [id, spoken.id]) {
    assert.equal((await app.act('consultant', one, 'transitions', { to: 'WAITING' })).status, 200);
    const called = await app.act('consultant', one, 'calls', calls);
    assert.equal(called.status, 200, called.text);
  }
  // What is due at once is written within seconds: here she calls back before that.
  const talked = await app.act('consultant', spoken.id, 'calls', {
    direction: 'inbound',
    outcome: 'CONNECTED',
    then: { to: 'CONSULTING' },
  });
  assert.ok(talked.status < 300, talked.text);
  await settle();
  assert.match((await textsOf(personId)).join('\n'), /전화드렸으나 연결되지 않았습니다/);
  const lines = await noticesOf(spoken.id);
  assert.ok(lines.includes('unanswered_day void notices.why.moved_on'), lines.join());
});

test('P3 what a person will be told by itself stands beside her with what the gate says of that moment', async () => {
  const { id, personId } = await anEnquiry();
  assert.equal((await book(id, '2026-11-30T15:00:00+09:00')).status, 200);
  await settle();
  const asked = async () => {
    const { status, body, text } = await app.request('desk', 'GET', `/people/${personId}/planned-notices`);
    assert.equal(status, 200, text);
    return (body as NoticePlannedPage).items;
  };
  const [first, dayBefore] = await asked();
  assert.deepEqual(
    [first?.occasion, first?.channel, first?.verdict.verdict, dayBefore?.occasion],
    ['booking_made', 'sms', 'ALLOW', 'booking_day_before'],
  );
  await app.request('desk', 'POST', '/suppressions', { personId, reason: 'request', note: '전화로 요청' });
  const stopped = (await asked()).find(({ occasion }) => occasion === 'booking_day_before');
  assert.equal(stopped?.verdict.reason.code, 'gate.suppressed');
  assert.ok(stopped?.verdict.remedy?.text, 'what would make it allowed');
  const nobody = await app.request('desk', 'GET', `/people/${newId()}/planned-notices`);
  assert.equal(nobody.status, 404);
});

test('T6 a booking that is moved before its reminder went: the old word is never said, the new one is', async () => {
  const { id, personId } = await anEnquiry();
  const first = await book(id, '2026-11-30T15:00:00+09:00');
  assert.equal(first.status, 200, first.text);
  await settle();
  assert.equal((await app.act('desk', id, 'transitions', { to: 'RESCHEDULING' })).status, 200);
  const moved = await book(id, '2026-12-01T16:00:00+09:00');
  assert.equal(moved.status, 200, moved.text);
  await app.runOutbox();
  await app.setClock(instant(Date.parse('2026-11-26T10:11:00+09:00')));
  await settle();
  const reminders = (await rowsOf(personId, 'booking_day_before')).map(({ state }) => state);
  assert.deepEqual(reminders.sort(), ['void', 'waiting'], 'the old one is taken back long before its time');
  await app.setClock(instant(Date.parse('2026-11-29T10:01:00+09:00')));
  await settle();
  await app.setClock(instant(Date.parse('2026-11-30T10:01:00+09:00')));
  await settle();
  const texts = (await textsOf(personId)).join('\n');
  assert.match(texts, /새 예약은 12월 1일 \(화\) 오후 4:00입니다/);
  assert.match(texts, /12월 1일 \(화\) 오후 4:00 예약이 있습니다\. 답장으로 1 확인, 2 변경, 3 취소를 알려 주세요/);
  assert.doesNotMatch(texts, /11월 30일/);
  const cancelled = await app.act('desk', id, 'transitions', { to: 'CANCELLED' });
  assert.equal(cancelled.status, 200, cancelled.text);
  await settle();
  await app.setClock(instant(Date.parse('2026-12-01T10:01:00+09:00')));
  await settle();
  const after = (await textsOf(personId)).join('\n');
  assert.doesNotMatch(after, /오늘 오후 4:00/);
  assert.match(after, /예약이 취소되었습니다/);
});

test('T6 a word about a booking that waits for its way out when the booking is cancelled does not leave, even before anybody was told', async () => {
  const { id, personId } = await anEnquiry();
  await book(id, '2026-11-30T15:00:00+09:00');
  await app.runOutbox();
  await app.setClock(instant(Date.parse('2026-11-26T10:11:00+09:00')));
  // The way out rests: the message is written, and waits.
  await owner.query(`update channels.transport set rest_until = clock_timestamp() + interval '1 hour' where id = $1`, [
    wayId,
  ]);
  await sendNotices(app.db, deps);
  const written = (await messagesOf(personId)).find(({ text }) => text.includes('예약되었습니다'));
  assert.equal(written?.state, 'queued');
  await owner.query(`update enquiries.booking set state = 'cancelled', ended_at = now() where enquiry_id = $1`, [id]);
  await owner.query(`update channels.transport set rest_until = null where id = $1`, [wayId]);
  const end = await until(async () => {
    const { body } = await app.request('manager', 'GET', `/messages/${written?.id}`);
    return body.state !== 'queued' && body.state !== 'sending' && body;
  });
  assert.deepEqual([end.state, end.why.code], ['expired', 'gate.outdated']);
});

test('P2 what the gate refuses is seen with its reason, and nothing is tried behind its back', async () => {
  const { personId } = await anEnquiry({ email: 'kim@example.com' });
  await app.runOutbox();
  const stop = { personId, purposes: ['service'], reason: 'request', note: '문자 싫다고 하심' };
  assert.equal((await app.request('desk', 'POST', '/suppressions', stop)).status, 201);
  await settle();
  const messages = await messagesOf(personId);
  assert.ok(
    messages.every(({ state }) => state === 'refused'),
    JSON.stringify(messages.map(({ state }) => state)),
  );
  const setting = await until(async () => {
    const one = await settingOf('enquiry_received');
    return one.reasons.some(({ reason }) => reason.code === 'gate.suppressed') && one;
  });
  const refused = setting.reasons.find(({ reason }) => reason.code === 'gate.suppressed');
  assert.equal(refused?.drill, '/messages?state=refused&why=gate.suppressed');
});

test('without a way out nothing is lost: it waits, says why, and goes as soon as there is one', async () => {
  assert.equal((await app.request('admin', 'PATCH', `/channels/${wayId}`, { active: false })).status, 200);
  const { id, personId } = await anEnquiry();
  await settle();
  assert.deepEqual(await messagesOf(personId), []);
  const { body } = await app.request('manager', 'GET', '/notices/waiting');
  const stuck = body.items.find(({ enquiryId }: { enquiryId: Id }) => enquiryId === id);
  assert.deepEqual([stuck.occasion, stuck.reason.code], ['enquiry_received', 'channels.no_way_out']);
  assert.match(stuck.reason.text, /[가-힣]/);
  assert.equal((await app.request('admin', 'PATCH', `/channels/${wayId}`, { active: true })).status, 200);
  await settle();
  assert.equal((await textsOf(personId)).length, 1);
  assert.equal((await app.request('manager', 'GET', '/notices/waiting')).body.items.length, 0);
});

test('rules.md a consent is told within 14 days, and the duty ends when it went', async () => {
  const { personId } = await anEnquiry();
  const entries = [{ kind: 'contact', purpose: 'marketing', channel: 'sms', night: false, state: 'granted' }];
  const said = await app.request('desk', 'POST', `/people/${personId}/consents`, {
    entries,
    source: 'counter',
    evidence: '동의서',
  });
  assert.ok(said.status < 300, said.text);
  await announced();
  await settle();
  const text = (await textsOf(personId)).find((one) => one.includes('광고성 정보'));
  assert.match(text ?? '', /처리 내용: 수신 동의\(문자\)\n의사 표시일: 11월 26일 \(목\)\n변경·철회: http/);
  // Her page stands in a text by a short link of our own, which leads to it and notes nobody.
  const [, token = ''] = /http:\/\/[^/]+\/l\/([A-Za-z0-9]{12})$/.exec(text ?? '') ?? [];
  const opened = await app.request(null, 'GET', `//l/${token}`, undefined, { 'user-agent': 'Mozilla/5.0' });
  const page = new URL(String(opened.headers['location'])).pathname;
  assert.deepEqual([opened.status, /^\/p\/preferences\/\S+$/.test(page)], [302, true], text);
  assert.equal((await app.request(null, 'GET', `/${page}`)).status, 200);
  const { rows: kept } = await owner.query(`select opened_at from channels.link where token = $1`, [token]);
  assert.deepEqual(kept, [{ opened_at: null }]);
  await until(async () => {
    await app.runOutbox();
    const { rows } = await owner.query(
      `select state from consents.duty where person_id = $1 and kind = 'result_notice'`,
      [personId],
    );
    return rows[0]?.state === 'done';
  });
});

/** What a person writes to us by text: a stop is heard. */
async function says(from: string, text: string): Promise<void> {
  must(await app.db.inTx(systemActor(app.org.id, 'test'), (tx) => hearStop(tx, from, text)));
}

test('rules.md a Korean stop is confirmed once, with what ended, for fourteen days; that is its result notice too', async () => {
  const { personId } = await anEnquiry({ phone: '010-3444-0001' });
  await settle();
  await app.request('admin', 'PATCH', `/channels/${wayId}`, { active: false });
  await says('+821034440001', '수신거부');
  await says('+821034440001', '거부');
  await settle();
  await app.setClock(instant(THURSDAY + 13 * DAY));
  assert.equal((await app.request('admin', 'PATCH', `/channels/${wayId}`, { active: true })).status, 200);
  await announced();
  await settle();
  const heard = (await messagesOf(personId)).filter(({ occasion }) => occasion !== 'enquiry_received');
  assert.deepEqual(
    heard.map(({ occasion }) => occasion),
    ['stop_confirmed'],
  );
  assert.match(heard[0]?.text ?? '', /^【본원】11\/26 수신거부 완료\(광고·설문\) http/);
  assert.equal(heard[0]?.class, 'SMS', 'sender, wish, day and result in one text message');
});

test('rules.md an American stop ends all to the number but its one confirmation, within five minutes', async () => {
  const american = async (phone: string) => anEnquiry({ phone, name: 'Ann', language: 'en' });
  const [stops, late] = [await american('+1 212-555-0141'), await american('+1 212-555-0142')];
  await settle();
  await says('+12125550141', 'STOP');
  await settle();
  const confirmed = await until(async () => {
    const one = (await messagesOf(stops.personId)).find(({ occasion }) => occasion === 'stop_confirmed');
    return one && !['queued', 'sending'].includes(one.state) && one;
  });
  assert.match(confirmed.text, /Unsubscribed on Nov 26 \(all messages\)\./);
  assert.ok(['sent', 'delivered'].includes(confirmed.state), `${confirmed.state} ${confirmed.why?.code}`);
  // Everything else stays stopped, and so does a second word about the stop.
  const more = await app.request('desk', 'POST', '/messages', {
    ...{ personId: stops.personId, channel: 'sms', purpose: 'service', text: 'See you tomorrow', language: 'en' },
  });
  assert.deepEqual([more.body.state, more.body.why.code], ['refused', 'gate.number_stopped'], more.text);
  assert.equal((await app.request('admin', 'PATCH', `/channels/${wayId}`, { active: false })).status, 200);
  await says('+12125550142', 'Stop');
  await app.runOutbox();
  await app.setClock(instant(THURSDAY + 6 * MINUTE));
  assert.equal((await app.request('admin', 'PATCH', `/channels/${wayId}`, { active: true })).status, 200);
  await settle();
  assert.deepEqual(
    (await rowsOf(late.personId, 'stop_confirmed')).map(({ state }) => state),
    ['expired'],
    'nobody was there to send it in time',
  );
});

test('P1 of a number that a family shares who was written to last is answered, without a page of hers; where nobody was, nobody is guessed', async () => {
  const [phone, number] = ['010-3444-0011', '+821034440011'];
  const mother = await anEnquiry({ phone, name: '김어머니' });
  const son = await anEnquiry({ phone, name: '김아들' });
  await says(number, '수신거부');
  await settle();
  const unknown = [
    ...(await rowsOf(mother.personId, 'stop_confirmed')),
    ...(await rowsOf(son.personId, 'stop_confirmed')),
  ];
  assert.deepEqual(
    unknown.map(({ state, why }) => [state, why]),
    [['void', 'notices.why.shared_number']],
  );
  const sent = await until(async () => (await messagesOf(son.personId)).find(({ sentAt }) => sentAt !== null));
  assert.match(sent.text, /김아들/, 'her enquiry, her name, though the number is not hers alone');
  const { body } = await app.request('desk', 'GET', `/suppressions?address=${encodeURIComponent(number)}`);
  const lifted = await app.request('desk', 'POST', `/suppressions/${body.items[0].id}/lift`, { evidence: '전화 통화' });
  assert.equal(lifted.status, 200, lifted.text);
  await app.advance(MINUTE);
  const again = await app.request('desk', 'POST', '/messages', {
    ...{ personId: mother.personId, channel: 'sms', purpose: 'service', text: '【본원】안내드립니다', language: 'ko' },
  });
  assert.equal(again.status, 201, again.text);
  await until(async () =>
    (await messagesOf(mother.personId)).find(({ id, sentAt }) => id === again.body.id && sentAt !== null),
  );
  const refused = await app.request('desk', 'POST', '/messages', {
    ...{
      personId: son.personId,
      channel: 'sms',
      purpose: 'marketing',
      text: '(광고)【본원】 겨울 안내',
      language: 'ko',
    },
  });
  assert.equal(refused.body.state, 'refused', 'what the gate refused was said to nobody');
  await says(number, '수신거부');
  await settle();
  const answer = (await messagesOf(mother.personId)).find(({ occasion }) => occasion === 'stop_confirmed');
  assert.match(answer?.text ?? '', /완료\(광고·설문\) 본원$/);
  assert.doesNotMatch(answer?.text ?? '', /http/);
});

test('rules.md a consent is asked about again thirty days before its second year is over, with its fact and date', async () => {
  const { personId } = await anEnquiry();
  const said = await app.request('desk', 'POST', `/people/${personId}/consents`, {
    entries: [{ kind: 'contact', purpose: 'marketing', channel: 'sms', night: false, state: 'granted' }],
    ...{ source: 'counter', evidence: '동의서', at: '2024-12-10T10:00:00+09:00' },
  });
  assert.ok(said.status < 300, said.text);
  await announced();
  await settle();
  const text = (await messagesOf(personId)).find(({ occasion }) => occasion === 'consent_again')?.text;
  assert.match(
    text ?? '',
    /2024년 12월 10일 광고성 정보 수신\(문자\)에 동의하셨습니다\. 동의를 유지하려면 12월 9일 \(수\)까지/,
  );
  const { rows } = await owner.query<{ confirmed: boolean }>(
    `select exists (select from consents.consent where person_id = $1 and at > '2025-01-01') as confirmed`,
    [personId],
  );
  assert.equal(rows[0]?.confirmed, false, 'silence is no consent');
});

test('A6 before the call of the sixth day she is told an hour before; who answers meanwhile is not', async () => {
  const due = async (id: Id, personId: Id) => {
    const [hearing] = noticesSubscribers;
    const at = instant(THURSDAY + 2 * HOUR);
    const payload = { enquiryId: id, code: 'before_sixth_call', unansweredDays: 5, at };
    const event = { id: newId(), type: 'enquiries.information_due', at: THURSDAY, personId, actorId: null, payload };
    must(await app.db.inTx(systemActor(app.org.id, 'test'), async (tx) => ok(await hearing!.handle(tx, event))));
  };
  const [waits, spoken] = [await anEnquiry(), await anEnquiry()];
  for (const { id } of [waits, spoken]) {
    await app.act('consultant', id, 'transitions', { to: 'WAITING' });
    const called = await app.act('consultant', id, 'calls', { direction: 'outbound', outcome: 'NO_ANSWER' });
    assert.equal(called.status, 200, called.text);
  }
  for (const { id, personId } of [waits, spoken]) await due(id, personId);
  const then = { to: 'CONSULTING' };
  await app.act('consultant', spoken.id, 'calls', { direction: 'inbound', outcome: 'CONNECTED', then });
  await settle();
  assert.deepEqual(await rowsOf(waits.personId, 'before_sixth_call'), [{ state: 'waiting', why: null }]);
  await app.setClock(instant(THURSDAY + 2 * HOUR + MINUTE));
  await settle();
  assert.match((await textsOf(waits.personId)).join('\n'), /오늘 한 번 더 전화드리려 합니다/);
  assert.deepEqual(await rowsOf(spoken.personId, 'before_sixth_call'), [
    { state: 'void', why: 'notices.why.moved_on' },
  ]);
});

test('what is switched off is not said; a change says who did it and refuses an older page', async () => {
  const setting = await settingOf('enquiry_received');
  const off = await app.request('manager', 'PATCH', '/notices/enquiry_received', {
    active: false,
    version: setting.version,
  });
  assert.equal(off.status, 200, off.text);
  const stale = await app.request('admin', 'PATCH', '/notices/enquiry_received', {
    active: true,
    version: setting.version,
  });
  assert.equal(stale.status, 409);
  const { personId } = await anEnquiry();
  await settle();
  assert.deepEqual(await textsOf(personId), []);
  const untimed = await app.request('admin', 'PATCH', '/notices/enquiry_received', { minutes: 5 });
  assert.deepEqual([untimed.status, untimed.body.errors[0].code], [422, 'notices.no_timing']);
  assert.equal((await app.request('consultant', 'PATCH', '/notices/enquiry_received', { active: true })).status, 403);
  assert.equal((await app.request('admin', 'PATCH', '/notices/enquiry_received', { active: true })).status, 200);
});
