import pg, { type Client } from 'pg';
import type { Keyring } from './keyring.ts';
import {
  countSealed,
  listOldSealed,
  removeCheck,
  listCheckIds,
  updateSealed,
  type SealedColumn,
} from './sealed-store.ts';

const AT_ONCE = 200;

export type SealedState = {
  readonly currentKey: string;
  /** Key → how many texts it sealed. Keys that the database was used with and that sealed none are there too. */
  readonly sealed: Readonly<Record<string, number>>;
};

/** Which key sealed how much, over all organisations. By the owner. */
export async function sealedState(
  ownerUrl: string,
  keyring: Keyring,
  columns: readonly SealedColumn[],
): Promise<SealedState> {
  return asOwner(ownerUrl, async (client) => {
    const sealed: Record<string, number> = {};
    for (const id of await listCheckIds(client)) sealed[id] = 0;
    for (const column of columns) {
      for (const { keyId, texts } of await countSealed(client, column)) sealed[keyId] = (sealed[keyId] ?? 0) + texts;
    }
    return { currentKey: keyring.currentId, sealed };
  });
}

export type Rotated = { readonly currentKey: string; readonly sealedAnew: number; readonly retired: readonly string[] };

/**
 * Seals by the current key what earlier keys sealed, some rows a transaction, and then retires those keys: a program without them starts
 * again. Every program must know the current key before. Throws SecretError where a text was sealed by a key that nobody gave.
 */
export async function rotateSecrets(
  ownerUrl: string,
  keyring: Keyring,
  columns: readonly SealedColumn[],
): Promise<Rotated> {
  return asOwner(ownerUrl, async (client) => {
    let sealedAnew = 0;
    for (const column of columns) {
      for (let some = AT_ONCE; some === AT_ONCE;) sealedAnew += some = await rotateSome(client, keyring, column);
    }
    const retired = (await listCheckIds(client)).filter((id) => id !== keyring.currentId);
    for (const id of retired) await removeCheck(client, id);
    return { currentKey: keyring.currentId, sealedAnew, retired };
  });
}

/** Gives how many rows; fewer than AT_ONCE = there are no more. */
async function rotateSome(client: Client, keyring: Keyring, column: SealedColumn): Promise<number> {
  const box = keyring.box(column.purpose);
  await client.query('begin');
  try {
    const rows = await listOldSealed(client, column, keyring.currentId, AT_ONCE);
    for (const { place, texts } of rows) {
      await updateSealed(
        client,
        column,
        place,
        texts.map((text) => box.rotate(text)),
      );
    }
    await client.query('commit');
    return rows.length;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function asOwner<T>(ownerUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'anbu secret' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
