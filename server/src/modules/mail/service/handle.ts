import type { Id } from '../../../kernel/ids.ts';
import { plus, SECOND } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Actor, type Tx } from '../../../platform/db/index.ts';
import { sniff } from '../../../platform/files/index.ts';
import { waitAfter } from '../../../platform/outbox/index.ts';
import { receive } from '../../inbox/index.ts';
import type { Letter } from '../read/letter.ts';
import { LetterError, readLetter } from '../read/parse.ts';
import { fieldOf } from '../rules/header.ts';
import { readFaxWord } from '../rules/fax-word.ts';
import { kindOf, type Kind } from '../rules/kind.ts';
import { ownWords } from '../rules/own-words.ts';
import { readWords } from '../rules/report.ts';
import { mailboxChanged } from '../events.ts';
import { findMailbox } from '../store/mailbox-store.ts';
import {
  findOriginal,
  findReceived,
  listDue,
  listOrganisationsWithMail,
  lockReceived,
  updateSettled,
  updateWaiting,
  type Settled,
} from '../store/received-store.ts';
import type { ReceivedRow } from '../vocabulary.ts';
import { aboutOf } from './about.ts';
import { hearComplaint, hearDelivery, hearFaxWord, hearLeave } from './bounced.ts';
import type { MailDeps } from './deps.ts';

const MOST_TRIES = 5;
const AT_ONCE = 50;

/** Reads what waits, in all organisations: what a killed process left too. */
export async function handleDue(deps: MailDeps): Promise<void> {
  for (const { orgId } of await listOrganisationsWithMail(deps.database)) {
    const actor = systemActor(orgId, 'mail');
    const due = must(await deps.database.inTx(actor, async (tx) => ok(await listDue(tx, AT_ONCE)), 'read'));
    for (const { id } of due) await handleMail(deps, actor, id);
  }
}

/**
 * Reads one mail and does what follows from it, in one transaction with the note that it was done: killed at any moment it happened once or not yet. One
 * that cannot be read stays with its error and holds up nobody.
 */
export async function handleMail(deps: MailDeps, actor: Actor, id: Id): Promise<void> {
  const { database, log } = deps;
  const raw = must(await database.inTx(actor, async (tx) => ok(await findOriginal(tx, id)), 'read'));
  if (raw === null) return;
  let letter: Letter;
  try {
    letter = await readLetter(raw);
  } catch (error) {
    return fail(deps, actor, id, error instanceof LetterError ? error.code : 'unreadable');
  }
  try {
    must(
      await database.inTxAgain(actor, async (tx) => {
        const row = await lockReceived(tx, id);
        if (row?.state !== 'waiting') return ok(null);
        await updateSettled(tx, id, await actOn(tx, deps, row, letter));
        mailboxChanged(tx, row.mailboxId);
        return ok(null);
      }),
    );
  } catch (error) {
    log.warn({ err: error, receivedId: id }, 'a mail that came in could not be taken yet');
    await later(deps, actor, id);
  }
}

/** As what the word of who faxes may come. */
const ABOUT_A_FAX: ReadonlySet<Kind> = new Set(['auto', 'reply', 'bounce']);

async function actOn(tx: Tx, deps: MailDeps, row: ReceivedRow, letter: Letter): Promise<Settled> {
  const about = await aboutOf(tx, deps, letter, row.recipient);
  const kind = kindOf({
    head: letter.head,
    subject: letter.subject,
    hasDelivery: letter.delivery !== null,
    hasComplaint: letter.complaint !== null,
    isReport: letter.isReport,
    to: about.to?.purpose ?? null,
    isOurs: about.isOurs,
  });
  const message = about.message;
  const settled = (result: string | null): Settled => ({ state: 'done', kind, result, messageId: message?.id ?? null });
  if (message?.channel === 'fax' && !letter.delivery && ABOUT_A_FAX.has(kind)) {
    const word = readFaxWord(letter.subject, letter.text);
    if (word) return { ...settled(await hearFaxWord(tx, message, word)), kind: 'auto' };
    // It is of whoever faxes, and no answer of hers: somebody reads it.
    await pass(tx, row, letter, null, false);
    return { ...settled('received'), kind: 'reply' };
  }
  switch (kind) {
    case 'own':
      return settled(null);
    case 'bounce': {
      const delivery = letter.delivery ?? readWords(letter.text);
      // Nobody but who had the message can name it: a failure that anybody wrote is none.
      if (!message) return settled('unsigned');
      return settled(delivery ? await hearDelivery(tx, message, delivery) : 'unclear');
    }
    case 'complaint':
      if (!message) return settled('unsigned');
      await hearComplaint(tx, message);
      return settled('stopped');
    case 'leave':
      return settled(message ? await hearLeave(tx, message) : 'unsigned');
    case 'auto':
      // An absence note stands beside the message that it is of, and answers nothing; what belongs to none is of no use.
      if (message?.personId) await pass(tx, row, letter, message.id, true);
      return settled(message ? 'noted' : 'ignored');
    case 'reply':
      await pass(tx, row, letter, message?.id ?? null, false);
      return settled('received');
  }
}

/** To the inbox, which matches it, and does what follows from it. */
async function pass(
  tx: Tx,
  row: ReceivedRow,
  { from, subject, text, files, head }: Letter,
  inReplyTo: Id | null,
  automatic: boolean,
): Promise<void> {
  const mailbox = await findMailbox(tx, row.mailboxId);
  const received = await receive(tx, {
    wayId: row.mailboxId,
    channel: 'email',
    from: from.address,
    fromName: from.name,
    to: row.recipient ?? mailbox?.address ?? null,
    subject,
    text: ownWords(text),
    externalId: row.fingerprint,
    inReplyTo,
    raw: { receivedMailId: row.id, messageId: fieldOf(head, 'message-id'), date: fieldOf(head, 'date'), text },
    files: files.map(({ name, bytes }) => ({ name, mediaType: sniff(bytes), content: bytes })),
    automatic,
  });
  if (!received.ok) throw new Error(`a mail was refused: ${received.refusal.code}`);
}

async function fail(deps: MailDeps, actor: Actor, id: Id, why: string): Promise<void> {
  must(
    await deps.database.inTxAgain(actor, async (tx) => {
      const row = await lockReceived(tx, id);
      if (row?.state !== 'waiting') return ok(null);
      await updateSettled(tx, id, { state: 'failed', kind: null, result: why, messageId: null });
      mailboxChanged(tx, row.mailboxId);
      return ok(null);
    }),
  );
}

/** Not the mail's fault, it may be: tried again after a while, five times. */
async function later(deps: MailDeps, actor: Actor, id: Id): Promise<void> {
  const tries = must(
    await deps.database.inTxAgain(actor, async (tx) => {
      const row = await findReceived(tx, id);
      if (row?.state !== 'waiting') return ok(0);
      await updateWaiting(
        tx,
        id,
        row.tries + 1,
        plus(tx.now, Math.max(SECOND, waitAfter(row.tries + 1, deps.random()))),
      );
      return ok(row.tries + 1);
    }),
  );
  if (tries >= MOST_TRIES) await fail(deps, actor, id, 'untaken');
}
