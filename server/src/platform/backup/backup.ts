import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { PassThrough, type Writable } from 'node:stream';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg, { type Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BackupError } from './backup-error.ts';
import {
  copyOut,
  listForeignKeys,
  listHiddenTables,
  listPartitions,
  listSequences,
  listTables,
  loadOrder,
  PLAIN_OUTPUT,
  type Table,
} from './catalogue.ts';
import { FRAME, frame, jsonFrame } from './frames.ts';
import { LEFT_OUT, type Header, type Summary, type TableEnd } from './manifest.ts';

/**
 * Writes all rows of one moment to a new file. Gives what is in it.
 * Throws BackupError: exists, not_readable, migrations.
 */
export async function backup(options: {
  readonly ownerUrl: string;
  readonly file: string;
  readonly log: (message: string) => void;
}): Promise<Summary> {
  const { file, log } = options;
  if (existsSync(file)) throw new BackupError('exists', `${file} exists already: a backup never overwrites another.`);
  const draft = `${file}.partial`;
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'anbu backup' });
  client.on('error', () => {}); // the statement that runs reports it
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read, read only');
    await client.query(PLAIN_OUTPUT);
    const header = await readHeader(client);
    const output = await open(draft, 'w', 0o600);
    const frames = new PassThrough();
    const written = pipeline(frames, createGzip({ level: 5 }), output.createWriteStream({ flush: true }));
    written.catch(() => {}); // waited for below; until then a failing write must not end the program
    const summary = await Promise.race([
      writeAll(client, header, frames),
      written.then(() => Promise.reject(new Error('the file was closed before its end'))),
    ]);
    frames.end();
    await written;
    await client.query('commit');
    await rename(draft, file);
    log(`${summary.rows} rows of ${summary.tables.length} tables are in ${file}`);
    return summary;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function readHeader(client: Client): Promise<Header> {
  const hidden = await listHiddenTables(client);
  if (hidden.length > 0) {
    throw new BackupError('not_readable', `The owner's login does not see all rows of ${hidden.join(', ')}.`);
  }
  const known = await client.query(`select to_regclass('anbu_migrations.applied') as found`);
  if ((known.rows[0] as { found: string | null }).found === null) {
    throw new BackupError('migrations', 'This database was not made by Anbu: it holds no list of migrations.');
  }
  const migrations = await client.query<{ id: string; hash: string }>(
    'select id, hash from anbu_migrations.applied order by id',
  );
  const moment = await client.query<{ at: Date; version: string }>(
    `select transaction_timestamp() as at, current_setting('server_version') as version`,
  );
  const tables = (await listTables(client)).filter(({ name }) => !LEFT_OUT.includes(name));
  return {
    format: 'anbu backup',
    version: 1,
    takenAt: moment.rows[0]!.at.toISOString(),
    serverVersion: moment.rows[0]!.version,
    migrations: migrations.rows,
    tables: loadOrder(tables, await listForeignKeys(client)).ordered,
    partitions: await listPartitions(client),
    leftOut: LEFT_OUT,
  };
}

async function writeAll(client: Client, header: Header, frames: Writable): Promise<Summary> {
  await write(frames, jsonFrame(FRAME.header, header));
  const tables: TableEnd[] = [];
  for (const table of header.tables) {
    await write(frames, jsonFrame(FRAME.table, { name: table.name }));
    const end = await readTable(client, table, (chunk) => write(frames, frame(FRAME.rows, chunk)));
    tables.push(end);
    await write(frames, jsonFrame(FRAME.tableEnd, end));
  }
  // Sequences do not follow the snapshot: read last, they stand at or past every number in the rows.
  await write(frames, jsonFrame(FRAME.sequences, await listSequences(client)));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  await write(frames, jsonFrame(FRAME.end, { tables: tables.length, rows }));
  return { takenAt: header.takenAt, migrations: header.migrations.length, rows, tables };
}

/** Reads a whole table in its order; gives count and checksum of its text. */
export async function readTable(
  client: Client,
  table: Table,
  take: (chunk: Buffer) => Promise<void> = () => Promise.resolve(),
): Promise<TableEnd> {
  const hash = createHash('sha256');
  const stream = client.query(copyTo(copyOut(table)));
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    await take(chunk);
  }
  return { name: table.name, rows: stream.rowCount, sha256: hash.digest('hex') };
}

async function write(stream: Writable, chunk: Buffer): Promise<void> {
  if (!stream.write(chunk)) await once(stream, 'drain');
}
