import type { GoalPage, PassProgress, PreviousMonthItem, TodayItem } from '@anbu/contract';
import type { z } from 'zod';
import type { Examples } from '../../platform/http/route.ts';
import { ENQUIRY_ROW_EXAMPLE } from '../enquiries/index.ts';

const item: z.input<typeof TodayItem> = {
  enquiry: ENQUIRY_ROW_EXAMPLE,
  why: { code: 'enquiries.next.promise', params: { by: 'us' }, text: '약속한 시각에 전화드립니다' },
  dueAt: '2026-11-17T06:00:00.000Z',
  late: false,
  pool: false,
};

const left: z.input<typeof PreviousMonthItem> = {
  ...item,
  why: { code: 'desk.pass_due', params: { pass: 2 }, text: '지난달 미연결: 2차 연락' },
  group: 'unreached',
  enteredAt: '2026-10-20T06:00:00.000Z',
  nextPass: 2,
  passes: [
    { pass: 1, dueOn: '2026-11-02', doneAt: '2026-11-02T05:10:00.000Z', outcome: 'NO_ANSWER', byUserId: null },
    { pass: 2, dueOn: '2026-11-07', doneAt: null, outcome: null, byUserId: null },
  ],
  lastCall: { at: '2026-11-02T05:10:00.000Z', outcome: 'NO_ANSWER', slot: 'PM', userId: null },
};
const figure = (value: number, filter: string) => ({
  value,
  drill: `/api/v1/previous-month?month=2026-10&${filter}`,
});
const progress = (pass: 1 | 2): z.input<typeof PassProgress> => ({
  pass,
  due: figure(12, `show=due&pass=${pass}`),
  done: figure(7, `show=done&pass=${pass}`),
  connected: figure(3, `show=connected&pass=${pass}`),
  booked: figure(2, `show=booked&pass=${pass}`),
  visited: figure(1, `show=visited&pass=${pass}`),
});
const consultant = '019a8a6c-2f00-7000-8000-000000000021';
const goals: z.input<typeof GoalPage> = {
  month: '2026-11',
  day: '2026-11-17',
  openDays: 25,
  openDaysPassed: 15,
  limitMinutes: 30,
  items: [
    {
      of: 'user',
      id: consultant,
      name: '김연수',
      figures: [
        {
          measure: 'booked',
          target: 24,
          version: 2,
          actual: 12,
          expected: 14,
          standing: 'behind',
          drill: { creditedTo: consultant, bookedOrVisitedFrom: '2026-11-01', bookedOrVisitedTo: '2026-11-30' },
        },
      ],
    },
  ],
  nextCursor: null,
};

/** For the OpenAPI document; parsed by a test. */
export const EXAMPLES: Examples = {
  readGoals: { reply: goals },
  setGoals: {
    body: { month: '2026-11', goals: [{ of: 'user', id: consultant, measure: 'booked', target: 24, version: 1 }] },
    reply: goals,
  },
  copyGoals: { body: { month: '2026-11' }, reply: { from: '2026-10', copied: 12 } },
  listGoalChanges: {
    reply: {
      items: [
        {
          of: 'user',
          id: consultant,
          name: '김연수',
          measure: 'booked',
          version: 2,
          before: 20,
          after: 24,
          changedBy: '박실장',
          changedAt: '2026-11-02T01:10:00.000Z',
        },
      ],
      nextCursor: null,
    },
  },
  listToday: { reply: { items: [item], nextCursor: null } },
  listPreviousMonth: { reply: { items: [left], nextCursor: null, month: '2026-10' } },
  summarisePreviousMonth: {
    reply: {
      month: '2026-10',
      dueOn: ['2026-11-02', '2026-11-07'],
      listed: figure(14, 'show=all'),
      todo: figure(9, 'show=todo'),
      groups: [{ group: 'unreached', ...figure(14, 'show=all&group=unreached') }],
      passes: [progress(1), progress(2)],
      owners: [],
    },
  },
  takeNext: { body: { tab: 'promise' }, reply: { ...item, item } },
};
