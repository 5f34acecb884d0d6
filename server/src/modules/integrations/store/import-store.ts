import type { ImportKind, Language, Params } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { Delimiter, Encoding } from '../csv/sniff.ts';

/** `how`: by what its field was found; null where it has none. `mayBeStatus`: somebody is asked whether it is the status. */
export type Header = {
  readonly name: string;
  readonly filled: number;
  readonly samples: readonly string[];
  readonly how: 'given' | 'named' | 'content' | null;
  readonly mayBeStatus: boolean;
};
export type ImportRecord = {
  readonly id: Id;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly sha256: string;
  readonly siteId: Id;
  readonly state: 'running' | 'waiting' | 'done' | 'failed';
  readonly phase: 'analyse' | 'apply' | 'undo';
  readonly dryRun: boolean;
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
  /** Of a workbook: its sheets, and the one that is read. */
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly headers: readonly Header[];
  readonly mapping: Readonly<Record<string, string>>;
  /** The name of the known mapping that it was read by. */
  readonly mappedBy: string | null;
  /** As it was given: field → header, or null where there is none. */
  readonly given: Readonly<Record<string, string | null>>;
  readonly done: number;
  readonly total: number | null;
  /** The last row that the pass over the rows has come to, and whether it is the second one: see `listWaiting` and `listEntered`. */
  readonly reached: number;
  readonly late: boolean;
  readonly errorCode: string | null;
  readonly errorParams: Params | null;
  readonly readOn: CalendarDay;
  readonly createdBy: Id | null;
  readonly createdByName: string;
  readonly language: Language;
  readonly createdAt: Instant;
  readonly appliedAt: Instant | null;
  readonly undoneBy: Id | null;
  readonly undoneByName: string | null;
  readonly undoneAt: Instant | null;
};

const COLUMNS: Sql = sql`i.id, i.kind, i.file_name as "fileName", i.sha256, i.site_id as "siteId", i.state, i.phase, i.dry_run as "dryRun",
  i.encoding, i.delimiter, i.sheets, i.sheet, i.headers, i.mapping, i.mapped_by as "mappedBy", i.given, i.done, i.total, i.reached, i.late,
  i.error_code as "errorCode", i.error_params as "errorParams", i.read_on as "readOn", i.created_by as "createdBy",
  i.created_by_name as "createdByName", i.language, i.created_at as "createdAt", i.applied_at as "appliedAt",
  i.undone_by as "undoneBy", i.undone_by_name as "undoneByName", i.undone_at as "undoneAt"`;

/** While a file is analysed, the last row that is read: what stands beyond is of the mapping before. After that there is no such row. */
export function readUpTo({ state, phase, done }: ImportRecord): number | undefined {
  return state === 'running' && phase === 'analyse' ? done : undefined;
}

export type NewImport = Pick<
  ImportRecord,
  'id' | 'kind' | 'fileName' | 'sha256' | 'sheets' | 'sheet' | 'siteId' | 'dryRun' | 'given' | 'readOn'
>;

export async function insertImport(tx: Tx, one: NewImport): Promise<void> {
  await tx.run(sql`
    insert into integrations.import (org_id, id, kind, file_name, sha256, sheets, sheet, site_id, state, phase, dry_run, unattended, given, mapping_given,
      read_on, created_by, created_by_name, language, created_at)
    values (${tx.orgId}, ${one.id}, ${one.kind}, ${one.fileName}, ${one.sha256}, ${one.sheets}::text[], ${one.sheet}, ${one.siteId}, 'running', 'analyse', ${one.dryRun},
      ${!one.dryRun}, ${json(one.given)}, ${Object.keys(one.given).length > 0}, ${one.readOn}, ${tx.actor.userId}, ${tx.actor.name}, ${tx.actor.language},
      ${at(tx.now)})`);
}

export function findImport(tx: Tx, id: Id): Promise<ImportRecord | null> {
  return tx.maybe(sql<ImportRecord>`
    select ${COLUMNS} from integrations.import i where i.org_id = ${tx.orgId} and i.id = ${id}`);
}

export function lockImport(tx: Tx, id: Id): Promise<ImportRecord | null> {
  return tx.maybe(sql<ImportRecord>`
    select ${COLUMNS} from integrations.import i where i.org_id = ${tx.orgId} and i.id = ${id} for update`);
}

/** Newest first. */
export function listImports(tx: Tx, after: { at: Instant; id: Id } | null, limit: number): Promise<ImportRecord[]> {
  const older = after ? sql`(i.created_at, i.id) < (${at(after.at)}::timestamptz, ${after.id}::uuid)` : sql`true`;
  return tx.rows(sql<ImportRecord>`
    select ${COLUMNS} from integrations.import i where i.org_id = ${tx.orgId} and ${older}
    order by i.created_at desc, i.id desc limit ${limit}`);
}

export type ImportChanges = Partial<
  Pick<
    ImportRecord,
    | 'state'
    | 'phase'
    | 'encoding'
    | 'delimiter'
    | 'sheet'
    | 'headers'
    | 'mapping'
    | 'given'
    | 'mappedBy'
    | 'done'
    | 'total'
    | 'reached'
    | 'late'
    | 'errorCode'
    | 'errorParams'
    | 'appliedAt'
    | 'undoneBy'
    | 'undoneByName'
    | 'undoneAt'
  >
>;

const SETTERS: Readonly<Record<keyof ImportChanges, (value: never) => Sql>> = {
  state: (value: string) => sql`state = ${value}`,
  phase: (value: string) => sql`phase = ${value}`,
  encoding: (value: string | null) => sql`encoding = ${value}`,
  delimiter: (value: string | null) => sql`delimiter = ${value}`,
  sheet: (value: string | null) => sql`sheet = ${value}`,
  headers: (value: unknown) => sql`headers = ${json(value)}`,
  mapping: (value: unknown) => sql`mapping = ${json(value)}`,
  given: (value: unknown) => sql`given = ${json(value)}, mapping_given = true`,
  mappedBy: (value: string | null) => sql`mapped_by = ${value}`,
  done: (value: number) => sql`done = ${value}`,
  total: (value: number | null) => sql`total = ${value}`,
  reached: (value: number) => sql`reached = ${value}`,
  late: (value: boolean) => sql`late = ${value}`,
  errorCode: (value: string | null) => sql`error_code = ${value}`,
  errorParams: (value: unknown) => (value === null ? sql`error_params = null` : sql`error_params = ${json(value)}`),
  appliedAt: (value: Instant | null) => sql`applied_at = ${at(value)}`,
  undoneBy: (value: Id | null) => sql`undone_by = ${value}`,
  undoneByName: (value: string | null) => sql`undone_by_name = ${value}`,
  undoneAt: (value: Instant | null) => sql`undone_at = ${at(value)}`,
};

/** The caller holds the row's lock. */
export async function updateImport(tx: Tx, id: Id, changes: ImportChanges): Promise<void> {
  const sets = Object.entries(changes).map(([name, value]) => SETTERS[name as keyof ImportChanges](value as never));
  await tx.run(sql`update integrations.import set ${sql.join(sets)} where org_id = ${tx.orgId} and id = ${id}`);
}
