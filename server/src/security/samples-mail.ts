import type { Sample } from './samples.ts';

const fields = {
  name: '새 메일함',
  address: 'reply@clinic.example',
  host: 'imap.clinic.example',
  port: 993,
  security: 'tls',
  username: 'reply',
  password: 'word',
  folder: 'INBOX',
  active: true,
};

/** Access that a provider gives for a while. */
const oauth = {
  ...fields,
  ...{ auth: 'oauth', clientId: 'anbu.apps.example', tokenUrl: 'https://login.example/token' },
  ...{ clientSecret: 'word', refreshToken: 'word' },
};

/** Requests of mailboxes and what came into them. */
export const MAIL_SAMPLES: Readonly<Record<string, Sample>> = {
  addMailbox: {
    bodies: [
      { ...fields, kind: 'imap' },
      { ...oauth, kind: 'imap' },
    ],
  },
  changeMailbox: {
    path: { id: 'mailbox' },
    bodies: [
      { ...fields, version: 1 },
      { ...oauth, version: 1 },
    ],
  },
  testMailbox: { path: { id: 'mailbox' } },
  listReceivedMail: { path: { id: 'mailbox' } },
  retryReceivedMail: { path: { id: 'receivedMail' } },
  dropReceivedMail: { path: { id: 'receivedMail' } },
  getMessageReturned: { path: { id: 'message' } },
  downloadReceivedMail: { path: { id: 'receivedMail' } },
};
