import type { ImapFlow } from 'imapflow';
import { OutgoingError, type Outgoing } from '../../../platform/outgoing/index.ts';
import { patient } from '../../../platform/patience.ts';
import { MOST_BYTES } from '../read/parse.ts';
import { MailError, type Fault } from '../rules/health.ts';
import type { SignIn } from '../service/sign-in.ts';

export type ImapPlace = {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly signIn: SignIn;
  readonly folder: string;
};

export type Fetched = { readonly sizeBytes: number } & (
  | { readonly kind: 'whole'; readonly raw: Buffer }
  /** Larger than anybody reads: its head. */
  | { readonly kind: 'head'; readonly raw: Buffer }
);

const CONNECT_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 60_000;
const IDLE_MILLISECONDS = 4 * 60_000;
/** What has not answered to the end of the session by then is left. */
const FAREWELL_MILLISECONDS = 1_000;
const HEAD_BYTES = 256 * 1024;

/** One folder of one mailbox, open for reading alone: nothing there is changed, not even what was seen. */
export class ImapSession {
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly #client: ImapFlow;
  #closed: Fault | null = null;
  #wake: () => void = () => undefined;
  #news = false;

  private constructor(client: ImapFlow) {
    this.#client = client;
    const { mailbox } = client;
    if (mailbox === false) throw new MailError('folder_missing');
    this.uidValidity = Number(mailbox.uidValidity);
    this.uidNext = mailbox.uidNext;
    client.on('exists', () => {
      this.#news = true;
      this.#wake();
    });
    client.on('close', () => {
      this.#closed ??= 'broken_off';
      this.#wake();
    });
  }

  /** Throws MailError. */
  static async open(outgoing: Outgoing, place: ImapPlace): Promise<ImapSession> {
    const at = await outgoing.place(place.host, place.port).catch((error: unknown) => {
      throw new MailError(error instanceof OutgoingError ? error.code : 'unreachable');
    });
    // Read where a mailbox is: most processes never open one.
    const { ImapFlow } = await import('imapflow');
    const client = new ImapFlow({
      host: at.address,
      port: at.port,
      servername: at.name,
      secure: place.security === 'tls',
      ...(place.security === 'tls' ? {} : { doSTARTTLS: place.security === 'starttls' }),
      auth: place.signIn,
      clientInfo: { name: 'Anbu' },
      logger: false,
      disableAutoIdle: true,
      maxIdleTime: IDLE_MILLISECONDS,
      maxLiteralSize: MOST_BYTES + HEAD_BYTES,
      maxResponseSize: 2 * MOST_BYTES,
      maxLineLength: 4 * 1024 * 1024,
      connectionTimeout: CONNECT_MILLISECONDS,
      greetingTimeout: CONNECT_MILLISECONDS,
      socketTimeout: IDLE_MILLISECONDS + SILENCE_MILLISECONDS,
    });
    // What goes wrong rejects what waits for it; unheard, it would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      client.close();
      throw new MailError(faultOf(error));
    }
    try {
      await client.mailboxOpen(place.folder, { readOnly: true });
      return new ImapSession(client);
    } catch (error) {
      await client.logout().catch(() => client.close());
      throw new MailError(error instanceof MailError ? error.fault : folderFaultOf(error));
    }
  }

  /** Uids from this one on, in their order. */
  async listFrom(uid: number): Promise<number[]> {
    this.#news = false;
    const found = await this.#asked(this.#client.search({ uid: `${uid}:*` }, { uid: true }));
    // `*` is the last one there is, though it be older.
    return (found === false ? [] : found).filter((one) => one >= uid).sort((a, b) => a - b);
  }

  /** Uids of what came on this day or after. */
  async listSince(day: Date): Promise<number[]> {
    const found = await this.#asked(this.#client.search({ since: day }, { uid: true }));
    return (found === false ? [] : found).sort((a, b) => a - b);
  }

  /** Null where it is gone. */
  async fetch(uid: number): Promise<Fetched | null> {
    const seen = await this.#asked(this.#client.fetchOne(String(uid), { size: true }, { uid: true }));
    if (!seen) return null;
    const sizeBytes = seen.size ?? 0;
    const kind = sizeBytes > MOST_BYTES ? 'head' : 'whole';
    const query = kind === 'head' ? { headers: true } : { source: { maxLength: MOST_BYTES } };
    const got = await this.#asked(this.#client.fetchOne(String(uid), query, { uid: true }));
    const raw = got ? (kind === 'head' ? got.headers : got.source) : undefined;
    return raw === undefined ? null : { kind, sizeBytes: Math.max(sizeBytes, raw.length), raw };
  }

  /** Until the other end tells of something new, or so long. Throws MailError where the line breaks. */
  async waitForNews(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#news) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    signal.addEventListener('abort', this.#wake, { once: true });
    // Where the other end cannot tell, `idle` asks by itself.
    const idle = this.#client.idle().catch(() => undefined);
    await patient(promise, milliseconds);
    signal.removeEventListener('abort', this.#wake);
    if (this.#closed !== null) throw new MailError(this.#closed);
    if (signal.aborted) return;
    // Any command ends the waiting.
    await this.#asked(this.#client.noop());
    await idle;
  }

  async close(): Promise<void> {
    const out = this.#client.logout().catch(() => undefined);
    await patient(out, FAREWELL_MILLISECONDS);
    this.#client.close();
  }

  async #asked<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw new MailError(this.#closed ?? faultOf(error, 'broken_off'));
    }
  }
}

function faultOf(error: unknown, other: Fault = 'unreachable'): Fault {
  const { authenticationFailed, code } = error as { authenticationFailed?: unknown; code?: unknown };
  if (authenticationFailed === true) return 'unauthorised';
  if (typeof code === 'string' && /CERT|TLS|SSL|SELF_SIGNED|ALTNAME|SIGNATURE/i.test(code)) return 'untrusted';
  return other;
}

function folderFaultOf(error: unknown): Fault {
  const { responseStatus, mailboxMissing } = error as { responseStatus?: unknown; mailboxMissing?: unknown };
  return responseStatus === 'NO' || mailboxMissing === true ? 'folder_missing' : faultOf(error, 'broken_off');
}
