import type { SMTPServer, SMTPServerAddress, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import { mailboxChanged } from '../events.ts';
import { MOST_BYTES } from '../read/parse.ts';
import type { MailDeps } from '../service/deps.ts';
import { handleMail } from '../service/handle.ts';
import { takeMail } from '../service/take.ts';
import { findAddresses, findMailbox } from '../store/mailbox-store.ts';

const MOST_CONNECTIONS = 20;
const SILENCE_MILLISECONDS = 60_000;
const MOST_RECIPIENTS = 50;
const RETRY_MILLISECONDS = 30_000;

type Whose = { readonly orgId: Id; readonly mailboxId: Id };

/**
 * The own receiving end: a mail server of the house hands on to it. It takes mail for addresses of its mailboxes and for nobody else, says yes once the
 * mail is in the database, hands nothing on and sends nothing. No sign-in and no TLS: it listens on this machine or inside the house alone (`readConfig`).
 */
export class MailListener {
  readonly #deps: MailDeps;
  readonly #at: { readonly host: string; readonly port: number };
  #server: SMTPServer | null = null;
  readonly #reading = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(deps: MailDeps, at: { readonly host: string; readonly port: number }) {
    this.#deps = deps;
    this.#at = at;
  }

  async start(): Promise<void> {
    const { SMTPServer } = await import('smtp-server');
    const server = new SMTPServer({
      banner: 'Anbu',
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      size: MOST_BYTES,
      maxClients: MOST_CONNECTIONS,
      socketTimeout: SILENCE_MILLISECONDS,
      closeTimeout: 2_000,
      onRcptTo: (address, session, done) => {
        this.#knows(address, session).then(done, () => done(answer(451, 'try again later')));
      },
      onData: (stream, session, done) => {
        this.#take(stream, session).then(
          (error) => done(error),
          (error: unknown) => {
            this.#deps.log.warn({ err: error }, 'a mail could not be taken from the mail server');
            done(answer(451, 'try again later'));
          },
        );
      },
    });
    server.on('error', (error) => this.#again(server, error));
    this.#server = server;
    this.#listen(server);
  }

  #listen(server: SMTPServer): void {
    server.listen(this.#at.port, this.#at.host);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#server) this.#server.close(() => resolve());
    else resolve();
    await promise;
    await Promise.all(this.#reading);
  }

  /** Another process of this machine may have the port; where that one ends, this one takes it. */
  #again(server: SMTPServer, error: Error): void {
    const { code } = error as NodeJS.ErrnoException;
    if (this.#stopped || server.server.listening) return;
    this.#deps.log.warn({ code }, 'the receiving end for mail does not listen: tried again in half a minute');
    this.#timer = setTimeout(() => this.#listen(server), RETRY_MILLISECONDS).unref();
  }

  async #knows({ address }: SMTPServerAddress, session: SMTPServerSession): Promise<Error | null> {
    if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return answer(452, 'too many recipients');
    return (await this.#whose(address)) === null ? answer(550, 'no such mailbox') : null;
  }

  /** The mailbox of an address: without what stands behind the `+`, or of its whole domain. */
  async #whose(address: string): Promise<Whose | null> {
    const plain = address.toLowerCase().replace(/\+[^@]*@/, '@');
    const domain = plain.slice(plain.lastIndexOf('@'));
    const found = await findAddresses(this.#deps.database, [plain, domain]);
    return found.find((one) => one.address === plain) ?? found[0] ?? null;
  }

  async #take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // The rest is read and forgotten: the other end hears the answer only then.
      if (bytes <= MOST_BYTES) chunks.push(chunk);
    }
    if (bytes > MOST_BYTES) return answer(552, 'message too large');
    const raw = Buffer.concat(chunks);
    const done = new Set<Id>();
    for (const { address } of session.envelope.rcptTo) {
      const whose = await this.#whose(address);
      if (whose === null) return answer(451, 'try again later');
      // To several addresses of one mailbox it is one mail.
      if (done.has(whose.mailboxId)) continue;
      done.add(whose.mailboxId);
      await this.#keep(whose, raw, address.toLowerCase());
    }
    return null;
  }

  async #keep({ orgId, mailboxId }: Whose, raw: Buffer, recipient: string): Promise<void> {
    const actor = systemActor(orgId, 'mail');
    const id = must(
      await this.#deps.database.inTxAgain(actor, async (tx) => {
        const row = await findMailbox(tx, mailboxId);
        if (!row?.active) throw new Error('a mailbox that is switched off');
        mailboxChanged(tx, mailboxId);
        return ok(await takeMail(tx, { mailboxId, raw, recipient }));
      }),
    );
    // The other end need not wait for what follows from it.
    if (id === null) return;
    const read = handleMail(this.#deps, actor, id)
      .catch((error: unknown) => this.#deps.log.warn({ err: error, receivedId: id }, 'a mail waits to be read'))
      .finally(() => void this.#reading.delete(read));
    this.#reading.add(read);
  }
}

function answer(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
