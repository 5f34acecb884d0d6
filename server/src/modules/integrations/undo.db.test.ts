import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId, type Id } from '../../kernel/ids.ts';
import { must, ok, type Outcome } from '../../kernel/outcome.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { assign } from '../enquiries/index.ts';
import { changePerson, findOrCreatePerson, writeMemo } from '../people/index.ts';
import { applyImport } from './service/acts.ts';
import { keptRows, undoImport } from './service/undo.ts';
import { businessRows } from './business.testing.ts';
import { importDesk } from './testing.ts';

let desk: Awaited<ReturnType<typeof importDesk>>;
before(async () => {
  desk = await importDesk(['김지현', '박소영']);
});
after(() => desk.close());

function inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return desk.db.inTx(desk.actor, work);
}

const dump = () => businessRows(desk);

async function applied(list: string, kind: 'people' | 'enquiries' = 'enquiries') {
  const one = await desk.bring(list, { kind, dryRun: false });
  assert.equal(one.state, 'done', JSON.stringify([one.error, one.questions]));
  return one.id;
}

async function undone(id: Id) {
  must(await inTx((tx) => undoImport(tx, id, { job: false })));
  await desk.run(id);
  const record = await desk.read(id);
  assert.deepEqual([record.state, record.phase], ['done', 'undo']);
  return record;
}

async function personOf(phone: string): Promise<Id> {
  const [row] = await desk.tell(sql<{ id: Id }>`select person_id as id from people.person_phone where e164 = ${phone}`);
  return row!.id;
}

const HEAD = '이름,연락처,문의일,상태,관심진료,예약일,이메일,생년월일,차트번호';

test('F6 taking an import back leaves the business rows as they were before it', async () => {
  await applied(
    `${HEAD}\n있던이,010-4100-0001,2026-09-01,상담 종결,임플란트,,,,\n,010-4100-0002,2026-09-01,신규 문의,,,,,\n`,
  );
  const before = await dump();
  const id = await applied(
    [
      HEAD,
      '있던이,010-4100-0001,2026-10-01,신규 문의,임플란트,,old@example.com,1990-01-01,C-1',
      '이름생김,010-4100-0002,2026-10-02,1차 부재,임플란트,,,1991-01-01,',
      '새사람,010-4100-0003,2026-10-01,예약 완료,임플란트,2026-12-05 14:00,new@example.com,,C-3',
      '새사람,010-4100-0003,2026-10-03,중복,임플란트,,,,',
      '새사람,010-4100-0003,2026-10-01,내원,임플란트,,,,',
      '거절이,010-4100-0004,2026-10-01,상담 종결,임플란트,,,,',
      '잘못이,010-4100-0005,2026-02-30,상담 종결,임플란트,,,,',
    ].join('\n'),
  );
  assert.notDeepEqual(await dump(), before);
  const record = await undone(id);
  assert.deepEqual(await dump(), before);
  assert.deepEqual([record.undo?.kept, record.undo?.until, record.undo?.by], [0, null, 'test']);
  assert.equal(
    await desk.count(sql`select count(*) as n from people.person p where open_enquiries <> (
      select count(*) from enquiries.enquiry e where e.org_id = p.org_id and e.person_id = p.id and e.open)`),
    0,
  );
  const traced = await desk.count(
    sql`select count(*) as n from platform.audit_entry where action in ('people.removed', 'enquiries.taken_back')`,
  );
  assert.ok(traced >= 2, 'the audit keeps who was removed');
  const again = await inTx((tx) => undoImport(tx, id, { job: false }));
  assert.equal(again.ok ? '' : again.refusal.code, 'imports.already_undone');
  const apply = await inTx((tx) => applyImport(tx, id, { job: false }));
  assert.equal(apply.ok ? '' : apply.refusal.code, 'imports.already_applied');
});

test('F6 a list of people is taken back with its memos, and may be brought again', async () => {
  const list =
    '이름,연락처,메모\n메모하나,010-4200-0001,오후 선호\n메모둘,010-4200-0002,창가 자리\n메모둘,010-4200-0002,주차 필요\n';
  const before = await dump();
  const id = await applied(list, 'people');
  assert.equal(await desk.count(sql`select count(*) as n from people.memo`), 3);
  await undone(id);
  assert.deepEqual(await dump(), before);
  const again = await desk.read(await applied(list, 'people'));
  assert.equal(again.counts?.created, 2);
});

