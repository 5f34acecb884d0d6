import type { Memo, MemoInput, MemoPatch, Page } from '@anbu/contract';
import { z } from 'zod';
import { newId, type Id } from '../../kernel/ids.ts';
import { instant } from '../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { CursorInstant, decodeCursor, encodeCursor } from '../../platform/keyset.ts';
import { memoPinned, memoRemoved, memoWritten, peopleRead } from './events.ts';
import type { PageRequest } from './search.ts';
import { findPerson } from './store-person.ts';
import {
  insertMemo,
  insertMemos,
  insertMemoVersion,
  listMemos,
  lockMemo,
  removeMemo,
  updateMemo,
  type MemoKey,
} from './store-memo.ts';
import { viewMemo } from './view.ts';

type MemoView = z.infer<typeof Memo>;

/** Pinned first, then the newest. Refuses 404 and `request.bad_cursor`. */
export async function memosOf(tx: Tx, personId: Id, page: PageRequest): Promise<Outcome<Page<MemoView>>> {
  if (!(await findPerson(tx, personId))) return notFound('person');
  const after = page.cursor === undefined ? null : readCursor(page.cursor);
  if (page.cursor !== undefined && after === null) return refuse('request.bad_cursor', {}, 400);
  const rows = await listMemos(tx, personId, after, page.limit + 1);
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1) : undefined;
  peopleRead(tx, [personId]);
  return ok({ items: shown.map((memo) => viewMemo(tx, memo)), nextCursor: last ? writeCursor(last) : null });
}

export async function writeMemo(tx: Tx, personId: Id, input: z.output<typeof MemoInput>): Promise<Outcome<MemoView>> {
  if (!(await findPerson(tx, personId))) return notFound('person');
  const memo = await insertMemo(tx, { id: newId(), personId, text: input.text, pinned: input.pinned });
  memoWritten(tx, memo, 'written', await insertMemoVersion(tx, memo));
  return ok(viewMemo(tx, memo));
}

/** Many at once, for persons who are known to exist. Gives the memos' ids, in their order. */
export async function writeMemos(
  tx: Tx,
  memos: readonly { readonly personId: Id; readonly text: string }[],
): Promise<Id[]> {
  const rows = await insertMemos(
    tx,
    memos.map((memo) => ({ ...memo, id: newId(), versionId: newId() })),
  );
  for (const { versionId, ...memo } of rows) memoWritten(tx, memo, 'written', versionId);
  return rows.map(({ id }) => id);
}

/** Refuses 409 `people.changed` when `version` is given and somebody else wrote since. */
export async function editMemo(tx: Tx, id: Id, patch: z.infer<typeof MemoPatch>): Promise<Outcome<MemoView>> {
  const memo = await lockMemo(tx, id);
  if (!memo) return notFound('memo');
  if (patch.version !== undefined && patch.version !== memo.version) return refuse('people.changed', {}, 409);
  const to = { text: patch.text ?? memo.text, pinned: patch.pinned ?? memo.pinned };
  if (to.text === memo.text && to.pinned === memo.pinned) return ok(viewMemo(tx, memo));
  const changed = await updateMemo(tx, id, to);
  if (to.text !== memo.text) memoWritten(tx, changed, 'edited', await insertMemoVersion(tx, changed));
  if (to.pinned !== memo.pinned) memoPinned(tx, changed, to.pinned);
  return ok(viewMemo(tx, changed));
}

/** Takes the memo off the person; the archive keeps what was written. */
export async function dropMemo(tx: Tx, id: Id): Promise<Outcome<null>> {
  const memo = await lockMemo(tx, id);
  if (!memo) return notFound('memo');
  await removeMemo(tx, id);
  memoRemoved(tx, memo);
  return ok(null);
}

function writeCursor(key: MemoKey): string {
  return encodeCursor([key.pinned ? 1 : 0, key.createdAt, key.id]);
}

const Cursor = z.tuple([z.union([z.literal(0), z.literal(1)]), CursorInstant, z.uuid()]);

function readCursor(cursor: string): MemoKey | null {
  const parsed = Cursor.safeParse(decodeCursor(cursor));
  if (!parsed.success) return null;
  return { pinned: parsed.data[0] === 1, createdAt: instant(parsed.data[1]), id: parsed.data[2] };
}
