import type { Sample } from './samples.ts';

/** Of the operations of telephony; `then` = what a call led to. */
export const telephonySamples = (then: object): Readonly<Record<string, Sample>> => ({
  addExchange: {
    bodies: [
      {
        kind: 'ami',
        name: '본원 전화',
        site: '@site',
        host: 'pbx.example',
        port: 5038,
        tls: true,
        username: 'crm',
        password: 'secret',
        channel: 'PJSIP/{extension}',
        context: 'from-internal',
        callerNumber: '15881234',
        recordingBase: 'https://rec.example/files',
        recordingAnnounced: true,
        active: false,
      },
    ],
  },
  changeExchange: {
    path: { id: 'exchange' },
    bodies: [
      {
        name: '전화',
        site: '@site',
        host: null,
        port: null,
        tls: false,
        username: null,
        password: 'other',
        channel: 'PJSIP/{extension}',
        context: 'from-internal',
        callerNumber: null,
        recordingBase: null,
        recordingAnnounced: false,
        active: true,
        version: 1,
      },
    ],
  },
  renewExchangeSecret: { path: { id: 'exchange' } },
  testExchange: { path: { id: 'exchange' } },
  allowHost: { bodies: [{ host: '10.0.0.6', port: 5038, reason: '본원 교환기' }] },
  forbidHost: { path: { id: 'allowedHost' } },
  giveTelephone: {
    path: { id: 'user' },
    bodies: [{ telephone: { exchangeId: '@exchange', extension: '1003' } }],
  },
  sayPhoneState: { bodies: [{ state: 'away' }] },
  dialPerson: { bodies: [{ personId: '@person', phoneId: '@phone' }] },
  hangUpCall: { path: { id: 'phoneCall' } },
  transferCall: { path: { id: 'phoneCall' }, bodies: [{ extension: '1002' }] },
  takeCall: { path: { id: 'phoneCall' } },
  nameCaller: { path: { id: 'phoneCall' }, bodies: [{ personId: '@person' }] },
  receiveCaller: { path: { id: 'phoneCall' }, bodies: [{ name: '새사람', interest: 'implant' }] },
  recordPhoneCall: {
    path: { id: 'phoneCall' },
    bodies: [{ outcome: 'CONNECTED', note: '메모', then, version: 1 }],
  },
  noteCall: { path: { id: 'phoneCall' } },
  openRecording: { path: { id: 'phoneCall' } },
});
