import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg, { type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readTable } from './backup.ts';
import { BackupError } from './backup-error.ts';
import { listPartitions, PLAIN_OUTPUT, type Sequence, type Table } from './catalogue.ts';
import { FRAME, readFrames, type Frame } from './frames.ts';
import type { Header, Summary, TableEnd } from './manifest.ts';
import { closeUp, migrateTo, openUp, refuseUnlessEmpty, refuseUnknownMigrations, removeAll } from './schema.ts';

type Options = {
  readonly ownerUrl: string;
  readonly file: string;
  readonly log: (message: string) => void;
  /** The application's login, as for `migrate`. */
  readonly appRole?: string;
  /** For tests with tables of their own. */
  readonly migrateTo?: typeof migrateTo;
};

/**
 * Puts a backup into an empty database and proves it: counts and checksums are read back before the commit. When it
 * throws, the database is as empty as before.
 * Throws BackupError: not_found, cut_off, damaged, newer, not_empty, migrations, verification.
 */
export async function restore(options: Options): Promise<Summary> {
  const frames = framesOf(options.file);
  const toMigrations = options.migrateTo ?? migrateTo;
  try {
    const header = parseHeader(await next(frames));
    await refuseUnknownMigrations(header);
    const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'anbu restore' });
    client.on('error', () => {}); // the statement that runs reports it
    await client.connect();
    try {
      await refuseUnlessEmpty(client);
      try {
        await toMigrations(options, header);
        const summary = await load(client, header, frames);
        await toMigrations(options, null);
        await client.query('analyze');
        options.log(`${summary.rows} rows of ${summary.tables.length} tables are restored and proved`);
        return summary;
      } catch (error) {
        // Where the connection is gone too, the reason for it is the one to tell.
        await client
          .query('rollback')
          .then(() => removeAll(client))
          .catch((also: Error) => options.log(`what was begun could not be removed: ${also.message}`));
        throw error;
      }
    } finally {
      await client.end();
    }
  } finally {
    await frames.return(undefined);
  }
}

async function load(client: Client, header: Header, frames: AsyncGenerator<Frame>): Promise<Summary> {
  await client.query('begin');
  await client.query(PLAIN_OUTPUT);
  const present = new Set((await listPartitions(client)).map(({ name }) => name));
  for (const { name, parent, bound } of header.partitions) {
    if (!present.has(name)) await client.query(`create table ${name} partition of ${parent} ${bound}`);
  }
  const opened = await openUp(client, header.tables);
  const ends: TableEnd[] = [];
  for (const table of header.tables) ends.push(await loadTable(client, table, frames));
  const sequences = parse<Sequence[]>(await next(frames), FRAME.sequences);
  const end = parse<{ tables: number; rows: number }>(await next(frames), FRAME.end);
  const rows = ends.reduce((sum, table) => sum + table.rows, 0);
  if (end.tables !== ends.length || end.rows !== rows) throw damaged();
  // To the very end: gzip's own checksum stands there.
  if (!(await frames.next()).done) throw damaged();
  for (const { name, value } of sequences) await client.query('select setval($1::regclass, $2)', [name, value]);
  for (const [index, table] of header.tables.entries()) await prove(client, table, ends[index]!);
  await closeUp(client, opened);
  await client.query('commit');
  return { takenAt: header.takenAt, migrations: header.migrations.length, rows, tables: ends };
}

async function loadTable(client: Client, table: Table, frames: AsyncGenerator<Frame>): Promise<TableEnd> {
  if (parse<{ name: string }>(await next(frames), FRAME.table).name !== table.name) throw damaged();
  const hash = createHash('sha256');
  const stream = client.query(copyFrom(`copy ${table.name} (${table.columns.join(', ')}) from stdin`));
  const loaded = finished(stream);
  loaded.catch(() => {}); // waited for below
  let current: Frame;
  try {
    for (current = await next(frames); current.kind === FRAME.rows; current = await next(frames)) {
      hash.update(current.body);
      if (!stream.write(current.body)) await Promise.race([once(stream, 'drain'), loaded]);
    }
    stream.end();
    await loaded;
  } catch (error) {
    if (!stream.destroyed) stream.destroy(error as Error);
    await loaded.catch(() => {});
    throw error;
  }
  const end = parse<TableEnd>(current, FRAME.tableEnd);
  if (end.name !== table.name || end.sha256 !== hash.digest('hex') || end.rows !== stream.rowCount) throw damaged();
  return end;
}

/** What the database now holds is what the backup read, to the byte. */
async function prove(client: Client, table: Table, wanted: TableEnd): Promise<void> {
  const found = await readTable(client, table);
  if (found.rows === wanted.rows && found.sha256 === wanted.sha256) return;
  throw new BackupError(
    'verification',
    `${table.name} came out differently: ${found.rows} rows where the backup has ${wanted.rows}, or other contents.`,
  );
}

async function* framesOf(file: string): AsyncGenerator<Frame> {
  const source = createReadStream(file);
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error));
  try {
    yield* readFrames(source.pipe(plain) as AsyncIterable<Buffer>);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new BackupError('not_found', `There is no file ${file}.`);
    if (code === 'Z_BUF_ERROR') throw cutOff();
    if (code?.startsWith('Z_')) throw damaged(error);
    throw error;
  } finally {
    source.destroy();
  }
}

async function next(frames: AsyncGenerator<Frame>): Promise<Frame> {
  const { done, value } = await frames.next();
  if (done) throw cutOff();
  return value;
}

function parseHeader(first: Frame): Header {
  const header = parse<Header>(first, FRAME.header);
  if (header.format !== 'anbu backup') throw damaged();
  if (header.version !== 1)
    throw new BackupError('newer', 'The backup was made by a newer release of Anbu: restore it with that.');
  return header;
}

function parse<T>({ kind, body }: Frame, wanted: number): T {
  if (kind !== wanted) throw damaged();
  try {
    return JSON.parse(body.toString('utf8')) as T;
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(cause?: unknown): BackupError {
  return new BackupError('damaged', 'The file is damaged, or it is not a backup of Anbu.', { cause });
}

function cutOff(): BackupError {
  return new BackupError('cut_off', 'The backup is cut off: its end is missing.');
}
