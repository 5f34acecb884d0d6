import type {
  CadencePreview,
  CadencePreviewInput,
  CallInput,
  Enquiry,
  EnquiryInput,
  EnquiryRow,
  StatusEventPage,
  StatusHealth,
  StatusPage,
  Transition,
} from '@anbu/contract';
import type { z } from 'zod';
import type { Examples } from '../../platform/http/route.ts';

/** For the OpenAPI document: one enquiry as it arrives, is called, and waits for its promise. Invented, and parsed by a test. */
const id = '0199aa10-5c00-7000-8000-000000000001';
const personId = '0199aa10-5c00-7000-8000-000000000002';
const siteId = '0199aa10-5c00-7000-8000-000000000003';
const team = '0199aa10-5c00-7000-8000-000000000004';
const ownerId = '0199aa10-5c00-7000-8000-000000000005';

export const ENQUIRY_ROW_EXAMPLE: z.input<typeof EnquiryRow> = {
  id,
  personId,
  person: {
    id: personId,
    number: '2943',
    name: '강민준',
    birthDate: '1980-01-02',
    sex: 'male',
    phone: '+821022832943',
    stickers: [],
    lastContactAt: '2026-11-17T01:04:00.000Z',
    openEnquiries: 1,
    masked: false,
  },
  siteId,
  status: 'CALLBACK',
  statusSince: '2026-11-17T01:04:00.000Z',
  sourceChannel: 'phone',
  campaign: null,
  interests: ['implant'],
  patientKind: 'new',
  receivedAt: '2026-11-17T01:00:00.682Z',
  cohortMonth: '2026-11',
  originalId: null,
  invalidKind: null,
  passDueOn: null,
  passesDone: 0,
  ownerId,
  team,
  handOver: null,
  likelihood: 'H',
  holdReasons: [],
  recontactOn: null,
  lastContactAt: null,
  promise: { at: '2026-11-17T06:00:00.000Z', by: 'us' },
  booking: null,
  attempts: [{ no: 1, at: '2026-11-17T01:04:00.000Z', slot: 'AM', outcome: 'CONNECTED', userId: ownerId }],
  unansweredDays: 0,
  unreachable: false,
  contactHold: false,
  foundBy: 'new',
  nextAction: {
    kind: 'CALL',
    dueAt: '2026-11-17T06:00:00.000Z',
    windowFrom: '2026-11-17T05:50:00.000Z',
    windowTo: '2026-11-17T06:10:00.000Z',
    slot: null,
    ownerId,
    team,
    poolAt: '2026-11-17T06:10:00.000Z',
    escalateAt: '2026-11-17T06:30:00.000Z',
    reason: { code: 'enquiries.next.promise', params: { by: 'us' }, text: '약속한 시각에 전화드립니다' },
  },
  late: false,
  priority: {
    score: 28,
    parts: [{ code: 'enquiries.priority.status', params: { status: 'CALLBACK' }, points: 28, text: '재통화 약속' }],
  },
  allowedTransitions: ['LATER', 'CONSULTING', 'HOLD', 'BOOKED', 'VISITED', 'DECLINED', 'INELIGIBLE', 'INVALID'],
  undoUntil: '2026-11-17T01:14:00.000Z',
  claim: null,
  version: 3,
};

const enquiry: z.input<typeof Enquiry> = {
  ...ENQUIRY_ROW_EXAMPLE,
  text: '앞니 임플란트 비용이 궁금합니다.',
  parties: [
    { role: 'enquirer', personId: null, name: '김수진', phone: '+821022830001', relation: 'mother', mayBeTold: false },
  ],
  closedReason: null,
};

const arrival: z.input<typeof EnquiryInput> = {
  person: { name: '강민준', phone: '010-2283-2943', sex: 'M', language: 'ko-KR' },
  sourceChannel: 'phone',
  interests: ['implant'],
  enquirer: { name: '김수진', phone: '010-2283-0001', relation: 'mother' },
  text: '앞니 임플란트 비용이 궁금합니다.',
};

const call: z.input<typeof CallInput> = {
  outcome: 'CONNECTED',
  note: '오후에 다시 통화하기로 함',
  then: { to: 'CALLBACK', promiseAt: '2026-11-17T15:00:00+09:00', promiseBy: 'us' },
  version: 2,
};

const hold: z.input<typeof Transition> = {
  to: 'HOLD',
  holdReasons: ['COST', 'FAMILY'],
  likelihood: 'M',
  recontactOn: '2026-11-24',
  version: 3,
};

