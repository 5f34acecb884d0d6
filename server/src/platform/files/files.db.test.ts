import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { must, ok } from '../../kernel/outcome.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { systemActor, type Tx } from '../db/index.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { FileWriter, findFile, putFile, readPieces, removeFile } from './index.ts';

let app: TestApp;
before(async () => {
  app = await testApp();
});
after(() => app.stop());

const inTx = <T>(work: (tx: Tx) => Promise<Outcome<T>>) => app.db.inTx(systemActor(app.org.id, 'files'), work);
const read = async <T>(work: (tx: Tx) => Promise<Outcome<T>>) => must(await inTx(work));
async function piecesOf(id: string): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readPieces(read, id)) pieces.push(piece);
  return pieces;
}
const bytesOf = async (id: string) => Buffer.concat(await piecesOf(id));

test('a file that is written while it is made is whole with its end, and read in pieces', async () => {
  const writer = await FileWriter.begin(inTx, { name: 'letters.pdf', mediaType: 'application/pdf' });
  const parts = Array.from({ length: 40 }, (_, at) => Buffer.alloc(20_000, at));
  for (const part of parts) await writer.write(part);
  assert.equal((await read(async (tx) => ok(await findFile(tx, writer.id))))?.sizeBytes, null);
  await writer.flush();
  await read(async (tx) => {
    await writer.end(tx);
    return ok(null);
  });
  assert.equal((await read(async (tx) => ok(await findFile(tx, writer.id))))?.sizeBytes, 800_000);
  assert.ok((await bytesOf(writer.id)).equals(Buffer.concat(parts)));
  const pieces = await piecesOf(writer.id);
  assert.ok(pieces.length >= 3 && pieces.length <= 4, `${pieces.length} pieces`);
});

test('a small file is put with the row that names it; removed, nothing of it is left', async () => {
  const content = Buffer.alloc(300_000, 7);
  const id = await read(async (tx) =>
    ok(await putFile(tx, { name: 'a.bin', mediaType: 'application/octet-stream', content })),
  );
  assert.ok((await bytesOf(id)).equals(content));
  await read(async (tx) => {
    await removeFile(tx, id);
    return ok(null);
  });
  assert.equal((await bytesOf(id)).length, 0);
});
