import type { ReceivedMail, ReceivedState } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { must, notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import type { Attachment } from '../../../platform/http/route.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { mailboxChanged } from '../events.ts';
import { findMailbox } from '../store/mailbox-store.ts';
import {
  findOriginal,
  findReceived,
  listReceived,
  lockReceived,
  removeOld,
  updateSettled,
  updateWaiting,
} from '../store/received-store.ts';
import type { ReceivedRow } from '../vocabulary.ts';

type View = z.input<typeof ReceivedMail>;
export type ReceivedQuery = {
  readonly state?: ReceivedState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** What came into a mailbox, newest first, without what it says. */
export async function receivedMails(tx: Tx, mailboxId: Id, query: ReceivedQuery) {
  const after = decodeAtAndId(query.cursor);
  if (!after.ok) return after;
  if (!(await findMailbox(tx, mailboxId))) return notFound('mailbox');
  const rows = await listReceived(tx, {
    mailboxId,
    state: query.state ?? null,
    after: after.value,
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ receivedAt, id }) => ({ at: receivedAt, id }));
  return ok({ items: shown.map(viewReceived), nextCursor });
}

/** One that could not be taken is read again, by the release that is there now. Refuses mail.not_failed, mail.original_gone 409. */
export async function retryMail(tx: Tx, id: Id): Promise<Outcome<View>> {
  const row = await failedOne(tx, id);
  if (!row.ok) return row;
  if ((await findOriginal(tx, id)) === null || row.value.result === 'too_large')
    return refuse('mail.original_gone', {}, 409);
  await updateWaiting(tx, id, 0, tx.now);
  return told(tx, row.value, 'mail.received_retried');
}

/** Somebody has looked at it, and nothing is to be done. Refuses mail.not_failed 409. */
export async function dropMail(tx: Tx, id: Id): Promise<Outcome<View>> {
  const row = await failedOne(tx, id);
  if (!row.ok) return row;
  await updateSettled(tx, id, {
    state: 'dropped',
    kind: null,
    result: row.value.result,
    messageId: row.value.messageId,
  });
  return told(tx, row.value, 'mail.received_dropped');
}

/** Its bytes as they came, as a download. Refuses 404 where they are gone. */
export async function originalOf(tx: Tx, id: Id): Promise<Outcome<Attachment>> {
  const row = await findReceived(tx, id);
  const content = row && (await findOriginal(tx, id));
  if (!content) return notFound('received_mail');
  tx.audit({ action: 'mail.original_read', entity: 'received_mail', entityId: id });
  return ok({ fileName: `${id}.eml`, content: new Uint8Array(content) });
}

async function failedOne(tx: Tx, id: Id): Promise<Outcome<ReceivedRow>> {
  if (!(await findReceived(tx, id))) return notFound('received_mail');
  const row = await lockReceived(tx, id);
  return row?.state === 'failed' ? ok(row) : refuse('mail.not_failed', {}, 409);
}

async function told(tx: Tx, { id, mailboxId }: ReceivedRow, action: string): Promise<Outcome<View>> {
  tx.audit({ action, entity: 'received_mail', entityId: id });
  mailboxChanged(tx, mailboxId);
  const row = await findReceived(tx, id);
  return row ? ok(viewReceived(row)) : notFound('received_mail');
}

function viewReceived({ id, mailboxId, receivedAt, sizeBytes, state, kind, result, tries }: ReceivedRow): View {
  return {
    id,
    mailboxId,
    sizeBytes,
    state,
    kind,
    tries,
    receivedAt: formatInstant(receivedAt),
    result: result === null ? null : { code: `mail.result.${result}`, params: {}, text: '' },
  };
}

const KEPT_DAYS = { originals: 30, rows: 400 };
const AT_ONCE = 1_000;

/** Originals go after a month: what a person wrote stands in the inbox. */
export async function forgetOldMail(database: Database, orgIds: readonly Id[]): Promise<void> {
  for (const orgId of orgIds) {
    const once = () =>
      database.inTx(systemActor(orgId, 'mail'), async (tx) => ok(await removeOld(tx, KEPT_DAYS, AT_ONCE)));
    while (must(await once()) >= AT_ONCE);
  }
}