test('F6 what people have touched since stays, and each row says why', async () => {
  const id = await applied(
    [
      HEAD,
      '그대로,010-4300-0001,2026-10-01,상담 종결,임플란트,,,,',
      '맡은이,010-4300-0002,2026-10-01,신규 문의,임플란트,,,,',
      '고친이,010-4300-0003,2026-10-01,상담 종결,임플란트,,,,',
      '적은이,010-4300-0004,2026-10-01,상담 종결,임플란트,,,,',
      '소개자,010-4300-0005,2026-10-01,상담 종결,임플란트,,,,',
    ].join('\n'),
  );
  const [owned, changed, noted, referrer] = [
    await personOf('+821043000002'),
    await personOf('+821043000003'),
    await personOf('+821043000004'),
    await personOf('+821043000005'),
  ];
  const [enquiry] = await desk.tell(sql<{ id: Id }>`select id from enquiries.enquiry where person_id = ${owned}`);
  const [user] = await desk.tell(sql<{ id: Id }>`select id from identity.member where name = '김지현'`);
  const acting = { ...desk.actor, kind: 'user' as const, userId: user!.id, name: '김지현' };
  must(await desk.db.inTx(acting, (tx) => assign(tx, enquiry!.id, { ownerId: user!.id })));
  must(await inTx((tx) => changePerson(tx, changed, { birthDate: '1980-05-05' })));
  must(await inTx((tx) => writeMemo(tx, noted, { text: '직접 적음', pinned: false })));
  must(
    await inTx(async (tx) => {
      const friend = must(await findOrCreatePerson(tx, { name: '친구', phone: '010-4300-0009' }));
      return changePerson(tx, friend.person.id, { referrerId: referrer });
    }),
  );
  const record = await undone(id);
  assert.equal(record.undo?.kept, 4);
  const kept = must(await inTx((tx) => keptRows(tx, id, { after: 0, limit: 50 })));
  assert.deepEqual(
    kept.items.map(({ row, code, personId }) => [row, code, personId]),
    [
      [2, 'imports.kept.enquiry_touched', owned],
      [3, 'imports.kept.person_touched', changed],
      [4, 'imports.kept.person_touched', noted],
      [5, 'imports.kept.person_in_use', referrer],
    ],
  );
  assert.equal(await desk.count(sql`select count(*) as n from people.person_phone where e164 like '+8210430000%'`), 5);
  assert.equal(
    await desk.count(sql`select count(*) as n from enquiries.enquiry e join people.person_phone p on p.person_id = e.person_id
      where p.e164 like '+8210430000%'`),
    1,
  );
});

