import type { Id } from '../../../kernel/ids.ts';
import { DAY } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Actor, type Tx } from '../../../platform/db/index.ts';
import { mailboxChanged } from '../events.ts';
import { afterFault, MailError, type Fault } from '../rules/health.ts';
import type { MailDeps } from '../service/deps.ts';
import { handleMail } from '../service/handle.ts';
import { signIn } from '../service/sign-in.ts';
import { noteUntaken, takeMail } from '../service/take.ts';
import { findMailbox, updateCursor, updateHealth, updateStuck, type ToRead } from '../store/mailbox-store.ts';
import type { MailboxRow } from '../vocabulary.ts';
import { ImapSession, type ImapPlace } from './session.ts';

const POLL_MILLISECONDS = 60_000;
const MOST_STUCK = 3;
/** Where the other end counts anew, so many days are looked through again; what came before is known by its fingerprint. */
const LOOK_BACK_DAYS = 7;

/**
 * One mailbox, held by one process: reads what is new, mail by mail, and waits for more. Each mail and how far was read are committed together: killed at
 * any moment, it goes on with the next one.
 *
 * open → (uids from the cursor) take → read → … → wait for news → …
 */
export class Reading {
  readonly #deps: MailDeps;
  readonly #of: ToRead;
  readonly #actor: Actor;
  readonly #stop = new AbortController();

  constructor(deps: MailDeps, of: ToRead) {
    this.#deps = deps;
    this.#of = of;
    this.#actor = systemActor(of.orgId, 'mail');
  }

  get version(): number {
    return this.#of.version;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Until `stop`, another holder, or a fault; a fault is written down, with how long it is left alone. */
  async run(isHeld: () => boolean): Promise<void> {
    const row = await this.#row();
    if (!row) return;
    let session: ImapSession | null = null;
    try {
      session = await ImapSession.open(this.#deps.outgoing, await placeOf(this.#deps, this.#of.orgId, row));
      await this.#settleCursor(session, row);
      let isWell = false;
      while (!this.#stop.signal.aborted && isHeld()) {
        const news = await this.#readNew(session, isHeld);
        if (!isWell || news > 0) await this.#well();
        isWell = true;
        await session.waitForNews(POLL_MILLISECONDS, this.#stop.signal);
      }
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      await this.#failed(error.fault);
    } finally {
      await session?.close();
    }
  }

  async #row(): Promise<MailboxRow | null> {
    const row = await this.#inTx((tx) => findMailbox(tx, this.#of.id));
    return row?.active && !row.halted ? row : null;
  }

  /** New mailboxes begin with what comes from now on. */
  async #settleCursor(session: ImapSession, row: MailboxRow): Promise<void> {
    const { uidValidity } = session;
    if (row.uidValidity === uidValidity) return;
    let nextUid = session.uidNext;
    if (row.uidValidity !== null) {
      const [first] = await session.listSince(new Date((await this.#deps.database.now()) - LOOK_BACK_DAYS * DAY));
      nextUid = first ?? nextUid;
    }
    await this.#inTx((tx) => updateCursor(tx, row.id, { uidValidity, nextUid }));
  }

  async #readNew(session: ImapSession, isHeld: () => boolean): Promise<number> {
    const from = (await this.#row())?.nextUid ?? session.uidNext;
    const uids = await session.listFrom(from);
    for (const uid of uids) {
      if (this.#stop.signal.aborted || !isHeld()) break;
      await this.#take(session, uid);
    }
    return uids.length;
  }

  async #take(session: ImapSession, uid: number): Promise<void> {
    const mailboxId = this.#of.id;
    const passed = { uidValidity: session.uidValidity, nextUid: uid + 1 };
    const got = await session.fetch(uid).catch(async (error: unknown) => {
      const tries = await this.#inTx((tx) => updateStuck(tx, mailboxId, uid));
      if (tries >= MOST_STUCK) {
        // Whatever it is, the next one is read.
        const head = Buffer.from(`X-Uid: ${session.uidValidity} ${uid}\r\n\r\n`);
        await this.#inTx(async (tx) => {
          await noteUntaken(tx, mailboxId, { head, sizeBytes: 0, why: 'broken_off' });
          await updateCursor(tx, mailboxId, passed);
        });
      }
      throw error;
    });
    const id = await this.#inTx(async (tx): Promise<Id | null> => {
      await updateCursor(tx, mailboxId, passed);
      if (!got) return null;
      mailboxChanged(tx, mailboxId);
      if (got.kind === 'whole') return takeMail(tx, { mailboxId, raw: got.raw, recipient: null });
      await noteUntaken(tx, mailboxId, { head: got.raw, sizeBytes: got.sizeBytes, why: 'too_large' });
      return null;
    });
    if (id !== null) await handleMail(this.#deps, this.#actor, id);
  }

  async #well(): Promise<void> {
    await this.#inTx(async (tx) => {
      await updateHealth(tx, this.#of.id, { failures: 0, restMilliseconds: null, halted: false, error: null });
      mailboxChanged(tx, this.#of.id);
    });
  }

  async #failed(fault: Fault): Promise<void> {
    await this.#inTx(async (tx) => {
      const row = await findMailbox(tx, this.#of.id);
      // Its settings are others by now: the fault is of those before.
      if (row?.version !== this.#of.version) return;
      const { failures, restMilliseconds } = afterFault(row, fault, this.#deps.random());
      await updateHealth(tx, row.id, { failures, restMilliseconds, halted: restMilliseconds === null, error: fault });
      mailboxChanged(tx, row.id);
    });
  }

  async #inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return must(await this.#deps.database.inTxAgain(this.#actor, async (tx) => ok(await work(tx))));
  }
}

/** Where a mailbox is read, and as whom. Throws MailError. */
export async function placeOf(deps: MailDeps, orgId: Id, row: MailboxRow): Promise<ImapPlace> {
  const { host, port, security, username, folder } = row;
  if (host === null || port === null || security === null || username === null || folder === null)
    throw new Error('a mailbox that is not read by IMAP');
  return { host, port, security, folder, signIn: await signIn(deps, orgId, row) };
}
