import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportKind } from '@anbu/contract';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { ColumnWatch } from './column-profile.ts';
import { checkMapping, completeMapping, proposeMapping, statusCandidates, type Column } from './mapping.ts';

const READING = { zone: 'Asia/Seoul', region: 'KR', today: calendarDay('2026-11-22') } as const;
const KNOWN = {
  isSource: (value: string) => ['인터넷', '소개'].includes(value),
  isInterest: (value: string) => ['임플란트', '교정'].includes(value),
  isMember: (value: string) => value === '김지현',
  isSite: () => false,
};

/** Columns with a cell each that says nothing, or with cells of their own. */
function columns(
  headers: readonly string[],
  rows: readonly (readonly string[])[] = [headers.map(() => '?')],
): Column[] {
  return headers.map((name, index) => {
    const watch = new ColumnWatch(READING);
    for (const row of rows) watch.see(row[index] ?? '');
    return { name, profile: watch.profile };
  });
}

const byName = (kind: ImportKind, headers: string) => proposeMapping(kind, columns(headers.split(',')), KNOWN).mapping;

test('F6 headers are recognised in three languages, with additions, in any order', () => {
  const table: readonly (readonly [string, Record<string, string>])[] = [
    [
      '번호,고객명,연락처,문의일,경로,관심진료,담당,상태,통화횟수,예약일,내원일,메모',
      {
        name: '고객명',
        phone: '연락처',
        receivedAt: '문의일',
        sourceChannel: '경로',
        interests: '관심진료',
        owner: '담당',
        status: '상태',
        callCount: '통화횟수',
        bookingAt: '예약일',
        visitAt: '내원일',
        text: '메모',
      },
    ],
    [
      'No.,Full Name,Mobile (KR),Date received,Lead Status',
      { name: 'Full Name', phone: 'Mobile (KR)', receivedAt: 'Date received', status: 'Lead Status' },
    ],
    [
      '姓名,手机号,咨询日期,渠道,状态,备注',
      { name: '姓名', phone: '手机号', receivedAt: '咨询日期', sourceChannel: '渠道', status: '状态', text: '备注' },
    ],
    ['성 함,휴대폰 번호,접수일시,가져오기 오류', { name: '성 함', phone: '휴대폰 번호', receivedAt: '접수일시' }],
    [
      '고객 이름,전화 번호,최초문의일,광고매체,희망시술,현재상태,실장,상담메모',
      {
        name: '고객 이름',
        phone: '전화 번호',
        receivedAt: '최초문의일',
        sourceChannel: '광고매체',
        interests: '희망시술',
        status: '현재상태',
        owner: '실장',
        text: '상담메모',
      },
    ],
    [
      'Lead Name,연락처1,상담일자,상담분야,진행단계,获客渠道,归属人,跟进记录',
      {
        name: 'Lead Name',
        phone: '연락처1',
        receivedAt: '상담일자',
        interests: '상담분야',
        status: '진행단계',
        sourceChannel: '获客渠道',
        owner: '归属人',
        text: '跟进记录',
      },
    ],
    [
      'patient_name,mobileNo,createdTime,current_stage,assigned_to,appt_date',
      {
        name: 'patient_name',
        phone: 'mobileNo',
        receivedAt: 'createdTime',
        status: 'current_stage',
        owner: 'assigned_to',
        bookingAt: 'appt_date',
      },
    ],
    [
      '客户姓名,手机号码,建档日期,客户状态,说明,患者编号',
      {
        name: '客户姓名',
        phone: '手机号码',
        receivedAt: '建档日期',
        status: '客户状态',
        text: '说明',
        number: '患者编号',
      },
    ],
  ];
  for (const [headers, expected] of table) assert.deepEqual(byName('enquiries', headers), expected, headers);
  assert.deepEqual(byName('people', '환자번호,성,이름,휴대폰'), {
    number: '환자번호',
    familyName: '성',
    name: '이름',
    phone: '휴대폰',
  });
  assert.deepEqual(byName('people', 'First Name,Last Name,Cell'), {
    givenName: 'First Name',
    familyName: 'Last Name',
    phone: 'Cell',
  });
});

test('F6 what a column is stands at the end of its name: a day of the status is no status, a guardian is not the patient', () => {
  assert.deepEqual(
    byName('enquiries', '환자명,연락처,접수일,상태변경일,최종통화일,보호자명,보호자연락처,담당의,주민등록번호'),
    {
      name: '환자명',
      phone: '연락처',
      receivedAt: '접수일',
    },
  );
  assert.equal(byName('enquiries', 'Name,Phone,Created at,visitLocation')['visitAt'], undefined);
});

