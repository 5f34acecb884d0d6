import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';

export type Caught = { readonly from: string; readonly to: readonly string[]; readonly raw: string };

/** A mail server of the other side: takes all, but what goes to `nobody@`. `lets`: it lets nobody in but by such a token (XOAUTH2). */
export async function startRemote(
  lets?: (token: string) => boolean,
): Promise<{ port: number; mails: Caught[]; close(): Promise<void> }> {
  const mails: Caught[] = [];
  const server = new SMTPServer({
    authOptional: lets === undefined,
    disabledCommands: ['STARTTLS', ...(lets ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    authMethods: ['XOAUTH2'],
    onAuth: ({ username = '', accessToken = '' }, _session, done) =>
      lets?.(accessToken) ? done(null, { user: username }) : done(null, { data: { status: '401', schemes: 'bearer' } }),
    logger: false,
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody') ? Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return { port, mails, close: () => new Promise<void>((done) => server.close(() => done())) };
}

/** Hands a mail to the receiving end at `port`, as a mail server does. `size`: what it says of it before. Gives what it answered; throws what it refused. */
export async function deliver(port: number, to: string, raw: string, from = '', size?: number): Promise<string> {
  const mailer = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    return (await mailer.sendMail({ envelope: { from, to: [to], ...(size === undefined ? {} : { size }) }, raw }))
      .response;
  } finally {
    mailer.close();
  }
}

export function field(raw: string, name: string): string {
  return new RegExp(`^${name}:\\s*([^]*?)\\r\\n(?!\\s)`, 'im').exec(raw)?.[1]?.replace(/\r\n\s+/g, ' ') ?? '';
}

let no = 0;

/** A report of a mail server, in the shape of Postfix. */
export function report(
  to: string,
  more: { readonly action?: string; readonly status?: string; readonly quoted?: string } = {},
): string {
  const { action = 'failed', status = '5.1.1', quoted = '' } = more;
  no += 1;
  return [
    ...[
      'Return-Path: <>',
      'From: MAILER-DAEMON@relay.example (Mail Delivery System)',
      `To: ${to}`,
      'Subject: Undelivered Mail',
      `Message-ID: <r${no}@relay.example>`,
    ],
    ...[
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
    ],
    ...['--b', 'Content-Type: text/plain; charset=us-ascii', '', 'This is the mail system at host relay.example.', ''],
    ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; relay.example', ''],
    ...[
      'Final-Recipient: rfc822; kim@patient.example',
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; 550 ${status} no`,
      '',
    ],
    ...['--b', 'Content-Type: text/rfc822-headers', '', quoted, '', '--b--', ''],
  ].join('\r\n');
}

/** A complaint of a provider about a mail of ours (RFC 5965). */
export function complaint(to: string, mailFrom: string): string {
  no += 1;
  return [
    ...[
      'From: fbl@provider.example',
      `To: ${to}`,
      'Subject: abuse report',
      `Message-ID: <c${no}@provider.example>`,
      'MIME-Version: 1.0',
    ],
    ...[
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'A complaint.',
      '',
    ],
    ...[
      '--b',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
      'User-Agent: x/1',
      'Version: 1',
      `Original-Mail-From: <${mailFrom}>`,
      '',
    ],
    ...['--b', 'Content-Type: message/rfc822', '', 'Subject: x', '', 'x', '--b--', ''],
  ].join('\r\n');
}

/** What a person writes. */
export function letter(
  from: string,
  text: string,
  fields: readonly string[] = [],
  { to = 'info@clinic.example', subject = 'Re: x' } = {},
): string {
  no += 1;
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    `Message-ID: <l${no}@patient.example>`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
  ];
  return [...head, 'Content-Type: text/plain; charset=utf-8', ...fields, '', text, ''].join('\r\n');
}
