import type { Examples } from '../../platform/http/route.ts';

/** Requests and answers of the OpenAPI document. Invented; a test reads them with the schemas. */
export const EXAMPLES: Examples = {
  judgeMessage: {
    body: {
      recipient: {
        jurisdiction: 'KR',
        timeZone: 'Asia/Seoul',
        consents: [
          { purpose: 'marketing', channel: 'sms', night: false, state: 'granted', at: '2026-01-05T12:00:00+09:00' },
        ],
      },
      channel: 'sms',
      purpose: 'marketing',
      text: '(광고)안부치과 02-123-4567\n겨울 구강 관리 안내입니다.\n무료수신거부 080-123-4567',
      at: '2026-11-17T21:05:00+09:00',
    },
    reply: {
      verdict: 'DEFER',
      until: '2026-11-17T23:00:00.000Z',
      code: 'gate.hours',
      rule: 'kr.night',
      source: 'Network Act art. 50(3)',
      law: {
        ko: '정보통신망법 제50조 제3항',
        en: 'Network Act (Korea) art. 50(3)',
        zh: '韩国《信息通信网法》第50条第3款',
      },
      explanation: {
        ko: '받는 분의 현지 시각으로 08:00–21:00에만 보낼 수 있습니다. 2026-11-18 08:00부터 보낼 수 있습니다.',
        en: 'It may go between 08:00 and 21:00 only, by the recipient’s own clock. It may go from 2026-11-18 08:00.',
        zh: '只能在收件人当地时间08:00至21:00之间发送。2026-11-18 08:00起可以发送。',
      },
      reason: {
        ko: '받는 분의 현지 시각으로 08:00–21:00에만 보낼 수 있습니다.',
        en: 'It may go between 08:00 and 21:00 only, by the recipient’s own clock.',
        zh: '只能在收件人当地时间08:00至21:00之间发送。',
      },
      remedy: {
        ko: '2026-11-18 08:00부터 보낼 수 있습니다.',
        en: 'It may go from 2026-11-18 08:00.',
        zh: '2026-11-18 08:00起可以发送。',
      },
      warnings: [],
    },
  },
  recordConsents: {
    body: {
      entries: [
        { purpose: 'marketing', channel: 'sms', night: false, state: 'granted' },
        { purpose: 'marketing', channel: 'sms', night: true, state: 'withdrawn' },
      ],
      source: 'counter',
      evidence: '접수대 동의서, 2026-11-17',
    },
  },
};
