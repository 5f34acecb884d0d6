import { CHANNEL_SAMPLES } from './samples-channels.ts';
import { CONSENT_SAMPLES } from './samples-consents.ts';
import { INBOX_SAMPLES } from './samples-inbox.ts';
import { LETTER_SAMPLES } from './samples-letters.ts';
import { MAIL_SAMPLES } from './samples-mail.ts';
import { NOTICE_SAMPLES } from './samples-notices.ts';
import { STATISTICS_SAMPLES } from './samples-statistics.ts';
import { telephonySamples } from './samples-telephony.ts';
import type { Thing, Things } from './testing.ts';

/**
 * For each operation that takes ids or a body: what its path names and a body with every field of its schema, so that a test can put
 * something else into each one. `routes.db.test.ts` fails where an operation or a field is missing here.
 */
export type Sample = {
  /** What each parameter of the path is, or a text as it is. */
  readonly path?: Readonly<Record<string, Thing | `=${string}`>>;
  /** One or more bodies that together name every field. Ids are `@thing`. */
  readonly bodies?: readonly Readonly<Record<string, unknown>>[];
  /** Fields of the form of an upload. */
  readonly form?: Readonly<Record<string, string>>;
};

const at = '2026-11-17T09:00:00+09:00';
const later = '2026-11-20T10:00:00+09:00';
const id = { id: 'enquiry' } as const;
const person = { id: 'person' } as const;