test('F6 of two columns that fit, the commoner name and the first number goes before, and each is used once', () => {
  assert.equal(byName('enquiries', '연락처2,연락처1,이름')['phone'], '연락처1');
  assert.equal(byName('enquiries', '예약상태,상담상태,이름')['status'], '상담상태');
});

const CELLS: readonly (readonly string[])[] = [
  ['김하나', '010-3333-4444', '2026-10-01', '부재', '김지현', 'a@example.com', '인터넷'],
  ['박둘', '01033334445', '2026.10.2 11:00', '예약 완료', '김지현', 'b@example.com', '소개'],
  ['이세라', '1033334446', '10/3', '2차부재', '김지현', 'c@example.com', '인터넷'],
  ['최넷', '+82 10-3333-4447', '2026-10-04', '부재', '김지현', 'd@example.com', '인터넷'],
];

test('F6 columns whose names say nothing are known by their cells', () => {
  const found = proposeMapping('enquiries', columns(['a', 'b', 'c', 'd', 'e', 'f', 'g'], CELLS), KNOWN);
  assert.deepEqual(found.mapping, {
    name: 'a',
    phone: 'b',
    receivedAt: 'c',
    status: 'd',
    owner: 'e',
    email: 'f',
    sourceChannel: 'g',
  });
  assert.ok(Object.values(found.how).every((how) => how === 'content'));
});

test('F6 two columns of days without a word that says which: neither is guessed', () => {
  const rows = CELLS.map((row) => [row[0] ?? '', row[1] ?? '', row[2] ?? '', row[2] ?? '']);
  assert.equal(
    proposeMapping('enquiries', columns(['이름', '전화', 'x', 'y'], rows), KNOWN).mapping['receivedAt'],
    undefined,
  );
});

test('F6 cells take back a doubtful name: 구분 of a first visit and State of an address are no status', () => {
  const first = ['신환', '구환', '신환', '신환', '구환'].map((cell) => [cell]);
  assert.equal(proposeMapping('enquiries', columns(['구분'], first), KNOWN).mapping['status'], undefined);
  const state = ['CA', 'NY', 'CA', 'TX', 'CA'].map((cell) => [cell]);
  assert.equal(proposeMapping('enquiries', columns(['State'], state), KNOWN).mapping['status'], undefined);
  const said = ['부재', '예약', '내원', '부재', '내원'].map((cell) => [cell]);
  assert.equal(proposeMapping('enquiries', columns(['구분'], said), KNOWN).mapping['status'], '구분');
});

test('A3 labels in a column that nobody knows are asked about, not passed over', () => {
  const rows = ['파랑', '빨강', '파랑', '파랑', '빨강'].map((label, no) => [
    `김하${no}`,
    `010-3333-000${no}`,
    label,
    '서울',
  ]);
  const all = columns(['이름', '전화', '처리', '지역'], rows);
  const { mapping } = proposeMapping('enquiries', all, KNOWN);
  assert.deepEqual(statusCandidates('enquiries', all, mapping, {}), ['처리']);
  assert.deepEqual(statusCandidates('enquiries', all, mapping, { status: null }), [], 'it was said that there is none');
  const words = Array.from({ length: 30 }, (_, no) => [`김하나`, `${no}번 손님께 친절히 안내해 드리고 끊음`]);
  const free = columns(['이름', '상담결과'], words);
  const found = proposeMapping('enquiries', free, KNOWN).mapping;
  assert.equal(found['status'], undefined, 'sentences are no labels, whatever the header says');
  assert.deepEqual(statusCandidates('enquiries', free, found, {}), ['상담결과'], 'but it is asked');
  assert.deepEqual(statusCandidates('people', all, mapping, {}), []);
  assert.deepEqual(statusCandidates('enquiries', all, { ...mapping, status: '처리' }, {}), []);
});

test('F6 a mapping in part goes before what is proposed for the rest; null leaves a field without a column', () => {
  const all = columns(['고객명', '연락처', '문의일', '상태', '비고']);
  const complete = (given: Record<string, string | null>) => completeMapping('enquiries', all, given, KNOWN).mapping;
  assert.deepEqual(complete({ status: null }), { name: '고객명', phone: '연락처', receivedAt: '문의일', text: '비고' });
  assert.deepEqual(complete({ name: '비고' }), { name: '비고', phone: '연락처', receivedAt: '문의일', status: '상태' });
  const wrong = checkMapping('enquiries', ['A'], { shoe: 'A', name: 'B', phone: 'a', email: 'A' });
  assert.deepEqual(wrong.ok ? [] : wrong.refusal.errors?.map(({ code }) => code), [
    'imports.field_unknown',
    'imports.header_unknown',
    'imports.header_twice',
  ]);
});
