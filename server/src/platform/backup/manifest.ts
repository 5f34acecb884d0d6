import type { Partition, Table } from './catalogue.ts';

/**
 * Tables whose rows are of no use, or a danger, on another machine. Their structure comes from migrations. Kept answers hold names of
 * persons and are meant for a day: a backup would keep them for years.
 */
export const LEFT_OUT: readonly string[] = [
  'identity.session',
  'identity.passkey_challenge',
  'platform.idempotent_replies',
];

export type Header = {
  readonly format: 'anbu backup';
  readonly version: 1;
  readonly takenAt: string;
  readonly serverVersion: string;
  readonly migrations: readonly { readonly id: string; readonly hash: string }[];
  /** In an order that foreign keys allow. */
  readonly tables: readonly Table[];
  readonly partitions: readonly Partition[];
  readonly leftOut: readonly string[];
};

export type TableEnd = { readonly name: string; readonly rows: number; readonly sha256: string };

/** What a backup holds, and what a restore has proved to be in the database. */
export type Summary = {
  /** RFC 3339. */
  readonly takenAt: string;
  readonly migrations: number;
  readonly rows: number;
  readonly tables: readonly TableEnd[];
};
