import type { Language, Permission, ViewList, ViewQuery } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';

export type ExportRow = {
  readonly id: Id;
  readonly list: ViewList;
  readonly format: 'csv' | 'xlsx';
  readonly query: ViewQuery;
  readonly columns: readonly string[];
  readonly reason: string;
  readonly language: Language;
  readonly state: 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number | null;
  readonly unusual: boolean;
  readonly acknowledgedAt: Instant | null;
  readonly createdBy: Id | null;
  readonly createdByKey: Id | null;
  readonly createdByName: string;
  readonly permissions: readonly Permission[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
};

const COLUMNS = sql`x.id, x.list, x.format, x.query, x.columns, x.reason, x.language, x.state, x.done, x.total, x.unusual,
  x.acknowledged_at as "acknowledgedAt", x.created_by as "createdBy",
  x.created_by_key as "createdByKey", x.created_by_name as "createdByName", x.permissions,
  x.created_at as "createdAt", x.expires_at as "expiresAt"`;

export async function insertExport(tx: Tx, row: ExportRow): Promise<void> {
  await tx.run(sql`
    insert into integrations.export (org_id, id, list, format, query, columns, reason, language, state, total, unusual, created_by,
      created_by_key, created_by_name, permissions, created_at, expires_at)
    values (${tx.orgId}, ${row.id}, ${row.list}, ${row.format}, ${json(row.query)}, ${row.columns}::text[], ${row.reason}, ${row.language},
      ${row.state}, ${row.total}, ${row.unusual}, ${row.createdBy}, ${row.createdByKey}, ${row.createdByName}, ${row.permissions}::text[],
      ${at(row.createdAt)}, ${at(row.expiresAt)})`);
}

export function findExport(tx: Tx, id: Id): Promise<ExportRow | null> {
  return tx.maybe(
    sql<ExportRow>`select ${COLUMNS} from integrations.export x where x.org_id = ${tx.orgId} and x.id = ${id}`,
  );
}

export type OneMaker = { readonly userId: Id } | { readonly apiKeyId: Id };

/** A maker's own, or the unusual ones that nobody has looked at; the newest first. */
export function listExports(
  tx: Tx,
  of: OneMaker | 'unusual',
  before: AtAndId | null,
  limit: number,
): Promise<ExportRow[]> {
  const rest = before ? sql`(x.created_at, x.id) < (${at(before.at)}::timestamptz, ${before.id}::uuid)` : sql`true`;
  const whose =
    of === 'unusual'
      ? sql`(x.unusual and x.acknowledged_at is null)`
      : 'userId' in of
        ? sql`x.created_by = ${of.userId}`
        : sql`x.created_by_key = ${of.apiKeyId}`;
  return tx.rows(sql<ExportRow>`
    select ${COLUMNS} from integrations.export x
    where x.org_id = ${tx.orgId} and ${whose} and ${rest} order by x.created_at desc, x.id desc limit ${limit}`);
}

export async function updateExport(
  tx: Tx,
  id: Id,
  { state, done, total, unusual }: Pick<ExportRow, 'state' | 'done' | 'total' | 'unusual'>,
): Promise<void> {
  await tx.run(sql`
    update integrations.export set state = ${state}, done = ${done}, total = ${total}, unusual = ${unusual}
    where org_id = ${tx.orgId} and id = ${id}`);
}

export async function updateExportDone(tx: Tx, id: Id, done: number): Promise<void> {
  await tx.run(sql`update integrations.export set done = ${done} where org_id = ${tx.orgId} and id = ${id}`);
}

/** False where it is none that waits for it. */
export async function updateAcknowledged(tx: Tx, id: Id, userId: Id): Promise<boolean> {
  const touched = await tx.run(sql`
    update integrations.export set acknowledged_by = ${userId}, acknowledged_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = ${id} and unusual and acknowledged_at is null`);
  return touched === 1;
}

export async function insertChunk(tx: Tx, exportId: Id, no: number, content: Uint8Array): Promise<void> {
  await tx.run(sql`
    insert into integrations.export_chunk (org_id, export_id, no, content)
    values (${tx.orgId}, ${exportId}, ${no}, ${Buffer.from(content)})`);
}

export async function findChunk(tx: Tx, exportId: Id, no: number): Promise<Uint8Array | null> {
  const row = await tx.maybe(sql<{ content: Buffer }>`
    select c.content from integrations.export_chunk c where c.org_id = ${tx.orgId} and c.export_id = ${exportId} and c.no = ${no}`);
  return row?.content ?? null;
}

export async function removeChunks(tx: Tx, exportId: Id): Promise<void> {
  await tx.run(sql`delete from integrations.export_chunk where org_id = ${tx.orgId} and export_id = ${exportId}`);
}

/** The files whose time is over; that they were made stays. */
export function removeExpiredChunks(tx: Tx): Promise<number> {
  return tx.run(sql`
    delete from integrations.export_chunk c using integrations.export x
    where c.org_id = ${tx.orgId} and x.org_id = c.org_id and x.id = c.export_id and x.expires_at <= ${at(tx.now)}::timestamptz`);
}
