import { appendFile, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';

export type Settings = Readonly<Record<string, string | number>>;

/** For a clinic's own machine: two cores, little memory, nothing personal in the log. */
export const NORMAL_SETTINGS: Settings = {
  shared_buffers: '128MB',
  effective_cache_size: '768MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_connections: 60,
  // Partitions by month: a statement over years locks each of them.
  max_locks_per_transaction: 256,
  max_parallel_workers_per_gather: 1,
  jit: 'off',
  random_page_cost: 1.1,
  wal_compression: 'on',
  max_wal_size: '1GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_file_mode: '0600',
  log_rotation_age: '1d',
  log_rotation_size: '20MB',
  log_truncate_on_rotation: 'on',
  // An error's text can quote a value: errors go to the client only. "log" keeps server events, FATAL and PANIC.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: -1,
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
  log_checkpoints: 'off',
  log_autovacuum_min_duration: -1,
};

/** For a cluster that is thrown away: nothing waits for the disk. */
export const THROW_AWAY_SETTINGS: Settings = {
  ...NORMAL_SETTINGS,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_compression: 'off',
  autovacuum_naptime: '10min',
  max_connections: 200,
};

const CONFIG = 'anbu.conf';

/** Rewrites our part of the configuration; read at the next start. */
export async function writeSettings(
  data: string,
  account: Account,
  settings: Settings,
  port: number,
  socket: string | null,
): Promise<void> {
  const lines = Object.entries({
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: socket ?? '',
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    ...settings,
  }).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`);
  const file = join(data, CONFIG);
  await writeFile(file, lines.join('\n') + '\n', { mode: 0o600 });
  if (account) await chown(file, account.uid, account.gid);
}

/** Ours is read last and so decides; and nobody comes in without a password. */
export async function claimConfiguration(data: string): Promise<void> {
  await appendFile(join(data, 'postgresql.conf'), `\n# Written anew at each start.\ninclude '${CONFIG}'\n`);
  await writeFile(
    join(data, 'pg_hba.conf'),
    ['local all all scram-sha-256', 'host all all 127.0.0.1/32 scram-sha-256', ''].join('\n'),
  );
}