const previewed: z.input<typeof CadencePreviewInput> = {
  site: {
    timeZone: 'Asia/Seoul',
    hours: { mon: [['09:30', '18:30']], tue: [['09:30', '18:30']], wed: [['09:30', '18:30']] },
    closures: ['2026-12-25'],
  },
  receivedAt: '2026-11-16T10:00:00+09:00',
  calls: [{ at: '2026-11-16T10:20:00+09:00', outcome: 'NO_ANSWER' }],
  now: '2026-11-16T10:21:00+09:00',
};

const preview: z.input<typeof CadencePreview> = {
  status: 'NO_ANSWER_1',
  unansweredDays: 1,
  nextAction: {
    kind: 'CALL',
    dueAt: '2026-11-16T08:00:00.000Z',
    windowFrom: '2026-11-16T08:00:00.000Z',
    windowTo: '2026-11-16T09:30:00.000Z',
    slot: 'EV',
    reason: {
      code: 'enquiries.next.no_answer_same_day',
      params: { slot: 'EV' },
      text: '오전에 부재: 오늘 저녁에 다시 전화',
    },
  },
};

const history: z.input<typeof StatusEventPage> = {
  items: [
    {
      id: '0199aa10-5c00-7000-8000-000000000006',
      from: 'WAITING',
      to: 'CALLBACK',
      by: ownerId,
      byRule: null,
      at: '2026-11-17T01:04:10.120Z',
      validAt: '2026-11-17T01:04:00.000Z',
      reason: { code: 'enquiries.status.call_said', params: {}, text: '통화 결과에 따라' },
      voidedAt: null,
    },
  ],
  nextCursor: null,
};

const statuses: z.input<typeof StatusPage> = {
  items: [
    {
      code: 'NEW',
      names: { ko: '신규 문의', en: 'New enquiry', zh: '新咨询' },
      stage: 'A',
      open: true,
      order: 1,
      allowed: ['WAITING', 'CALLBACK', 'LATER', 'CONSULTING', 'HOLD', 'BOOKED'],
      clock: {
        ko: '진료시간 5분 안에 담당자 지정',
        en: 'An owner within 5 opening minutes',
        zh: '营业时间5分钟内指定负责人',
      },
    },
  ],
  nextCursor: null,
};

const during = { usedFrom: '2026-10-19', usedTo: '2026-11-17' };
const drill = (asked: Record<string, string>) =>
  `/enquiries?${new URLSearchParams({ ...during, ...asked }).toString()}`;
const holds = { count: 41, drill: drill({ usedStatus: 'HOLD', usage: 'chosen' }) };
const untouched = { count: 7, drill: drill({ usedStatus: 'HOLD', usage: 'hold_overdue' }) };
const hers = {
  found: { count: 2, drill: `${untouched.drill}&usedBy=${ownerId}` },
  of: { count: 12, drill: `${holds.drill}&usedBy=${ownerId}` },
};

const health: z.input<typeof StatusHealth> = {
  from: during.usedFrom,
  to: during.usedTo,
  correctionDays: 7,
  leastUses: 20,
  uses: { count: 310, drill: drill({}) },
  statuses: [
    {
      status: 'HOLD',
      uses: { count: 41, drill: drill({ usedStatus: 'HOLD' }) },
      chosen: holds,
      users: [{ userId: ownerId, ...hers.of }],
    },
  ],
  measures: [
    {
      code: 'hold_overdue',
      statuses: ['HOLD'],
      found: untouched,
      of: holds,
      definition: {
        code: 'enquiries.health.means.hold_overdue',
        params: { days: 7 },
        text: '재연락일이 지났는데 그 뒤로 통화도 답장도 일정 변경도 없고, 지금도 보류인 문의입니다.',
      },
    },
  ],
  users: [
    {
      userId: ownerId,
      chosen: { count: 96, drill: drill({ usage: 'chosen', usedBy: ownerId }) },
      measures: [{ code: 'hold_overdue', ...hers }],
    },
  ],
  fewer: 1,
};

export const EXAMPLES: Examples = {
  listStatuses: { reply: statuses },
  getStatusHealth: { reply: health },
  listEnquiries: { reply: { items: [ENQUIRY_ROW_EXAMPLE], nextCursor: null } },
  receiveEnquiry: { body: arrival, reply: enquiry },
  registerWalkIn: { body: { name: '강민준', phone: '010-2283-2943', interests: ['check_up'] } },
  getEnquiry: { reply: enquiry },
  recordCall: { body: call, reply: enquiry },
  transition: { body: hold, reply: enquiry },
  assignEnquiry: { body: { ownerId, note: '오전 담당', version: 1 }, reply: enquiry },
  moveNextAction: { body: { dueAt: '2026-11-18T10:00:00+09:00', reasonText: '고객 요청', version: 3 }, reply: enquiry },
  getStatusHistory: { reply: history },
  previewCadence: { body: previewed, reply: preview },
};
