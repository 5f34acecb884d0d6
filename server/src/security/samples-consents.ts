import type { Sample } from './samples.ts';

const at = '2026-11-17T09:00:00+09:00';
const later = '2026-11-20T10:00:00+09:00';
const person = { id: 'person' } as const;

/** Of the module consents: as in `samples.ts`. */
export const CONSENT_SAMPLES: Readonly<Record<string, Sample>> = {
  getPersonConsents: { path: person },
  listConsentHistory: { path: person },
  recordConsents: {
    path: person,
    bodies: [
      {
        entries: [{ kind: 'contact', purpose: 'marketing', channel: 'sms', night: true, state: 'granted' }],
        source: 'counter',
        evidence: '접수대',
        at: '2026-01-17T09:00:00+09:00',
        evidenceFileId: '@consentEvidence',
        textId: '@consentText',
        givenById: '@otherPerson',
        expiresOn: '2099-12-31',
      },
    ],
  },
  setConsentPlace: { path: person, bodies: [{ jurisdiction: 'KR', timeZone: 'Asia/Seoul' }] },
  importConsents: {
    bodies: [
      {
        rows: [
          {
            person: '010-1111-2222',
            purpose: '광고',
            channel: '문자',
            night: '예',
            state: '동의',
            at: '2026-01-02',
            evidence: '옛 목록',
          },
        ],
        dryRun: true,
      },
    ],
  },
  bringConsentEvidence: { path: person, form: {} },
  downloadConsentEvidence: { path: { id: 'consentEvidence' } },
  bringDoNotCallList: { form: { jurisdiction: 'KR', asOf: '2026-01-05' } },
  getDataRequest: { path: { id: 'dataRequest' } },
  recordDataRequest: { bodies: [{ personId: '@person', kind: 'correction', source: 'counter', wish: '주소가 바뀜' }] },
  giveDataRequest: { path: { id: 'dataRequest' }, bodies: [{ memberId: null }] },
  changePlaceDefault: {
    bodies: [{ jurisdiction: 'KR', timeZone: 'Asia/Seoul', byNumber: true, reason: '법무 검토', revision: 1 }],
  },
  answerDataRequest: { path: { id: 'dataRequest' }, bodies: [{ answer: '사본을 드렸음', outcome: 'done' }] },
  makePreferenceLink: { path: person },
  whyOfPerson: { path: person },
  getSuppression: { path: { id: 'suppression' } },
  suppress: {
    bodies: [
      {
        personId: '@person',
        purposes: ['marketing'],
        channels: ['sms'],
        reason: 'pause',
        note: '요청',
        until: '2099-12-31T00:00:00Z',
      },
      { address: '010-4444-5555', reason: 'request' },
    ],
  },
  liftSuppression: { path: { id: 'suppression' }, bodies: [{ evidence: '다시 받겠다고 하심' }] },
  judgeMessage: {
    bodies: [
      {
        personId: '@person',
        channel: 'sms',
        purpose: 'service',
        text: '안내',
        subject: '안내',
        senderId: '@sender',
        at,
      },
      {
        recipient: {
          jurisdiction: 'KR',
          timeZone: 'Asia/Seoul',
          consents: [{ purpose: 'marketing', channel: 'sms', night: true, state: 'granted', at }],
          suppressed: false,
        },
        channel: 'sms',
        purpose: 'marketing',
        at: later,
      },
    ],
  },
  changeGateRule: {
    path: { code: '=kr.budget.marketing' },
    bodies: [
      {
        active: true,
        params: { most: 2, days: 30 },
        validFrom: '2026-11-17',
        validTo: '2099-12-31',
        reason: '시험',
        revision: 0,
      },
    ],
  },
  addConsentText: {
    bodies: [{ kind: 'contact', purpose: 'marketing', language: 'ko', body: '동의합니다', reason: '첫 문구' }],
  },
  getSender: { path: { id: 'sender' } },
  addSender: {
    bodies: [
      { channel: 'sms', value: '02-123-4567', name: '본원', registeredOn: '2026-01-02', expiresOn: '2099-12-31' },
    ],
  },
  changeSender: {
    path: { id: 'sender' },
    bodies: [{ name: '본원', registeredOn: '2026-01-02', expiresOn: '2099-12-31', active: true, version: 1 }],
  },
};
