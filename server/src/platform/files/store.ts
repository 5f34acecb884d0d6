import type { Id } from '../../kernel/ids.ts';
import { newId } from '../../kernel/ids.ts';
import { ok } from '../../kernel/outcome.ts';
import type { Instant } from '../../kernel/instant.ts';
import { at, sql, type Tx } from '../db/index.ts';
import type { ReadPage } from '../http/route.ts';

export const PIECE_BYTES = 256 * 1024;

/** `sizeBytes` null: its pieces still come. */
export type FileRow = {
  readonly id: Id;
  readonly name: string;
  readonly mediaType: string;
  readonly madeAt: Instant;
  readonly sizeBytes: number | null;
};
type NewFile = { readonly name: string; readonly mediaType: string };

export async function insertFile(tx: Tx, { name, mediaType }: NewFile): Promise<Id> {
  const id = newId();
  await tx.run(sql`
    insert into platform.file (org_id, id, name, media_type, made_at) values (${tx.orgId}, ${id}, ${name}, ${mediaType}, ${at(tx.now)})`);
  return id;
}

export async function insertPiece(tx: Tx, fileId: Id, no: number, content: Uint8Array): Promise<void> {
  await tx.run(sql`
    insert into platform.file_piece (org_id, file_id, no, content) values (${tx.orgId}, ${fileId}, ${no}, ${Buffer.from(content)})`);
}

/** All of it is there. */
export async function updateWhole(tx: Tx, fileId: Id, sizeBytes: number): Promise<void> {
  await tx.run(
    sql`update platform.file set size_bytes = ${sizeBytes} where org_id = ${tx.orgId} and id = ${fileId} and size_bytes is null`,
  );
}

/** A file whose bytes are at hand, in the transaction of the row that names it. */
export async function putFile(tx: Tx, file: NewFile & { readonly content: Uint8Array }): Promise<Id> {
  const id = await insertFile(tx, file);
  const { content } = file;
  for (let no = 0; no * PIECE_BYTES < content.length; no += 1)
    await insertPiece(tx, id, no, content.subarray(no * PIECE_BYTES, (no + 1) * PIECE_BYTES));
  await updateWhole(tx, id, content.length);
  return id;
}

/** Whole or not. */
export function findFile(tx: Tx, id: Id): Promise<FileRow | null> {
  return tx.maybe(sql<FileRow>`
    select f.id, f.name, f.media_type as "mediaType", f.made_at as "madeAt", f.size_bytes::float8 as "sizeBytes"
    from platform.file f where f.org_id = ${tx.orgId} and f.id = ${id}`);
}

/** With its pieces. Nobody may name it any more. */
export async function removeFile(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`delete from platform.file where org_id = ${tx.orgId} and id = ${id}`);
}

/** Its bytes, each piece in a transaction of its own: a slow reader holds none. */
export async function* readPieces(read: ReadPage, id: Id): AsyncGenerator<Uint8Array> {
  for (let no = 0; ; no += 1) {
    const piece = await read(async (tx) =>
      ok(
        await tx.maybe(sql<{ content: Buffer }>`
          select p.content from platform.file_piece p where p.org_id = ${tx.orgId} and p.file_id = ${id} and p.no = ${no}`),
      ),
    );
    if (!piece) return;
    yield piece.content;
  }
}
