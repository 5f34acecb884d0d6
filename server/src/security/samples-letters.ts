import type { Sample } from './samples.ts';

/** Requests of letters, short links and postal addresses. Of numbers of letters nobody has the other's: they are the same in each organisation. */
export const LETTER_SAMPLES: Readonly<Record<string, Sample>> = {
  makeLetterBatch: { bodies: [{ transportId: '@transport' }] },
  getLetterBatch: { path: { id: 'letterBatch' } },
  letterBatchPrinted: { path: { id: 'letterBatch' }, bodies: [{ version: 1 }] },
  letterBatchPosted: { path: { id: 'letterBatch' }, bodies: [{ version: 1 }] },
  reprintLetters: { path: { id: 'letterBatch' }, bodies: [{ from: 1, to: 1 }] },
  getLetterPages: { path: { id: 'letterPrint' } },
  letterReturned: { bodies: [{ number: '0000100014', why: 'moved' }] },
  letterChecked: { path: { number: '=0000100014' } },
  changeLetterLayout: {
    path: { siteId: 'site' },
    bodies: [
      {
        ...{ leftMm: 20, topMm: 45, widthMm: 90, heightMm: 45, foldMarks: true, machineMarks: false },
        ...{ returnLine: '안부치과', senderLines: ['안부치과', '서울'], version: 1 },
      },
    ],
  },
  changeLinkSettings: { bodies: [{ hosts: ['booking.example.com'], tracks: false, days: 30, version: 1 }] },
  getPostalAddress: { path: { id: 'person' } },
  setPostalAddress: {
    path: { id: 'person' },
    bodies: [{ country: 'KR', postcode: '04524', lines: ['서울특별시 중구 세종대로 110'] }],
  },
  dropPostalAddress: { path: { id: 'person' } },
};
