import type { Sample } from './samples.ts';

const incoming = { id: 'incoming' } as const;

/** Of the operations of received messages. */
export const INBOX_SAMPLES: Readonly<Record<string, Sample>> = {
  getReceivedMessage: { path: incoming },
  getReceivedFile: { path: { id: 'incoming', fileId: 'incomingFile' } },
  bringReceivedLetter: { form: { from: '보낸 사람' } },
  viewReceivedMessage: { path: incoming, bodies: [{ here: true }] },
  assignReceivedMessage: { path: incoming, bodies: [{ ownerId: '@user', version: 2 }] },
  matchReceivedMessage: { path: incoming, bodies: [{ personId: '@person', keepAddress: false, version: 2 }] },
  takeReceivedMessage: { path: incoming, bodies: [{ name: '새사람', site: '@site', version: 2 }] },
  settleReceivedMessage: { path: incoming, bodies: [{ state: 'done', version: 2 }] },
};
