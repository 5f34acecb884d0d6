import type { IncomingDetail, InboxView, ThreadLine } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, formatInstant, MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findFile, readPieces } from '../../../platform/files/index.ts';
import type { Attachment } from '../../../platform/http/route.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { sentTo } from '../../channels/index.ts';
import { memberNames } from '../../identity/index.ts';
import { findMessage, listHolders } from '../store/message-store.ts';
import {
  countWaiting,
  listFiles,
  listMessages,
  listNames,
  listOfAddress,
  listViewers,
  removeViewer,
  removeViewersBefore,
  saveViewer,
} from '../store/read-store.ts';
import type { MessageRow } from '../vocabulary.ts';
import { ANSWERED, MOST_HOLDERS } from './receive.ts';
import { tellChanged } from './told.ts';
import { readOf, viewMessages } from './view.ts';

const THREAD_LINES = 50;
const THREAD_DAYS = 400;
const ALIVE = MINUTE;
const FORGOTTEN = 10 * MINUTE;
const MOST_VIEWERS = 20;

/** Newest first. Refuses request.bad_cursor. */
export async function inbox(
  tx: Tx,
  { view, cursor, limit }: { view: InboxView; cursor?: string | undefined; limit: number },
) {
  const after = decodeAtAndId(cursor);
  if (!after.ok) return after;
  const rows = await listMessages(tx, { view, after: after.value, limit: limit + 1 });
  const { shown, nextCursor } = pageOf(rows, limit, ({ receivedAt, id }) => ({ at: receivedAt, id }));
  return ok({ items: await viewMessages(tx, shown), nextCursor });
}

/** How much waits, up to a thousand of each view. */
export async function inboxCounts(tx: Tx) {
  return ok(await countWaiting(tx));
}

/** With what was written back and forth, and whose it may be. Refuses 404. */
export async function received(tx: Tx, id: Id): Promise<Outcome<z.input<typeof IncomingDetail>>> {
  const row = await findMessage(tx, id);
  if (!row) return notFound('message');
  const [view] = await viewMessages(tx, [row]);
  if (!view) throw new Error('one row has one view');
  const holders = row.fromAddress === null ? [] : await listHolders(tx, row.fromAddress, MOST_HOLDERS);
  const { thread, lastTo } = await threadOf(tx, row, holders);
  const names = await listNames(tx, holders);
  const candidates = holders.map((one) => ({ id: one, name: names.get(one) ?? null, lastWrittenTo: one === lastTo }));
  readOf(tx, holders, [row]);
  const viewers = await listViewers(tx, id, plus(tx.now, -ALIVE), MOST_VIEWERS);
  const members = await memberNames(
    tx,
    viewers.map(({ userId }) => userId),
  );
  return ok({
    ...view,
    thread,
    candidates,
    viewers: viewers.map(({ userId }) => ({ userId, name: members.get(userId) ?? '' })),
  });
}

type Line = z.input<typeof ThreadLine> & { readonly when: Instant };

/** What that address wrote and what went to it by the same channel, the last fifty, the oldest first. */
async function threadOf(tx: Tx, row: MessageRow, holders: readonly Id[]) {
  const { channel, fromAddress } = row;
  const ins = fromAddress === null ? [row] : await listOfAddress(tx, channel, fromAddress, THREAD_LINES);
  const by = ANSWERED[channel];
  const persons = [...new Set([...holders, ...(row.personId === null ? [] : [row.personId])])];
  const since = plus(tx.now, -THREAD_DAYS * DAY);
  const outs =
    by === undefined || fromAddress === null
      ? []
      : await sentTo(tx, persons, { channel: by, address: fromAddress, since });
  const names = await listNames(tx, [...persons, ...ins.flatMap(({ personId }) => personId ?? [])]);
  const who = (id: Id | null) => (id === null ? null : { id, name: names.get(id) ?? null });
  const lines: Line[] = [
    ...ins.map((one) => ({
      id: one.id,
      direction: 'in' as const,
      at: formatInstant(one.receivedAt),
      when: one.receivedAt,
      subject: one.subject,
      text: one.body,
      state: null,
      effect: one.effect,
      person: who(one.personId),
    })),
    ...outs.map((one) => ({
      id: one.id,
      direction: 'out' as const,
      at: formatInstant(one.handedAt),
      when: one.handedAt,
      subject: one.subject,
      text: one.body,
      state: one.state,
      effect: null,
      person: who(one.personId),
    })),
  ];
  const thread = lines
    .toSorted((a, b) => a.when - b.when)
    .slice(-THREAD_LINES)
    .map(({ when: _, ...line }) => line);
  return { thread, lastTo: outs[0]?.personId ?? null };
}

/** A file that came with a message, as a download; the read leaves its line. Refuses 404. */
export async function fileOf(tx: Tx, id: Id, fileId: Id): Promise<Outcome<Attachment>> {
  const row = await findMessage(tx, id);
  const known = row && (await listFiles(tx, [id])).some((file) => file.id === fileId);
  const file = known ? await findFile(tx, fileId) : null;
  if (!row || !file) return notFound('file');
  readOf(tx, row.personId === null ? [] : [row.personId], [row]);
  return ok({ fileName: file.name, content: (read) => readPieces(read, fileId) });
}

/** The caller has it open, or left. Tells the others when that changed. Refuses 404, identity.person_needed 403 for keys. */
export async function viewing(tx: Tx, id: Id, here: boolean): Promise<Outcome<null>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  const row = await findMessage(tx, id);
  if (!row) return notFound('message');
  if (here) await removeViewersBefore(tx, plus(tx.now, -FORGOTTEN));
  const changed = here ? await saveViewer(tx, id, userId, plus(tx.now, -ALIVE)) : await removeViewer(tx, id, userId);
  if (changed) tellChanged(tx, id, row.personId);
  return ok(null);
}
