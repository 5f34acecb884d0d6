import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FigureCode } from '@anbu/contract';
import type { CalendarMonth } from '../../../kernel/calendar-day.ts';
import { givenLines } from './given.ts';
import type { Measure } from './measures.ts';
import { tableOf, type Asked, type Line } from './table.ts';

const MONTHS = [
  ...['2008-06', '2008-07', '2008-08', '2008-09', '2008-10', '2008-11', '2008-12'],
  ...['2009-01', '2009-02', '2009-03', '2009-04'],
] as CalendarMonth[];
/** As published (metrics, acquisition channels). */
const PUBLISHED: Readonly<Record<string, readonly number[]>> = {
  sign: [19, 20, 15, 14, 12, 21, 8, 21, 13, 8, 2],
  building: [3, 0, 3, 1, 1, 0, 1, 3, 5, 1, 0],
  referral: [71, 68, 77, 67, 84, 68, 58, 87, 91, 64, 0],
  internet: [31, 16, 25, 37, 39, 41, 42, 50, 46, 34, 0],
  sms: [11, 10, 13, 10, 9, 7, 9, 5, 7, 13, 0],
  magazine: [30, 17, 14, 10, 21, 17, 15, 30, 13, 8, 0],
};

function asked(changes: Partial<Asked> = {}): Asked {
  return {
    metric: 'acquisition-channels',
    months: MONTHS,
    by: 'channel',
    partial: new Set(),
    mostKeys: 200,
    ...changes,
  };
}

const lines = Object.entries(PUBLISHED).flatMap(([key, counts]) =>
  counts.flatMap((n, index): Line[] =>
    n === 0 ? [] : [{ month: MONTHS[index]!, key, measure: 'visits', bucket: 'new', n }],
  ),
);
const whole = lines.map((line) => ({ ...line, key: '' }));
const percent = (share: number | null | undefined, digits: number) =>
  share === null || share === undefined ? null : (share * 100).toFixed(digits);

test('A14 the published table of channels: shares of a month, and of the ten months that were over', () => {
  const partial = new Set(MONTHS.slice(-1));
  const { rows, totals } = tableOf(asked({ partial }), lines, whole);
  const share = (month: string) =>
    percent(rows.find((row) => row.month === month && row.key === 'referral')?.figures.channelShare?.value, 1);
  assert.equal(share('2008-06'), '43.0');
  assert.equal(share('2009-02'), '52.0');
  const april = rows.filter(({ month }) => month === '2009-04');
  assert.deepEqual(
    april.map(({ key, figures }) => [key, figures.newPatients?.value, figures.channelShare?.value]),
    [['sign', 2, null]],
    'shown, without a share',
  );
  const referral = totals.find(({ key }) => key === 'referral')?.figures.channelShare;
  assert.deepEqual([percent(referral?.value, 2), referral?.of], ['47.91', 1_534]);
  assert.deepEqual(
    totals.map(({ key, figures }) => [key, figures.newPatients?.value]),
    [
      ['referral', 735],
      ['internet', 361],
      ['magazine', 175],
      ['sign', 153],
      ['sms', 94],
      ['building', 18],
      [null, 1_536],
    ],
    'the largest first, as printed with the month that was not over, and all together last',
  );
});

test('all eleven months together are 1,536, each channel as printed', () => {
  const { totals } = tableOf(asked(), lines, whole);
  const sums = Object.fromEntries(totals.map(({ key, figures }) => [key ?? 'all', figures.newPatients?.value]));
  assert.deepEqual(sums, {
    ...{ sign: 153, building: 18, referral: 735, internet: 361, sms: 94, magazine: 175 },
    all: 1_536,
  });
});

const JUNE = '2026-06' as CalendarMonth;
const line = (measure: Measure, bucket: string, n: number, month = JUNE): Line => ({
  month,
  key: '',
  measure,
  bucket,
  n,
});

