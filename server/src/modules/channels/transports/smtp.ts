import type { SMTPPoolSentMessageInfo, Transporter } from 'nodemailer';
import type { Id } from '../../../kernel/ids.ts';
import { GrantError, LastingAccess, type Outgoing } from '../../../platform/outgoing/index.ts';
import { returnAddress, returnName } from '../rules/returns.ts';
import { readAnswer, whyOfAnswer } from '../rules/smtp-answer.ts';
import { addressed } from './place.ts';
import {
  settled,
  TransportError,
  type Going,
  type Handed,
  type Parcel,
  type Transport,
  type TransportSecrets,
  type TransportSettings,
} from './types.ts';

const CONNECT_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 60_000;
const MOST_CONNECTIONS = 10;

export type SmtpOptions = {
  readonly settings: TransportSettings;
  readonly secrets: TransportSecrets;
  readonly sender: string;
  readonly window: number;
  readonly outgoing: Outgoing;
  readonly keepSecrets: (secrets: TransportSecrets) => Promise<void>;
  /** A program at the other end answers what it is sent. */
  readonly isAnswered?: boolean;
  /** Signs what comes back of a message. */
  readonly returnMark: (messageId: Id) => string;
};

/** Signed beside the usual ones: without them a receiver does not offer the one click (RFC 8058). */
const SIGNED_HEADERS =
  'from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post';

/**
 * A pool of connections to a relay. Each message has an envelope of its own (VERP and an envelope id), so that what comes back names it. A connection
 * that breaks in the middle leaves its message unknown: nothing is sent a second time by itself.
 */
export function openSmtp(options: SmtpOptions): Transport {
  const { settings, sender, window, outgoing } = options;
  let mailer: Transporter<SMTPPoolSentMessageInfo> | null = null;
  const access = settings['auth'] === 'oauth' ? accessOf(options) : null;

  const open = async () => {
    if (mailer) return;
    const place = await addressed(outgoing, settings);
    const { createTransport } = await import('nodemailer');
    const made = createTransport({
      pool: true,
      host: place.host,
      port: place.port,
      name: String(settings['bounceDomain'] || domainOf(sender)),
      secure: settings['security'] === 'tls',
      requireTLS: settings['security'] === 'starttls',
      ignoreTLS: settings['security'] === 'none',
      tls: { servername: place.name },
      ...authOf(options, access),
      maxConnections: Math.min(MOST_CONNECTIONS, window),
      maxMessages: Infinity,
      maxRequeues: 0,
      connectionTimeout: CONNECT_MILLISECONDS,
      greetingTimeout: CONNECT_MILLISECONDS,
      socketTimeout: ANSWER_MILLISECONDS,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...dkimOf(settings, options.secrets),
    });
    try {
      await made.verify();
    } catch (error) {
      made.close();
      throw new TransportError(signInFaultOf(error) ?? 'unreachable');
    }
    mailer = made;
  };

  const send = (parcel: Parcel): Going => {
    const current = mailer;
    if (!current) return settled({ id: parcel.id, kind: 'again', why: 'unreachable', waitMilliseconds: null });
    const answer = current.sendMail(mailOf(parcel, options)).then(
      (info): Handed => ({ id: parcel.id, kind: 'sent', providerId: info.messageId }),
      (error: unknown) => outcomeOf(parcel, error),
    );
    // The bytes of a mail are out when the other end has answered, or never.
    return { begun: answer.then(() => undefined), answer };
  };

  return {
    idempotent: false,
    open,
    send,
    async close() {
      mailer?.close();
      mailer = null;
    },
  };
}

/** A password, or a token that is asked for when a connection signs in. */
function authOf({ settings, secrets }: SmtpOptions, access: LastingAccess | null) {
  const user = String(settings['user'] ?? '');
  if (user === '') return {};
  if (!access) return { auth: { user, pass: secrets['password'] ?? '' } };
  const provisionCallback = (
    _user: string,
    refused: boolean,
    done: (error: Error | null, token?: string) => void,
  ): void => {
    access.token(refused).then(
      (token) => done(null, token),
      (error: unknown) => done(error instanceof Error ? error : new Error('no access')),
    );
  };
  return { auth: { type: 'OAuth2' as const, user, provisionCallback } };
}