const appointment = { startsAt: later, durationMinutes: 30, serviceCode: 'implant', note: '메모' };
const evidence = { kind: 'call', text: '원하지 않음', fileId: '@file' };
const then = {
  to: 'HOLD',
  reasonCode: 'COST',
  reasonText: '비용',
  holdReasons: ['COST'],
  likelihood: 'M',
  recontactOn: '2026-11-24',
  promiseAt: later,
  promiseBy: 'us',
  invalidKind: 'fake',
  cancelledBy: 'patient',
  originalId: '@otherEnquiry',
  evidence,
  appointment,
  visit: { at },
};
const hours = {
  mon: [['09:00', '18:00']],
  tue: [],
  wed: [],
  thu: [],
  fri: [],
  sat: [],
  sun: [],
};
const shift = { siteId: '@site', from: '09:30', to: '18:30' };
const week = { mon: [shift], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const site = {
  name: '분원',
  timeZone: 'Asia/Seoul',
  hours,
  callingLimits: ['08:00', '21:00'],
  holidayCountry: 'KR',
  intakeTeamId: '@team',
};
const handOvers = [
  {
    what: { ids: ['@enquiry'] },
    to: { kind: 'person', userId: '@user' },
    note: '인계',
    absenceId: '@absence',
    evenAbsent: true,
  },
  { what: { ownerId: '@user' }, to: { kind: 'team', teamId: '@team' } },
  {
    what: {
      filter: { status: 'HOLD', owner: '@user', late: 'true' },
    },
    to: { kind: 'load' },
  },
];
const formWords = { title: '문의', intro: '안내', thanks: '고맙습니다', privacy: '안내' };
const names = { ko: '가', en: 'A', zh: '甲' };

export const SAMPLES: Readonly<Record<string, Sample>> = {
  ...telephonySamples(then),
  ...INBOX_SAMPLES,
  ...MAIL_SAMPLES,
  patchMe: { bodies: [{ language: 'ko' }] },
  acceptInvitation: { path: { id: 'organisation' } },
  endMySession: { path: { id: 'session' } },
  patchReminderSettings: { bodies: [{ push: true, quietUntil: later, version: 0 }] },
  addReminderBrowser: {
    bodies: [
      {
        endpoint: 'https://push.example/send/abc',
        keys: {
          p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
          auth: 'BTBZMqHH6r4Tts7J_aSIgg',
        },
      },
    ],
  },
  removeReminderBrowser: { path: { id: 'browser' } },
  testReminderBrowser: { path: { id: 'browser' } },
  confirmTotp: { bodies: [{ code: '123456' }] },
  readMetric: { path: { name: '=lead-desk' } },
  listMetricRows: { path: { name: '=lead-desk' } },
  patchOrganisation: { path: { id: 'organisation' }, bodies: [{ name: '치과', version: 1 }] },
  createSite: { bodies: [site] },
  getSite: { path: { id: 'site' } },
  patchSite: { path: { id: 'site' }, bodies: [{ ...site, version: 1 }] },
  addSiteClosure: { path: { id: 'site' }, bodies: [{ day: '2027-01-04', name: '휴진' }] },
  removeSiteClosure: { path: { id: 'site', day: '=2027-05-06' } },
  createTeam: { bodies: [{ name: '팀', siteId: '@site', leaderId: '@user', memberIds: ['@user'] }] },
  getTeam: { path: { id: 'team' } },
  patchTeam: {
    path: { id: 'team' },
    bodies: [{ name: '팀', siteId: '@site', leaderId: '@user', memberIds: ['@user'], version: 1 }],
  },
  getRoster: {},
  copyRosterWeek: { bodies: [{ from: '2026-11-16', to: '2026-11-23', userIds: ['@user'] }] },
  setRosterLanguages: { path: { id: 'user' }, bodies: [{ languages: ['ko'], version: 0 }] },
  planWeek: { path: { id: 'user', day: '=2026-11-16' }, bodies: [{ shifts: week, version: 0 }] },
  planDay: { path: { id: 'user', day: '=2026-11-18' }, bodies: [{ shifts: [shift], version: 0 }] },
  dropDay: { path: { id: 'user', day: '=2026-11-19' } },
  markAbsent: { bodies: [{ userId: '@user', from: '2027-02-01', to: '2027-02-02', kind: 'leave', note: '휴가' }] },
  getAbsence: { path: { id: 'absence' } },
  changeAbsence: {
    path: { id: 'absence' },
    bodies: [{ from: '2027-01-11', to: '2027-01-12', kind: 'sick', note: '병원', version: 1 }],
  },
  endAbsence: { path: { id: 'absence' }, bodies: [{ version: 1 }] },
  createUser: {
    bodies: [
      {
        name: '새사람',
        email: 'new@own.example',
        role: 'desk',
        password: 'correct horse battery',
        contractId: '@contract',
      },
    ],
  },
  getUser: { path: { id: 'user' } },
  patchUser: {
    path: { id: 'user' },
    bodies: [{ name: '사람', role: 'consultant', active: true, contractId: '@contract', version: 1 }],
  },
  // She has none: her sessions, which others need, stay.
  removeUserFactors: { path: { id: 'user' }, bodies: [{ reason: '기기를 잃어버림' }] },
  recordAgencyContract: {
    bodies: [
      {
        agencyName: '한빛 상담',
        reference: '총무팀 계약함',
        signedOn: '2026-01-02',
        validFrom: '2026-01-05',
        validTo: '2099-12-31',
      },
    ],
  },
  getAgencyContract: { path: { id: 'contract' } },
  // Nobody works under it: who does would be shut out, and is needed.
  endAgencyContract: { path: { id: 'spareContract' }, bodies: [{ reason: '해지' }] },
  createApiKey: { bodies: [{ name: '키', scopes: ['people.read'], expiresAt: later }] },
  revokeApiKey: { path: { id: 'apiKey' } },
  createPerson: {
    bodies: [
      {
        name: '김',
        phone: '010-1234-5678',
        email: 'a@own.example',
        birthDate: '1990-01-01',
        sex: 'female',
        language: 'ko',
      },
    ],
  },
  getPerson: { path: person },
  changePerson: {
    path: person,
    bodies: [
      { name: '김', birthDate: '1990-01-01', sex: 'male', language: 'en', referrerId: '@otherPerson', version: 1 },
    ],
  },
  addPhone: { path: person, bodies: [{ phone: '010-3333-4444', label: '집' }] },
  changePhone: { path: { id: 'person', phoneId: 'phone' }, bodies: [{ state: 'ok', label: '집' }] },
  dropPhone: { path: { id: 'person', phoneId: 'phone' } },
  addEmail: { path: person, bodies: [{ email: 'b@own.example', label: '회사' }] },
  dropEmail: { path: { id: 'person', emailId: 'email' } },
  stateRelated: {
    path: { ...person, relatedId: 'otherPerson' },
    bodies: [{ relation: 'mother', roles: ['guardian'], mayBeTold: true, household: true }],
  },
  dropRelated: { path: { ...person, relatedId: 'otherPerson' } },
  getHousehold: { path: { id: 'household' } },
  setStickers: { path: person, bodies: [{ codes: ['vip'] }] },
  listMemos: { path: person },
  writeMemo: { path: person, bodies: [{ text: '메모', pinned: false }] },
  editMemo: { path: { id: 'memo' }, bodies: [{ text: '메모', pinned: true, version: 1 }] },
  dropMemo: { path: { id: 'memo' } },
  findDuplicates: { path: person },
  putInterests: { path: { code: '=implant' }, bodies: [{ names, active: true }] },
  putSourceChannels: { path: { code: '=phone' }, bodies: [{ names, active: true }] },
  receiveEnquiry: {
    bodies: [
      {
        person: {
          name: '박',
          phone: '010-5555-6666',
          email: 'c@own.example',
          birthDate: '1991-02-03',
          sex: 'male',
          language: 'zh',
        },
        site: '@site',
        sourceChannel: 'phone',
        campaign: '가을',
        utm: { source: 'naver' },
        interests: ['implant'],
        enquirer: { name: '어머니', phone: '010-7777-8888', relation: 'parent', mayBeTold: true },
        text: '문의',
        receivedAt: at,
        ownerId: '@user',
      },
      {
        person: { id: '@person' },
        sourceChannel: 'phone',
        interests: ['scaling'],
        enquirer: { personId: '@otherPerson', relation: 'parent', mayBeTold: true },
      },
    ],
  },
  registerWalkIn: { bodies: [{ name: '이', phone: '010-9999-0000', interests: ['implant'], site: '@site' }] },
  assignEnquiries: { bodies: [{ ids: ['@enquiry'], ownerId: '@user', note: '인계' }] },
  previewHandOver: { bodies: handOvers },
  handOver: { bodies: handOvers },
  getHandOver: { path: { id: 'handOver' } },
  undoHandOver: { path: { id: 'handOver' }, bodies: [{ reasonText: '잘못' }] },
  proposeRecontact: { bodies: [{ reasons: ['COST'], site: '@site', statedOn: '2026-11-24' }] },
  getEnquiry: { path: id },
  editEnquiry: {
    path: id,
    bodies: [{ sourceChannel: 'phone', campaign: '봄', interests: ['implant'], likelihood: 'H', version: 1 }],
  },
  recordCall: {
    path: id,
    bodies: [
      {
        outcome: 'CONNECTED',
        direction: 'outbound',
        at,
        durationSeconds: 10,
        note: '통화',
        phoneId: '@phone',
        then,
        version: 1,
      },
      { outcome: 'NO_ANSWER', phoneId: '@phone' },
      { outcome: 'WRONG_NUMBER', phoneId: '@phone' },
    ],
  },
  transition: {
    path: id,
    bodies: [
      { ...then, version: 1 },
      { to: 'INVALID', invalidKind: 'duplicate', originalId: '@otherEnquiry' },
      { to: 'BOOKED', appointment },
      { to: 'CALLBACK', promiseAt: later, promiseBy: 'us' },
      { to: 'DO_NOT_CONTACT', evidence },
    ],
  },
  recordReply: { path: id, bodies: [{ channel: 'sms', text: '네', at, version: 1 }] },
  assignEnquiry: { path: id, bodies: [{ ownerId: '@user', note: '부탁', evenAbsent: true, version: 1 }] },
  claimEnquiry: { path: id, bodies: [{ owner: 'keep', version: 1 }] },
  releaseEnquiry: { path: id, bodies: [{ owner: 'keep', version: 1 }] },
  recordConsent: { path: id, bodies: [{ kind: 'call', text: '다시 연락 주세요', version: 1 }] },
  undoEnquiry: { path: id, bodies: [{ reasonText: '잘못', version: 1 }] },
  moveNextAction: { path: id, bodies: [{ dueAt: later, reasonText: '요청', version: 1 }] },
  getStatusHistory: { path: id },
  measureMessage: { bodies: [{ text: '안녕하세요' }] },
  previewCadence: {
    bodies: [
      {
        siteId: '@site',
        receivedAt: at,
        status: 'WAITING',
        calls: [{ at, outcome: 'CONNECTED', promiseAt: later }],
        now: later,
      },
      {
        site: { timeZone: 'Asia/Seoul', hours, closures: ['2026-12-25'], callingLimits: ['08:00', '21:00'] },
        receivedAt: at,
        now: later,
      },
    ],
  },
  listTimeline: { path: person },
  takeNext: { bodies: [{ team: '@team', tab: 'all', after: '@enquiry' }] },
  acknowledgeAlert: { path: { id: 'alert' } },
  snoozeAlert: { path: { id: 'alert' }, bodies: [{ reason: 'with_patient', minutes: 10, note: '진료 중' }] },
  escalateAlert: { path: { id: 'alert' }, bodies: [{ note: '팀장님 확인 부탁드립니다' }] },
  addIntakeSource: {
    bodies: [
      {
        kind: 'webhook',
        name: '광고사 연동',
        site: '@site',
        sourceChannel: 'internet',
        campaign: '여름',
        interests: ['implant'],
        allowedOrigins: ['https://clinic.example'],
        language: 'ko',
        texts: { ko: formWords, en: formWords, zh: formWords },
        mapping: { 'person.name': 'lead.name' },
        active: true,
      },
    ],
  },
  changeIntakeSource: {
    path: { id: 'intakeSource' },
    bodies: [
      {
        name: '새 이름',
        site: '@site',
        sourceChannel: 'internet',
        campaign: null,
        interests: ['implant'],
        allowedOrigins: ['https://other.example'],
        language: 'en',
        texts: { ko: formWords, en: formWords, zh: formWords },
        mapping: {},
        active: false,
        version: 1,
      },
    ],
  },
  renewIntakeSecret: { path: { id: 'intakeSource' } },
  listIntakeRequests: {},
  acceptIntakeRequest: {
    path: { id: 'intakeRequest' },
    bodies: [{ person: { name: '홍길동', phone: '010-2222-3333' } }],
  },
  dismissIntakeRequest: { path: { id: 'intakeRequest' } },
  viewPerson: { path: { id: 'person' }, bodies: [{ here: true }] },
  saveView: { bodies: [{ list: 'enquiries', name: '보기', query: { late: 'true' }, sharedWith: '@team' }] },
  setGoals: {
    bodies: [{ month: '2026-11', goals: [{ of: 'user', id: '@user', measure: 'booked', target: 20, version: 0 }] }],
  },
  copyGoals: { bodies: [{ month: '2026-11' }] },
  chooseDefaultView: { bodies: [{ list: 'enquiries', viewId: '@view' }] },
  orderViews: { bodies: [{ list: 'enquiries', ids: ['@view'] }] },
  changeView: {
    path: { id: 'view' },
    bodies: [{ name: '새 이름', query: { open: 'true' }, sharedWith: 'organisation', version: 1 }],
  },
  dropView: { path: { id: 'view' } },
  startExport: {
    bodies: [{ list: 'enquiries', format: 'csv', query: { late: 'true' }, columns: ['person'], reason: '시험' }],
  },
  getExport: { path: { id: 'export' } },
  downloadExport: { path: { id: 'export' } },
  acknowledgeExport: { path: { id: 'export' } },
  notePrint: { bodies: [{ what: 'person', personIds: ['@person'] }] },
  listPresetVersions: { path: { code: '=hold' } },
  putPreset: {
    path: { code: '=cancelled' },
    bodies: [{ value: { days: [0, 2, 5] }, reason: '시험', version: 1 }],
  },
  startImport: { form: { kind: 'people', mapping: '{"name":"이름"}', dryRun: 'true', site: '@site', sheet: '문의' } },
  getImport: { path: { id: 'import' } },
  mapImport: { path: { id: 'import' }, bodies: [{ mapping: { name: '이름' } }] },
  applyImport: { path: { id: 'import' } },
  getImportReport: { path: { id: 'import' } },
  downloadRejected: { path: { id: 'import' } },
  listImportMappings: {},
  renameImportMapping: { path: { id: 'importMapping' }, bodies: [{ name: '상담 대장' }] },
  forgetImportMapping: { path: { id: 'importMapping' } },
  undoImport: { path: { id: 'import' } },
  listImportKept: { path: { id: 'import' } },
  downloadRejectedWorkbook: { path: { id: 'import' } },
  chooseImportSheet: { path: { id: 'import' }, bodies: [{ sheet: '문의' }] },
  getStatusMapping: { path: { id: 'import' } },
  decideStatusMapping: {
    path: { id: 'import' },
    bodies: [
      {
        items: [
          {
            label: '부재',
            decided: 'NO_ANSWER_1',
            invalidKind: 'fake',
            holdReasons: ['COST'],
            likelihood: 'H',
            count: 1,
            needed: 1,
            users: [],
            proposals: [],
            governed: false,
            remembered: false,
            asked: 0,
            split: [],
            spellings: [],
            spellingOf: null,
            lastOn: null,
            next: null,
            decidedBy: null,
            decidedAt: null,
          },
        ],
        nextCursor: null,
      },
    ],
  },
  listImportRows: { path: { id: 'import' } },
  listStatusQuestions: { path: { id: 'import' } },
  getStatusEffect: { path: { id: 'import' } },
  undoStatusDecision: { path: { id: 'import' } },
  decideStatusRows: {
    path: { id: 'import' },
    bodies: [
      {
        rows: [1],
        group: '없는 묶음',
        label: '없는 말',
        when: { calls: 1, has: 'bookingOn', text: '없는 말', user: '없는 사람' },
        decided: 'INVALID',
        invalidKind: 'fake',
        holdReasons: ['COST'],
      },
    ],
  },
  ...CONSENT_SAMPLES,
  ...LETTER_SAMPLES,
  ...STATISTICS_SAMPLES,
  ...CHANNEL_SAMPLES,
  ...NOTICE_SAMPLES,
  readJob: { path: { id: 'job' } },
  readAuditCheck: { path: { id: 'auditCheck' } },
  replayDeadLetters: { bodies: [{ subscriber: 'timeline', eventIds: ['@deadLetter'] }] },
};

/** The parameters of a path filled with what they name. */
export function pathOf(
  path: string,
  sample: Sample | undefined,
  things: (name: string, thing: Thing) => string,
): string {
  return path.replace(/:(\w+)/g, (_whole, name: string) => {
    const what = sample?.path?.[name];
    if (what === undefined) throw new Error(`${path}: say in samples.ts what :${name} is`);
    return what.startsWith('=') ? what.slice(1) : things(name, what as Thing);
  });
}

/** A body with each `@thing` as its id. */
export function bodyOf<T>(sample: T, things: Things): T {
  return JSON.parse(
    JSON.stringify(sample).replace(/"@(\w+)"/g, (_whole, thing: string) => {
      const found = things[thing as Thing];
      if (!found) throw new Error(`there is no ${thing}`);
      return JSON.stringify(found);
    }),
  ) as T;
}

export type Place = { readonly path: readonly (string | number)[]; readonly value: unknown };

/** Every place of a body with what stands there, the body itself left out. */
export function placesOf(value: unknown, path: readonly (string | number)[] = []): Place[] {
  const here: Place[] = path.length === 0 ? [] : [{ path, value }];
  if (Array.isArray(value)) return [...here, ...value.flatMap((item, index) => placesOf(item, [...path, index]))];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([name, item]) => placesOf(item, [...path, name]))];
}

/** A copy with something else at one place. */
export function withAt(body: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(body))
    return body.map((item: unknown, index) => (index === first ? withAt(item, rest, value) : item));
  const object = body as Record<string, unknown>;
  return { ...object, [first]: withAt(object[first as string], rest, value) };
}
