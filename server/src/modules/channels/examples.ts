import type { Examples } from '../../platform/http/route.ts';

/** For the OpenAPI document; a test parses each by the schema of its route. */
export const EXAMPLES: Examples = {
  measureMessage: {
    body: { text: '안녕하세요. 안부치과입니다. 내일 오후 3시 예약을 확인해 주세요.' },
    reply: { bytes: 64, class: 'SMS', encoding: 'CP949', segments: 1, alphabet: 'UCS2', unencodable: [] },
  },
};