function accessOf({ settings, secrets, outgoing, keepSecrets }: SmtpOptions): LastingAccess {
  const grant = {
    tokenUrl: String(settings['tokenUrl'] ?? ''),
    clientId: String(settings['clientId'] ?? ''),
    clientSecret: secrets['clientSecret'] ?? null,
    refreshToken: secrets['refreshToken'] ?? '',
  };
  const keep = (refreshToken: string) => keepSecrets({ ...secrets, refreshToken });
  return new LastingAccess(outgoing, grant, { now: () => performance.now(), keep });
}

/** Why a connection was not let in; null where that is not the trouble. */
function signInFaultOf(error: unknown): string | null {
  if (error instanceof GrantError) return error.fault;
  return (error as { code?: unknown }).code === 'EAUTH' ? 'unauthorised' : null;
}

function mailOf(parcel: Parcel, { settings, sender, returnMark, isAnswered = false }: SmtpOptions) {
  const domain = String(settings['bounceDomain'] || domainOf(sender));
  const name = { messageId: parcel.id, mark: returnMark(parcel.id) };
  const comesBack = Boolean(settings['bounceDomain']);
  const fromName = settings['fromName'];
  const leave = parcel.leaveUrl;
  return {
    from: fromName ? { name: String(fromName), address: sender } : sender,
    // As an address and not as a text: a comma in it is no second recipient (S5).
    to: { name: '', address: parcel.to },
    subject: parcel.subject ?? '',
    text: parcel.text,
    ...(parcel.html === null ? {} : { html: parcel.html }),
    ...(parcel.attachments ? { attachments: [...parcel.attachments] } : {}),
    messageId: `<${returnName(name)}@${domain}>`,
    headers: {
      ...(isAnswered ? {} : { 'Auto-Submitted': 'auto-generated' }),
      ...(leave === null
        ? {}
        : {
            'List-Unsubscribe': comesBack
              ? `<${leave}>, <mailto:${returnAddress('leave', name, domain)}?subject=unsubscribe>`
              : `<${leave}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    },
    envelope: { from: comesBack ? returnAddress('bounce', name, domain) : sender, to: [parcel.to] },
    dsn: {
      id: returnName(name),
      return: 'headers' as const,
      notify: ['failure' as const, 'delay' as const],
      recipient: `rfc822;${parcel.to}`,
    },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1) || 'localhost';
}

function dkimOf(settings: TransportSettings, secrets: TransportSecrets) {
  const [domainName, keySelector, privateKey] = [settings['dkimDomain'], settings['dkimSelector'], secrets['dkimKey']];
  if (!domainName || !keySelector || !privateKey) return {};
  return {
    dkim: {
      domainName: String(domainName),
      keySelector: String(keySelector),
      privateKey,
      headerFieldNames: SIGNED_HEADERS,
    },
  };
}

/** Before the connection stood nothing left; a clear word of the other end is an answer; everything else is not known. */
function outcomeOf({ id }: Parcel, error: unknown): Handed {
  const { code, responseCode, response, command } = error as Readonly<Record<string, unknown>>;
  if (typeof responseCode === 'number' && code !== 'EAUTH') {
    const said = readAnswer(String(response ?? ''), String(command ?? ''));
    const why = whyOfAnswer(responseCode, said);
    if (responseCode >= 500) return { id, kind: 'failed', why, said };
    return { id, kind: 'again', why, said, waitMilliseconds: null };
  }
  if (code === 'EENVELOPE') return { id, kind: 'failed', why: 'address_refused' };
  const { originalCode, timeoutType } = error as { originalCode?: unknown; timeoutType?: unknown };
  const neverConnected =
    ['EAUTH', 'EDNS', 'ETLS'].includes(String(code)) ||
    ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'].includes(String(originalCode)) ||
    ['CONNECTION_TIMEOUT', 'GREETING_TIMEOUT'].includes(String(timeoutType));
  if (neverConnected) return { id, kind: 'again', why: signInFaultOf(error) ?? 'unreachable', waitMilliseconds: null };
  return { id, kind: 'unknown', why: 'no_answer' };
}
