import type { Sample } from './samples.ts';

const messageWish = {
  personId: '@person',
  channel: 'sms',
  purpose: 'service',
  subject: '안내',
  text: '예약 안내',
  language: 'ko',
  to: '+821011112222',
  enquiryId: '@enquiry',
  sendAt: '2099-01-05T03:00:00Z',
  usefulUntil: '2099-01-06T03:00:00Z',
};
const templateWish = { personId: '@person', channel: 'sms', templateId: '@template', values: {} };
const aTransport = {
  name: '새 채널',
  channels: ['sms'],
  sender: '0212345678',
  ratePerSecond: 10,
  window: 5,
  position: 1,
  prices: { currency: 'KRW', SMS: 9, LMS: 27, MMS: 80, alimtalk: 8, email: 1, fax: 39, letter: 520 },
  active: true,
  settings: { url: 'https://gateway.example/sendsms', user: 'anbu' },
  secrets: { password: 'word' },
};
const aTemplate = {
  name: '새 템플릿',
  purpose: 'service',
  channels: ['sms', 'email'],
  health: false,
  active: true,
  variables: [{ name: 'day', type: 'day', sample: '2026-12-01' }],
  bodies: {
    ko: { subject: '예약', text: '#{personName}님 #{day} 예약' },
    en: { subject: 'Visit', text: 'Your visit: #{day}' },
    zh: { subject: '预约', text: '预约：#{day}' },
  },
  providerCode: 'T1',
};

/** Requests of messages, templates and ways out. */
export const CHANNEL_SAMPLES: Readonly<Record<string, Sample>> = {
  previewMessage: { bodies: [messageWish, templateWish] },
  sendMessage: { bodies: [{ ...messageWish, dedupeKey: '안내 1' }, templateWish] },
  getMessage: { path: { id: 'message' } },
  getFaxPage: { path: { id: 'faxMessage' } },
  withdrawMessage: { path: { id: 'message' } },
  decideUnknownMessage: { path: { id: 'unknownMessage' }, bodies: [{ decision: 'leave' }] },
  addTransport: { bodies: [{ ...aTransport, kind: 'kannel' }] },
  changeTransport: { path: { id: 'transport' }, bodies: [{ ...aTransport, version: 1 }] },
  testTransport: { path: { id: 'transport' } },
  addTemplate: { bodies: [aTemplate] },
  getTemplate: { path: { id: 'template' } },
  changeTemplate: { path: { id: 'template' }, bodies: [{ ...aTemplate, version: 1 }] },
  listTemplateVersions: { path: { id: 'template' } },
  approveTemplateVersion: {
    path: { id: 'template', no: '=1' },
    bodies: [
      {
        reviewNumber: '제 260101-중-1호',
        expiresOn: '2099-12-31',
        signOff: { reference: '법무 2026-11', until: '2099-12-31' },
      },
    ],
  },
  withdrawTemplateVersion: { path: { id: 'template', no: '=1' } },
  testTemplate: { path: { id: 'template' }, bodies: [{ channel: 'sms', language: 'ko', to: '+821012345678' }] },
  proofTemplate: {
    bodies: [
      {
        channel: 'sms',
        purpose: 'service',
        language: 'ko',
        body: aTemplate.bodies.ko,
        variables: aTemplate.variables,
        values: { day: '2026-12-01' },
      },
    ],
  },
};
