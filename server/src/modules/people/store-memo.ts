import { newId, type Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { at, sql, type Tx } from '../../platform/db/index.ts';

export type MemoRow = {
  readonly id: Id;
  readonly personId: Id;
  readonly text: string;
  readonly pinned: boolean;
  readonly authorId: Id | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly version: number;
};

const COLUMNS = sql`
  id, person_id as "personId", text, pinned, author_id as "authorId", created_at as "createdAt", updated_at as "updatedAt", version`;

export type MemoKey = { readonly pinned: boolean; readonly createdAt: Instant; readonly id: Id };

/** Pinned first, then the newest. */
export function listMemos(tx: Tx, personId: Id, after: MemoKey | null, most: number): Promise<MemoRow[]> {
  const rest = after
    ? sql`and (pinned, created_at, id) < (${after.pinned}::boolean, ${at(after.createdAt)}::timestamptz, ${after.id}::uuid)`
    : sql``;
  return tx.rows(sql<MemoRow>`
    select ${COLUMNS} from people.memo where org_id = ${tx.orgId} and person_id = ${personId} ${rest}
    order by pinned desc, created_at desc, id desc limit ${most}`);
}

export function lockMemo(tx: Tx, id: Id): Promise<MemoRow | null> {
  return tx.maybe(
    sql<MemoRow>`select ${COLUMNS} from people.memo where org_id = ${tx.orgId} and id = ${id} for update`,
  );
}

export function insertMemo(tx: Tx, memo: { id: Id; personId: Id; text: string; pinned: boolean }): Promise<MemoRow> {
  return tx.one(sql<MemoRow>`
    insert into people.memo (org_id, id, person_id, text, pinned, author_id, created_at, updated_at)
    values (${tx.orgId}, ${memo.id}, ${memo.personId}, ${memo.text}, ${memo.pinned}, ${tx.actor.userId}, ${at(tx.now)}, ${at(tx.now)})
    returning ${COLUMNS}`);
}

export type NewMemo = { readonly id: Id; readonly versionId: Id; readonly personId: Id; readonly text: string };

/** Memos with their first versions, in one statement. */
export async function insertMemos(tx: Tx, memos: readonly NewMemo[]): Promise<readonly NewMemo[]> {
  if (memos.length === 0) return memos;
  await tx.run(sql`
    with told as (
      select * from unnest(
        ${memos.map(({ id }) => id)}::uuid[], ${memos.map(({ versionId }) => versionId)}::uuid[],
        ${memos.map(({ personId }) => personId)}::uuid[], ${memos.map(({ text }) => text)}::text[]
      ) as told (id, version_id, person_id, text)
    ), written as (
      insert into people.memo (org_id, id, person_id, text, author_id, created_at, updated_at)
      select ${tx.orgId}::uuid, id, person_id, text, ${tx.actor.userId}::uuid, ${at(tx.now)}, ${at(tx.now)} from told
    )
    insert into people.memo_version (org_id, id, memo_id, person_id, version, text, author_id, written_at)
    select ${tx.orgId}::uuid, version_id, id, person_id, 1, text, ${tx.actor.userId}::uuid, ${at(tx.now)} from told`);
  return memos;
}

export function updateMemo(tx: Tx, id: Id, to: { text: string; pinned: boolean }): Promise<MemoRow> {
  return tx.one(sql<MemoRow>`
    update people.memo set text = ${to.text}, pinned = ${to.pinned}, updated_at = ${at(tx.now)}, version = version + 1
    where org_id = ${tx.orgId} and id = ${id} returning ${COLUMNS}`);
}

/** What a memo says from now on, kept for good. Gives the version's id. */
export async function insertMemoVersion(tx: Tx, memo: MemoRow): Promise<Id> {
  const id = newId();
  await tx.run(sql`
    insert into people.memo_version (org_id, id, memo_id, person_id, version, text, author_id, written_at)
    values (${tx.orgId}, ${id}, ${memo.id}, ${memo.personId}, ${memo.version}, ${memo.text}, ${tx.actor.userId}, ${at(tx.now)})`);
  return id;
}

export async function removeMemo(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`delete from people.memo where org_id = ${tx.orgId} and id = ${id}`);
}
