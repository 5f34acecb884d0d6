import type {
  Import,
  ImportReport,
  ImportStatusRowPage,
  StatusEffect,
  StatusLabelPage,
  StatusQuestionPage,
} from '@anbu/contract';
import type { z } from 'zod';
import type { Examples } from '../../platform/http/route.ts';

const id = '0199aa10-5c00-7000-8000-000000000008';
const counts = { rows: 827, created: 790, updated: 12, merged: 9, skipped: 4, rejected: 12 };

const waiting: z.input<typeof Import> = {
  id,
  kind: 'enquiries',
  fileName: '상담대장-2026.csv',
  state: 'waiting',
  phase: 'analyse',
  progress: { done: 827, total: 827 },
  dryRun: true,
  encoding: 'cp949',
  sheet: null,
  sheets: [],
  mappedBy: null,
  mapping: { name: '성함', phone: '연락처', receivedAt: '접수일', status: '상태' },
  headers: [
    { name: '성함', filled: 100, samples: ['강민준'], field: 'name', how: 'named', asked: false },
    { name: '나이', filled: 98.2, samples: ['41'], field: null, how: null, asked: false },
  ],
  columns: [
    {
      column: '나이',
      level: 'warning',
      code: 'imports.column_unused',
      params: {},
      text: '쓰지 않은 열입니다. 이 열의 내용은 들어가지 않습니다.',
    },
  ],
  questions: [
    {
      code: 'imports.labels_asked',
      params: { count: 1, labels: ['부재중'] },
      text: '뜻을 정할 상태 이름이 1개 있습니다: 부재중',
    },
  ],
  fields: [
    { field: 'receivedAt', required: true },
    { field: 'name', required: true },
  ],
  needs: [['name', 'phone', 'familyName', 'givenName'], ['receivedAt']],
  counts,
  undecidedLabels: 1,
  error: null,
  createdAt: '2026-11-17T01:00:00.000Z',
  appliedAt: null,
  undo: null,
};

const report: z.input<typeof ImportReport> = {
  items: [
    {
      row: 17,
      outcome: 'rejected',
      level: 'error',
      column: '연락처',
      value: '010-1234-567',
      code: 'phone.impossible',
      params: {},
      text: '있을 수 없는 전화번호입니다. 숫자를 다시 확인해 주세요.',
    },
  ],
  nextCursor: null,
  counts,
  columns: waiting.columns,
};

const labels: z.input<typeof StatusLabelPage> = {
  items: [
    {
      label: '부재중',
      count: 41,
      needed: 40,
      users: [{ name: '한지우', count: 41 }],
      proposals: [
        {
          code: 'NO_ANSWER_1',
          confidence: 0.5,
          why: {
            code: 'imports.why.number_not_said',
            params: { number: '1' },
            text: '받지 않았지만 몇 번째인지 적혀 있지 않습니다.',
          },
        },
      ],
      decided: null,
      invalidKind: null,
      holdReasons: [],
      likelihood: null,
      governed: false,
      remembered: false,
      asked: 12,
      split: [
        { code: 'NO_ANSWER_1', count: 29, asked: 12 },
        { code: 'NO_ANSWER_2', count: 12, asked: 0 },
      ],
      spellings: [
        { label: '부재중', count: 38 },
        { label: '부재 중', count: 3 },
      ],
      spellingOf: null,
      lastOn: '2026-11-02',
      next: { booked: 0, visited: 0, recontact: 4, again: 2, meanCalls: 1.3 },
      decidedBy: null,
      decidedAt: null,
    },
  ],
  nextCursor: null,
};

const rows: z.input<typeof ImportStatusRowPage> = {
  items: [{ row: 1, label: '부재중', proposedStatus: 'NO_ANSWER_1', confidence: 0.5, asked: true, outcome: 'created' }],
  nextCursor: null,
};

const tally = {
  uncalled: 40,
  unconnected: 12,
  consulting: 5,
  held: 9,
  booked: 8,
  lostBooking: 6,
  visited: 10,
  closed: 4,
  invalid: 3,
  unknown: 30,
};
const after = { ...tally, unconnected: 41, unknown: 1 };
const effect: z.input<typeof StatusEffect> = {
  asOf: '2026-11-17',
  enquiries: 127,
  asked: 12,
  unconnectedBefore: 0.097,
  unconnectedAfter: 0.331,
  before: tally,
  after,
  months: [{ month: '2026-10', enquiries: 127, before: tally, after }],
  flows: [{ from: 'unknown', to: 'unconnected', count: 29 }],
};

const questions: z.input<typeof StatusQuestionPage> = {
  items: [
    {
      group: '부재중~NO_ANSWER_1~NO_ANSWER_2',
      label: '부재중',
      count: 12,
      confidence: 0.61,
      choices: ['NO_ANSWER_1', 'NO_ANSWER_2'],
      examples: [
        {
          row: 17,
          name: '강민준',
          receivedOn: '2026-10-02',
          user: '한지우',
          calls: null,
          bookingOn: null,
          visitOn: null,
          recontactOn: null,
          text: '안 받으셔서 문자 남김',
        },
      ],
    },
  ],
  nextCursor: null,
};

/** For the OpenAPI document; parsed by a test. */
export const EXAMPLES: Examples = {
  startImport: { reply: { id, state: 'running' } },
  getImport: { reply: waiting },
  getImportReport: { reply: report },
  getStatusMapping: { reply: labels },
  decideStatusMapping: { body: { items: [{ label: '부재중', decided: 'NO_ANSWER_1' }] }, reply: labels },
  listImportRows: { reply: rows },
  getStatusEffect: { reply: effect },
  listStatusQuestions: { reply: questions },
  decideStatusRows: { body: { group: '부재중~NO_ANSWER_1~NO_ANSWER_2', decided: 'NO_ANSWER_1' }, reply: { rows: 12 } },
};
