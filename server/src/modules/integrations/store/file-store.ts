import { open } from 'node:fs/promises';
import { must, ok } from '../../../kernel/outcome.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { JobContext } from '../neighbours.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Keeps the file's bytes under their hash; bytes that are kept already are not written again. */
export async function insertFile(tx: Tx, file: { path: string; sha256: string; sizeBytes: number }): Promise<void> {
  const made = await tx.run(sql`
    insert into integrations.file (org_id, sha256, size_bytes, created_at)
    values (${tx.orgId}, ${file.sha256}, ${file.sizeBytes}, ${at(tx.now)}) on conflict (org_id, sha256) do nothing`);
  if (made === 0) return;
  const handle = await open(file.path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (let no = 0; ; no++) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES);
      if (bytesRead === 0) break;
      await tx.run(sql`
        insert into integrations.file_chunk (org_id, sha256, no, content)
        values (${tx.orgId}, ${file.sha256}, ${no}, ${Buffer.from(buffer.subarray(0, bytesRead))})`);
    }
  } finally {
    await handle.close();
  }
}

/** Of these bytes; `end` is not included. Each piece in a transaction of its own. */
export async function* readRange(
  runner: Pick<JobContext, 'inTx'>,
  sha256: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end;) {
    const no = Math.floor(at / CHUNK_BYTES);
    const content = await findChunk(runner, sha256, no);
    if (!content) return;
    const piece = content.subarray(at - no * CHUNK_BYTES, end - no * CHUNK_BYTES);
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}

export async function findSize(tx: Tx, sha256: string): Promise<number> {
  const { size } = await tx.one(sql<{ size: number }>`
    select f.size_bytes as size from integrations.file f where f.org_id = ${tx.orgId} and f.sha256 = ${sha256}`);
  return size;
}

async function findChunk(runner: Pick<JobContext, 'inTx'>, sha256: string, no: number): Promise<Buffer | null> {
  const chunk = must(
    await runner.inTx(async (tx) =>
      ok(
        await tx.maybe(sql<{ content: Buffer }>`
          select content from integrations.file_chunk where org_id = ${tx.orgId} and sha256 = ${sha256} and no = ${no}`),
      ),
    ),
  );
  return chunk?.content ?? null;
}

/** The file piece by piece, each in a transaction of its own: a long reading holds none. */
export async function* readFile(runner: Pick<JobContext, 'inTx'>, sha256: string): AsyncGenerator<Uint8Array> {
  for (let no = 0; ; no++) {
    const content = await findChunk(runner, sha256, no);
    if (!content) return;
    yield content;
  }
}
