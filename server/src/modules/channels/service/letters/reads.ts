import type { Letter, LetterBatch, LetterOverview, LetterState } from '@anbu/contract';
import { commaList } from '@anbu/contract';
import { z } from 'zod';
import type { Id } from '../../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../../../kernel/outcome.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { readPieces, findFile } from '../../../../platform/files/index.ts';
import type { Attachment } from '../../../../platform/http/route.ts';
import { decodeAtAndId, decodeCursor, pageOf, encodeCursor } from '../../../../platform/keyset.ts';
import {
  findBatch,
  findPrint,
  listBatches,
  listPrints,
  type BatchRow,
  type PrintRow,
} from '../../store/letter-batch-store.ts';
import { countToCheck, countWaiting, listLetters, listPersonsOf, type LetterRow } from '../../store/letter-store.ts';
import { listWaysOut } from '../../store/transport-store.ts';
import { readOf } from '../view.ts';

type BatchView = z.input<typeof LetterBatch>;
const Cursor = z.tuple([z.string().regex(/^\d{10}$/)]);

/** What waits to be printed, since when, and how many returned letters nobody has looked at. */
export async function letterOverview(tx: Tx): Promise<z.input<typeof LetterOverview>> {
  const { waiting, oldestAt } = await countWaiting(tx);
  return {
    waiting,
    oldestAt: oldestAt === null ? null : formatInstant(oldestAt),
    toCheck: await countToCheck(tx),
    hasWay: (await listWaysOut(tx)).get('letter')?.kind === 'post',
  };
}

/** Newest first. Refuses request.bad_cursor. */
export async function batches(tx: Tx, query: { cursor?: string | undefined; limit: number }) {
  const after = decodeAtAndId(query.cursor);
  if (!after.ok) return after;
  const rows = await listBatches(tx, after.value, query.limit + 1);
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ madeAt, id }) => ({ at: madeAt, id }));
  const prints = Map.groupBy(
    await listPrints(
      tx,
      shown.map(({ id }) => id),
    ),
    ({ batchId }) => batchId,
  );
  return ok({
    items: shown.map((row) => viewBatch(row, prints.get(row.id) ?? [])),
    nextCursor,
  });
}

/** One batch with its files of pages. Refuses 404. */
export async function batch(tx: Tx, id: Id): Promise<Outcome<BatchView>> {
  const row = await findBatch(tx, id);
  return row ? ok(viewBatch(row, await listPrints(tx, [id]))) : notFound('letter_batch');
}

/** Of one that is there. */
export async function batchOf(tx: Tx, id: Id): Promise<BatchView> {
  const found = await batch(tx, id);
  if (!found.ok) throw new Error('a batch of letters vanished in its own transaction');
  return found.value;
}

/** By number, of a batch or of all; the read leaves its line. Refuses request.bad_cursor. */
export async function letters(
  tx: Tx,
  query: {
    batch?: Id | undefined;
    state?: string | readonly string[] | undefined;
    check?: '1' | undefined;
    cursor?: string | undefined;
    limit: number;
  },
) {
  const cursor = query.cursor === undefined ? null : Cursor.safeParse(decodeCursor(query.cursor));
  if (cursor?.success === false) return refuse('request.bad_cursor', {}, 400);
  const rows = await listLetters(tx, {
    batchId: query.batch ?? null,
    states: commaList(query.state ?? []) as LetterState[],
    checkOnly: query.check === '1',
    after: cursor?.data[0] ?? null,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  readOf(
    tx,
    shown.map(({ personId }) => personId),
  );
  return ok({ items: shown.map(viewLetter), nextCursor: last ? encodeCursor([last.number]) : null });
}

/** The pages, piece by piece; whose they are stands in the line of the read. Refuses channels.pages_not_ready 409. */
export async function printFile(tx: Tx, id: Id): Promise<Outcome<Attachment>> {
  const print = await findPrint(tx, id);
  if (!print) return notFound('letter_print');
  const file = print.fileId === null ? null : await findFile(tx, print.fileId);
  if (!file) return refuse('channels.pages_not_ready', {}, 409);
  tx.audit({
    action: 'channels.letters_taken',
    personIds: await listPersonsOf(tx, print.batchId, print.from, print.to),
    entity: 'letter_batch',
    entityId: print.batchId,
    changes: { from: [null, print.from], to: [null, print.to] },
  });
  return ok({ fileName: file.name, content: (read) => readPieces(read, file.id) });
}

function viewBatch(row: BatchRow, prints: readonly PrintRow[]): BatchView {
  const { id, no, state, letters: count, returned, dueOn, madeBy, madeAt, printedAt, postedAt, version } = row;
  return {
    id,
    no,
    state,
    letters: count,
    returned,
    madeBy,
    version,
    byItself: dueOn !== null,
    madeAt: formatInstant(madeAt),
    printedAt: at(printedAt),
    postedAt: at(postedAt),
    prints: prints.map((print) => ({
      id: print.id,
      from: print.from,
      to: print.to,
      pages: print.pages,
      failed: print.failed,
      madeAt: formatInstant(print.madeAt),
    })),
  };
}

export function viewLetter({ printedAt: _printed, returnedAt, address, ...rest }: LetterRow): z.input<typeof Letter> {
  return { ...rest, address: [...address], returnedAt: at(returnedAt) };
}

function at(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