/** Each with its reason. */
const CASES: readonly [
  why: string,
  lines: readonly Line[],
  figures: Partial<Record<FigureCode, readonly [number | null, number | null]>>,
][] = [
  [
    'June as published: 18 % in its month, 24 % in the end: 6 points, a third more',
    [line('state', 'ended', 100), line('booked', '0', 18), line('booked', '2', 4), line('booked', '3v', 2)],
    {
      ...{ enquiries: [100, null], sameMonth: [0.18, 100], byNow: [0.24, 100], withoutBooking: [2, null] },
      ...{ gainPoints: [6, 100], gainRatio: [1 / 3, 100] },
    },
  ],
  [
    'of nine nothing is said but how many',
    [line('state', 'trying', 9), line('booked', '0', 9)],
    { enquiries: [9, null], sameMonth: [null, 9], gainPoints: [null, 9] },
  ],
  [
    'invalid ones are in no rate, and beside each',
    [line('state', 'trying', 30), line('state', 'invalid', 10), line('booked', '0', 3)],
    { enquiries: [30, null], sameMonth: [0.1, 30], invalid: [10, null], invalidShare: [0.25, 40] },
  ],
  [
    'nothing booked in the month: there is no ratio to it',
    [line('state', 'ended', 20), line('booked', '1', 2)],
    { sameMonth: [0, 20], nextMonth: [0.1, 20], gainPoints: [10, 20], gainRatio: [null, 20] },
  ],
];

test('figures of a cohort', () => {
  for (const [why, counted, figures] of CASES) {
    const { totals } = tableOf(asked({ metric: 'booking-cohorts', by: null, months: [JUNE] }), counted, counted);
    for (const [code, [value, of]] of Object.entries(figures) as [
      FigureCode,
      readonly [number | null, number | null],
    ][]) {
      const cell = totals[0]?.figures[code];
      assert.ok(cell, `${why}: ${code}`);
      assert.equal(cell.of, of, `${why}: ${code}`);
      if (value === null || cell.value === null) assert.equal(cell.value, value, `${why}: ${code}`);
      else assert.ok(Math.abs(cell.value - value) < 1e-9, `${why}: ${code} is ${cell.value}`);
    }
  }
});

test('the rate by the next month is known when that month is over', () => {
  const partial = new Set(['2026-07' as CalendarMonth]);
  const counted = [line('state', 'ended', 20), line('booked', '1', 2)];
  const table = (more: ReadonlySet<CalendarMonth>) =>
    tableOf(asked({ metric: 'booking-cohorts', by: null, months: [JUNE], partial: more }), counted, counted);
  assert.deepEqual(table(partial).totals[0]?.figures.nextMonth?.value, null);
  assert.deepEqual(table(new Set()).totals[0]?.figures.nextMonth?.value, 0.1);
});

test('median and ninety per cent are the minutes within which so many had their response; who had none is in the shares alone', () => {
  const counted = [
    line('response', '0', 2),
    line('response', '5', 3),
    line('response', '6', 1),
    line('response', '30', 3),
    line('response', '400', 1),
    line('response', 'none', 10),
  ];
  const { totals } = tableOf(asked({ metric: 'first-response', by: null, months: [JUNE] }), counted, counted);
  const { responseDue, responded, within5, within30, responseMedian, responseP90 } = totals[0]!.figures;
  assert.deepEqual(
    [responseDue, responded, within5, within30, responseMedian, responseP90].map((cell) => cell?.value),
    [20, 10, 0.25, 0.45, 5, 30],
  );
});

test('attempts: how many were connected at each, and the share so far', () => {
  const counted = [
    line('attempts', 'c1', 10),
    line('attempts', 'c2', 5),
    line('attempts', 'n2', 3),
    line('attempts', 'n11', 2),
  ];
  const { rows } = tableOf(asked({ metric: 'attempts', by: null, months: [JUNE] }), counted, counted);
  assert.deepEqual(
    rows.map(({ bucket, figures }) => [
      bucket,
      figures.connected?.value,
      figures.notConnected?.value,
      figures.connectedBy?.value,
    ]),
    [
      ['1', 10, 0, 0.5],
      ['2', 5, 3, 0.75],
      ['11', 0, 2, 0.75],
    ],
  );
});

test('the address of a figure names its month, its key and its bucket', () => {
  const by = asked({ metric: 'unconnected', by: 'owner', months: [JUNE] });
  const own = [line('state', 'trying', 12), { ...line('state', 'trying', 3), key: 'x' }];
  const { rows } = tableOf(by, own, own);
  assert.deepEqual(
    rows.map(({ key, of, figures }) => [key, of, figures.unconnected?.drill?.by, figures.unconnected?.drill?.key]),
    [
      [null, 'none', 'owner', 'none'],
      ['x', 'key', 'owner', 'x'],
    ],
  );
});