test('F6 A13 an imported enquiry that was handed over stays, by a person or by a rule; one of which somebody was only told goes', async () => {
  const id = await applied(
    [
      HEAD,
      '넘긴이,010-4350-0001,2026-10-01,신규 문의,임플란트,,,,',
      '규칙이,010-4350-0002,2026-10-01,1차 부재,임플란트,,,,',
      '알린이,010-4350-0003,2026-10-01,1차 부재,임플란트,,,,',
    ].join('\n'),
  );
  const enquiryOf = async (phone: string) => {
    const personId = await personOf(phone);
    const [row] = await desk.tell(sql<{ id: Id }>`select id from enquiries.enquiry where person_id = ${personId}`);
    return row!.id;
  };
  const [given, byRule, told] = [
    await enquiryOf('+821043500001'),
    await enquiryOf('+821043500002'),
    await enquiryOf('+821043500003'),
  ];
  const [from, to] = await desk.tell(
    sql<{ id: Id }>`select id from identity.member where name in ('김지현', '박소영') order by name`,
  );
  const acting = { ...desk.actor, kind: 'user' as const, userId: from!.id, name: '김지현' };
  must(await desk.db.inTx(acting, (tx) => assign(tx, given, { ownerId: from!.id })));
  must(await desk.db.inTx(acting, (tx) => assign(tx, given, { ownerId: to!.id, note: '부탁합니다' })));
  must(
    await inTx(async (tx) => {
      const handOverId = newId();
      await tx.run(
        sql`insert into enquiries.hand_over (org_id, id, at, kind) values (${tx.orgId}, ${handOverId}, clock_timestamp(), 'late')`,
      );
      await tx.run(sql`
        insert into enquiries.hand_over_item
          (org_id, hand_over_id, enquiry_id, from_team_id, to_owner_id, to_team_id, version_after, action_set_at, automatic)
        select org_id, ${handOverId}, id, team_id, ${to!.id}, team_id, version, action_set_at, true from enquiries.enquiry where id = ${byRule}`);
      // A push about the third reached a browser.
      const [alertId, browserId] = [newId(), newId()];
      await tx.run(sql`
        insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at)
        select org_id, ${alertId}, id, ${to!.id}, 'pool', action_set_at, action_due_at, clock_timestamp() from enquiries.enquiry where id = ${told}`);
      await tx.run(sql`
        insert into reminders.browser (org_id, id, user_id, session_id, endpoint_hash, sealed, service, language, added_at)
        values (${tx.orgId}, ${browserId}, ${to!.id}, ${newId()}, sha256('x'), 'x', 'push.example', 'ko', clock_timestamp())`);
      await tx.run(sql`
        insert into reminders.delivery (org_id, id, alert_id, ring, channel, browser_id, state, queued_at, settled_at)
        values (${tx.orgId}, ${newId()}, ${alertId}, 0, 'push', ${browserId}, 'sent', clock_timestamp(), clock_timestamp())`);
      return ok(null);
    }),
  );
  await undone(id);
  const kept = must(await inTx((tx) => keptRows(tx, id, { after: 0, limit: 50 })));
  assert.deepEqual(
    kept.items.map(({ row, code }) => [row, code]),
    [
      [1, 'imports.kept.enquiry_touched'],
      [2, 'imports.kept.enquiry_touched'],
    ],
  );
  assert.deepEqual(
    (
      await desk.tell(
        sql<{ id: Id }>`select id from enquiries.enquiry where id = any(${[given, byRule, told]}::uuid[])`,
      )
    )
      .map((row) => row.id)
      .sort(),
    [given, byRule].sort(),
  );
  assert.equal(await desk.count(sql`select count(*) as n from reminders.delivery`), 0);
});

test('F6 an import is taken back within 7 days of its entry, and not before it', async () => {
  const dry = await desk.bring(`${HEAD}\n이른이,010-4400-0001,2026-10-01,상담 종결,,,,,\n`);
  const early = await inTx((tx) => undoImport(tx, dry.id, { job: false }));
  assert.equal(early.ok ? '' : early.refusal.code, 'imports.not_applied');
  const id = await applied(`${HEAD}\n늦은이,010-4400-0002,2026-10-01,상담 종결,,,,,\n`);
  assert.equal((await desk.read(id)).undo?.possible, true);
  must(
    await inTx(async (tx) => {
      await tx.run(
        sql`update integrations.import set applied_at = applied_at - interval '7 days 1 second' where id = ${id}`,
      );
      return ok(null);
    }),
  );
  assert.equal((await desk.read(id)).undo?.possible, false);
  const late = await inTx((tx) => undoImport(tx, id, { job: false }));
  assert.deepEqual(late.ok ? '' : [late.refusal.code, late.refusal.status], ['imports.undo_too_late', 409]);
});

test('F6 taken back in the midst of a batch of another worker, it is taken back once', async () => {
  const lines = Array.from(
    { length: 1200 },
    (_, no) =>
      `많은${no},010-45${String(no).padStart(2, '0').slice(-2)}-${String(1000 + no)},2026-10-01,상담 종결,,,,,`,
  );
  const before = await dump();
  const id = await applied([HEAD, ...lines].join('\n'));
  must(await inTx((tx) => undoImport(tx, id, { job: false })));
  await Promise.all([desk.run(id), desk.run(id)]);
  assert.deepEqual(await dump(), before);
});
