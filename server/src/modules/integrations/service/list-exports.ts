import { EXPORT_NEEDS, LISTS, VIEW_QUERIES, type Export, type ExportInput } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, HOUR, plus } from '../../../kernel/instant.ts';
import { must, notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { may, systemActor, type Actor, type Database, type Tx } from '../../../platform/db/index.ts';
import type { Attachment, ReadPage } from '../../../platform/http/route.ts';
import { textOf } from '../../../platform/i18n.ts';
import { decodeAtAndId, encodeAtAndId } from '../../../platform/keyset.ts';
import {
  currentPresets,
  fileTables,
  findMember,
  listOrganisationIds,
  startJob,
  type FailedJob,
  type JobHandler,
  type JobRunner,
} from '../neighbours.ts';
import {
  findChunk,
  findExport,
  insertChunk,
  insertExport,
  listExports,
  removeChunks,
  removeExpiredChunks,
  updateAcknowledged,
  updateExport,
  updateExportDone,
  type ExportRow,
  type OneMaker,
} from '../store/export-list-store.ts';
import { csvLine } from '../../../kernel/csv-line.ts';
import { tableBytes, writeWorkbook } from '../../../platform/sheets/index.ts';
import { headerOf, linesOf } from './list-lines.ts';

export const EXPORT_JOB = 'exports.write';
const CHUNK_BYTES = 256 * 1024;
type View = z.input<typeof Export>;
/** Reads in the transaction of a request, or each page in one of its own. */
type Runner = { inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> };

/**
 * A list leaves the house as it is shown: what is short is written at once, what is long by a job. Refuses 403 request.forbidden without the list's
 * permission to export, by field what no query of the list is, and what the list itself refuses. Spec: product A12, reliability S13.
 */
export async function startExport(tx: Tx, input: ExportInput): Promise<Outcome<View>> {
  const missing = EXPORT_NEEDS[input.list].find((permission) => !may(tx.actor, permission));
  if (missing) return refuse('request.forbidden', { permission: missing }, 403);
  if (!VIEW_QUERIES[input.list].safeParse(input.query).success) return refuseAt('query', 'views.not_a_filter');
  const { columns, standard } = LISTS[input.list];
  if (!input.columns.every((column) => (columns as readonly string[]).includes(column)))
    return refuseAt('columns', 'field.not_allowed', { allowed: [...columns] });
  const { directRows, unusualRows, fileHours } = (await currentPresets(tx)).exports;
  const draft: ExportRow = {
    id: newId(),
    list: input.list,
    format: input.format,
    query: input.query,
    columns: input.columns.length > 0 ? input.columns : standard,
    reason: input.reason,
    language: tx.actor.language,
    state: 'running',
    done: 0,
    total: null,
    unusual: false,
    acknowledgedAt: null,
    createdBy: tx.actor.userId,
    createdByKey: tx.actor.apiKeyId,
    createdByName: tx.actor.name,
    permissions: [...tx.actor.permissions],
    createdAt: tx.now,
    expiresAt: plus(tx.now, fileHours * HOUR),
  };
  const first = await linesOf(tx, draft, null, true);
  if (!first.ok) return first;
  const total = first.value.total ?? (first.value.next === null ? first.value.lines.length : null);
  const row = { ...draft, total, unusual: total !== null && total > unusualRows };
  await insertExport(tx, row);
  // A search holds a name or a number: that there was one is said.
  const asked = Object.entries(row.query).map(
    ([name, value]) => [`filter.${name}`, name === 'q' ? null : [null, value]] as const,
  );
  tx.audit({
    action: 'exports.started',
    entity: 'export',
    entityId: row.id,
    reason: row.reason,
    changes: { ...Object.fromEntries(asked), rows: [null, total], list: [null, row.list] },
  });
  tellIfUnusual(tx, row);
  if (total === null || total > directRows) {
    await startJob(tx, { kind: EXPORT_JOB, ref: row.id, titleParams: { list: row.list } });
    return ok(viewOf(tx, row));
  }
  const written = await writeFile({ inTx: (work) => work(tx) }, row);
  return ok(viewOf(tx, { ...row, ...written, state: 'done' }));
}

/** The caller's own; with `unusual` those of everybody that nobody has looked at (403 without audit.read). */
export async function exportsOf(
  tx: Tx,
  query: { limit: number; cursor?: string | undefined; unusual?: boolean | undefined },
) {
  if (query.unusual && !may(tx.actor, 'audit.read'))
    return refuse('request.forbidden', { permission: 'audit.read' }, 403);
  const cursor = decodeAtAndId(query.cursor);
  if (!cursor.ok) return cursor;
  const of = query.unusual ? 'unusual' : makerIn(tx.actor);
  if (of === null) return ok({ items: [], nextCursor: null });
  const rows = await listExports(tx, of, cursor.value, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return ok({
    items: shown.map((row) => viewOf(tx, row)),
    nextCursor: last ? encodeAtAndId({ at: last.createdAt, id: last.id }) : null,
  });
}

export async function readExport(tx: Tx, id: Id): Promise<Outcome<View>> {
  const row = await ownExport(tx, id);
  return row ? ok(viewOf(tx, row)) : notFound('export');
}

/** The file, piece by piece. Refuses 404 for others' files, exports.not_ready, exports.expired. */
export async function exportDownload(tx: Tx, id: Id): Promise<Outcome<Attachment>> {
  const row = await ownExport(tx, id);
  if (!row || !isMaker(tx.actor, row)) return notFound('export');
  if (row.state !== 'done') return refuse('exports.not_ready', {}, 409);
  if (row.expiresAt <= tx.now) return refuse('exports.expired', {}, 410);
  tx.audit({ action: 'exports.downloaded', entity: 'export', entityId: id });
  return ok({
    fileName: fileNameOf(row),
    content: async function* (read: ReadPage) {
      for (let no = 0; ; no += 1) {
        const chunk = await read(async (own) => ok(await findChunk(own, id, no)));
        if (!chunk) return;
        yield chunk;
      }
    },
  });
}

/** An administrator has looked at an unusual one. Refuses 404 where none waits for it. */
export async function acknowledgeExport(tx: Tx, id: Id): Promise<Outcome<null>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  if (!(await updateAcknowledged(tx, id, userId))) return notFound('export');
  tx.audit({ action: 'exports.acknowledged', entity: 'export', entityId: id });
  tx.emit({ type: 'exports.changed', payload: { exportId: id } });
  return ok(null);
}

async function ownExport(tx: Tx, id: Id): Promise<ExportRow | null> {
  const row = await findExport(tx, id);
  return row && (isMaker(tx.actor, row) || may(tx.actor, 'audit.read')) ? row : null;
}

function makerIn({ userId, apiKeyId }: Actor): OneMaker | null {
  if (userId !== null) return { userId };
  return apiKeyId === null ? null : { apiKeyId };
}

function isMaker(actor: Actor, { createdBy, createdByKey }: ExportRow): boolean {
  const of = makerIn(actor);
  return of !== null && ('userId' in of ? createdBy === of.userId : createdByKey === of.apiKeyId);
}

export function registerExports(runner: JobRunner): void {
  runner.register(EXPORT_JOB, exportJob, { onFailed: failExport });
}

/** Begins anew where a worker died: what was written before is thrown away, so that no row stands twice. */
const exportJob: JobHandler = async (context) => {
  const { ref } = context;
  if (ref === null) return ok(null);
  const row = must(await context.inTx(async (tx) => ok(await findExport(tx, ref))));
  if (row?.state !== 'running') return ok(null);
  const maker = must(
    await context.inTx(async (tx) => {
      await removeChunks(tx, ref);
      const member = row.createdBy === null ? null : await findMember(tx, row.createdBy);
      return ok(row.createdBy !== null && !member?.active ? null : makerOf(context.actor, row));
    }),
  );
  if (maker === null) return refuse('exports.maker_left', {});
  await writeFile({ inTx: (work) => context.inTx((tx) => work(tx.as(maker))) }, row, (done, total) =>
    context.progress(done, total),
  );
  return ok(null);
};

function makerOf(actor: Actor, row: ExportRow): Actor {
  const kind = row.createdByKey === null ? 'user' : 'api_key';
  const { permissions, language, createdBy: userId, createdByKey: apiKeyId, createdByName: name } = row;
  return { ...actor, kind, userId, apiKeyId, name, permissions: new Set(permissions), language };
}

async function failExport(tx: Tx, { ref }: FailedJob): Promise<void> {
  const row = ref === null ? null : await findExport(tx, ref);
  if (row?.state !== 'running') return;
  await updateExport(tx, row.id, { ...row, state: 'failed' });
  tx.emit({ type: 'exports.changed', payload: { exportId: row.id } });
}

/** Page by page into pieces: as much memory for a hundred rows as for a hundred thousand. Each page leaves a line with whose data it holds. */
async function writeFile(
  runner: Runner,
  row: ExportRow,
  progress: (done: number, total: number | null) => Promise<void> = async () => {},
): Promise<Pick<ExportRow, 'done' | 'total' | 'unusual'>> {
  let done = 0;
  async function* lines(): AsyncGenerator<readonly string[]> {
    yield headerOf(row);
    for (let cursor: string | null = null; ;) {
      const from: string | null = cursor;
      const page = must(
        await runner.inTx(async (tx) => {
          const found = await linesOf(tx, row, from);
          if (!found.ok) return found;
          const { personIds } = found.value;
          if (personIds.length > 0)
            tx.audit({
              action: `${row.list}.exported`,
              entity: 'export',
              entityId: row.id,
              personIds,
              reason: row.reason,
            });
          return found;
        }),
      );
      yield* page.lines;
      done += page.lines.length;
      await progress(done, row.total);
      if (page.next === null) return;
      cursor = page.next;
    }
  }
  const bytes =
    row.list === 'statistics'
      ? tableBytes(row.format, must(await runner.inTx((tx) => fileTables(tx, row.query, row.language))))
      : row.format === 'xlsx'
        ? writeWorkbook(titleOf(row), lines())
        : csvBytes(lines());
  if (row.list === 'statistics') done = row.total ?? 0;
  let no = 0;
  for await (const chunk of inPieces(bytes)) {
    must(
      await runner.inTx(async (tx) => {
        await insertChunk(tx, row.id, no, chunk);
        await updateExportDone(tx, row.id, done);
        return ok(null);
      }),
    );
    no += 1;
  }
  return must(
    await runner.inTx(async (tx) => {
      const { unusualRows } = (await currentPresets(tx)).exports;
      const end = { done, total: done, unusual: row.unusual || done > unusualRows };
      await updateExport(tx, row.id, { ...end, state: 'done' });
      if (!row.unusual) tellIfUnusual(tx, { ...row, ...end });
      tx.emit({ type: 'exports.changed', payload: { exportId: row.id } });
      return ok(end);
    }),
  );
}

function tellIfUnusual(tx: Tx, { id, unusual, total, reason }: ExportRow): void {
  if (!unusual) return;
  tx.audit({ action: 'exports.unusual', entity: 'export', entityId: id, reason, changes: { rows: [null, total] } });
  tx.emit({ type: 'exports.unusual', payload: { exportId: id } });
}

async function* csvBytes(lines: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('\ufeff');
  for await (const cells of lines) yield Buffer.from(csvLine(cells));
}

async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    held.push(part);
    size += part.length;
    if (size < CHUNK_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

function titleOf({ list, language }: ExportRow): string {
  return textOf(language, `exports.title.${list}`);
}

function fileNameOf(row: ExportRow): string {
  return `${titleOf(row)} ${dayOf('Asia/Seoul', row.createdAt)}.${row.format}`;
}

function viewOf(tx: Tx, row: ExportRow): View {
  return {
    id: row.id,
    list: row.list,
    format: row.format,
    state: row.state === 'done' && row.expiresAt <= tx.now ? 'expired' : row.state,
    done: row.done,
    total: row.total,
    reason: row.reason,
    unusual: row.unusual,
    acknowledgedAt: row.acknowledgedAt === null ? null : formatInstant(row.acknowledgedAt),
    byId: row.createdBy,
    byName: row.createdByName,
    createdAt: formatInstant(row.createdAt),
    expiresAt: formatInstant(row.expiresAt),
    fileName: fileNameOf(row),
  };
}

/** Files whose time is over. Gives how many pieces went. */
export async function removeExpiredExports(db: Database): Promise<number> {
  let gone = 0;
  for (const orgId of await listOrganisationIds(db)) {
    gone += must(await db.inTx(systemActor(orgId, 'exports.expired'), async (tx) => ok(await removeExpiredChunks(tx))));
  }
  return gone;
}