const MAY = '2026-05' as CalendarMonth;
const spent = [
  { month: MAY, key: 'sign', value: 500_000 },
  { month: JUNE, key: 'sign', value: 1_000_001 },
  { month: JUNE, key: 'sms', value: null },
];
const ofChannel = (key: string, one: Line): Line => ({ ...one, key });

test('C11 what was spent is divided by who came, of the months for which it was entered', () => {
  const came = [
    line('state', 'ended', 30, MAY),
    line('state', 'ended', 40),
    line('booked', '0', 12),
    line('visits', 'new', 9),
  ];
  const asking = { metric: 'channel-costs', months: [MAY, JUNE], by: 'channel' } as const;
  const entered = givenLines('spend', spent, { by: 'channel', filters: {} });
  const all = [...came, ...givenLines('spend', spent, { by: null, filters: {} })];
  const apart = [...came.map((one) => ofChannel('sign', one)), ofChannel('referral', line('state', 'ended', 10))];
  const { rows, totals } = tableOf(asked(asking), [...apart, ...entered], all);
  const figures = (month: string | null, key: string | null) =>
    [...rows, ...totals].find((row) => row.month === month && row.key === key)?.figures;
  const june = figures(JUNE, 'sign');
  assert.deepEqual([june?.spend?.value, june?.costPerEnquiry?.value], [1_000_001, 25_000], 'whole won');
  assert.deepEqual([june?.costPerBooked?.value, june?.costPerBooked?.of], [83_333, 12]);
  assert.deepEqual([june?.costPerNewPatient?.value, june?.costPerNewPatient?.of], [null, 9], 'nine are too few');
  assert.equal(june?.costPerEnquiry?.ofDrill?.figure, 'enquiries', 'its rows are those of its denominator');
  const referral = figures(JUNE, 'referral');
  assert.deepEqual([referral?.spend?.value, referral?.costPerEnquiry?.value], [null, null], 'not entered is not none');
  assert.deepEqual(figures(null, null)?.costPerEnquiry, {
    ...{ value: 21_429, of: 70, drill: null },
    ofDrill: { figure: 'enquiries', from: MAY, to: JUNE, by: null, key: null, bucket: null, whole: false },
  });
});

test('months without an entry are left out of a cost, and of its rows', () => {
  const july = '2026-07' as CalendarMonth;
  const entered = [spent[0]!, { month: july, key: 'sign', value: 100_000 }];
  const came = [line('state', 'ended', 20, MAY), line('state', 'ended', 1_000), line('state', 'ended', 20, july)];
  const lines = [...came, ...givenLines('spend', entered, { by: null, filters: {} })];
  const { totals } = tableOf(asked({ metric: 'channel-costs', months: [MAY, JUNE, july], by: null }), lines, lines);
  assert.deepEqual(totals[0]?.figures.costPerEnquiry, { value: 15_000, of: 40, drill: null, ofDrill: null });
});

test('what was entered by channel is known by no other cut', () => {
  for (const [cut, found] of [
    [{ by: null, filters: {} }, ['', '']],
    [{ by: 'channel', filters: {} }, ['sign', 'sign']],
    [{ by: null, filters: { channel: ['sign'] } }, ['', '']],
    [{ by: 'channel', filters: { channel: ['sms'] } }, []],
    [{ by: 'owner', filters: {} }, []],
    [{ by: 'channel', filters: { site: ['x'] } }, []],
  ] as const)
    assert.deepEqual(
      givenLines('spend', spent, cut).map(({ key }) => key),
      found,
      JSON.stringify(cut),
    );
});

test('screen 21: bookings against the goal of the site', () => {
  const goal = givenLines('goal', [{ month: JUNE, key: 'main', value: 40 }], { by: null, filters: {} });
  const lines = [line('bookings', '', 50), line('bookings', 'h', 4, MAY), ...goal];
  const { rows, totals } = tableOf(asked({ metric: 'bookings', months: [MAY, JUNE], by: null }), lines, lines);
  const [may, june] = rows.map(({ figures }) => [
    figures.bookings?.value,
    figures.bookingGoal?.value,
    figures.goalReached?.value,
  ]);
  assert.deepEqual(
    [may, june],
    [
      [4, null, null],
      [50, 40, 1.25],
    ],
  );
  const reached = totals[0]?.figures.goalReached;
  assert.deepEqual([reached?.value, reached?.of, reached?.ofDrill], [1.25, 40, null], 'of June alone');
  assert.equal(reached?.drill?.from, JUNE);
});
