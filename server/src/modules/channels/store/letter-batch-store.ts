import type { LetterBatch } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { Layout } from '../rules/letter-page.ts';

export type BatchRow = {
  readonly id: Id;
  readonly no: number;
  readonly transportId: Id;
  readonly state: LetterBatch['state'];
  readonly letters: number;
  readonly returned: number;
  readonly dueOn: CalendarDay | null;
  readonly madeBy: Id | null;
  readonly madeAt: Instant;
  readonly printedAt: Instant | null;
  readonly postedAt: Instant | null;
  readonly version: number;
};

const columns = sql`
  b.id, b.no, b.transport_id as "transportId", b.state, b.letters, b.due_on as "dueOn", b.made_by as "madeBy", b.made_at as "madeAt",
  b.printed_at as "printedAt", b.posted_at as "postedAt", b.version,
  (select count(*) from channels.letter l where l.org_id = b.org_id and l.batch_id = b.id and l.state = 'returned')::integer as returned`;

/** Ways of letters that make batches by themselves and have something to print; over all organisations. */
export function listLettersToBatch(db: Database): Promise<{ readonly orgId: Id; readonly transportId: Id }[]> {
  return db.global(
    sql<{
      orgId: Id;
      transportId: Id;
    }>`select w.org_id as "orgId", w.transport_id as "transportId" from channels.letters_to_batch() w`,
  );
}

/** Whoever makes a batch holds all ways of letters, so that numbers of batches follow each other. */
export async function lockWaysOfLetters(tx: Tx): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select t.id from channels.transport t where t.org_id = ${tx.orgId} and t.kind = 'post' order by t.id for update`);
  return rows.map(({ id }) => id);
}

export async function wasMadeOn(tx: Tx, transportId: Id, day: CalendarDay): Promise<boolean> {
  return (
    (await tx.maybe(sql`
      select 1 from channels.letter_batch b where b.org_id = ${tx.orgId} and b.transport_id = ${transportId} and b.due_on = ${day}`)) !==
    null
  );
}

export async function nextBatchNo(tx: Tx): Promise<number> {
  const { no } = await tx.one(
    sql<{
      no: number;
    }>`select coalesce(max(b.no), 0) + 1 as no from channels.letter_batch b where b.org_id = ${tx.orgId}`,
  );
  return no;
}

export async function insertBatch(
  tx: Tx,
  row: Pick<BatchRow, 'id' | 'no' | 'transportId' | 'letters' | 'dueOn'>,
): Promise<void> {
  await tx.run(sql`
    insert into channels.letter_batch (org_id, id, no, transport_id, letters, due_on, made_by, made_at)
    values (${tx.orgId}, ${row.id}, ${row.no}, ${row.transportId}, ${row.letters}, ${row.dueOn}, ${tx.actor.userId}, ${at(tx.now)})`);
}

export function findBatch(tx: Tx, id: Id): Promise<BatchRow | null> {
  return tx.maybe(
    sql<BatchRow>`select ${columns} from channels.letter_batch b where b.org_id = ${tx.orgId} and b.id = ${id}`,
  );
}

export function lockBatch(tx: Tx, id: Id): Promise<BatchRow | null> {
  return tx.maybe(
    sql<BatchRow>`select ${columns} from channels.letter_batch b where b.org_id = ${tx.orgId} and b.id = ${id} for update of b`,
  );
}

/** Newest first. */
export function listBatches(tx: Tx, after: AtAndId | null, limit: number): Promise<BatchRow[]> {
  const rest = after ? sql`and (b.made_at, b.id) < (${at(after.at)}, ${after.id}::uuid)` : sql``;
  return tx.rows(sql<BatchRow>`
    select ${columns} from channels.letter_batch b where b.org_id = ${tx.orgId} ${rest} order by b.made_at desc, b.id desc limit ${limit}`);
}

export async function updateBatchState(tx: Tx, id: Id, state: BatchRow['state']): Promise<void> {
  const [isPrinted, isPosted] = [state === 'printed' || state === 'posted', state === 'posted'];
  await tx.run(sql`
    update channels.letter_batch set state = ${state}, version = version + 1,
      printed_at = case when ${isPrinted} then coalesce(printed_at, ${at(tx.now)}::timestamptz) else printed_at end,
      posted_at = case when ${isPosted} then coalesce(posted_at, ${at(tx.now)}::timestamptz) else posted_at end
    where org_id = ${tx.orgId} and id = ${id}`);
}

export type PrintRow = {
  readonly id: Id;
  readonly batchId: Id;
  readonly from: number;
  readonly to: number;
  readonly madeAt: Instant;
  readonly fileId: Id | null;
  readonly pages: number | null;
  readonly failed: boolean;
};

const printColumns = sql`
  p.id, p.batch_id as "batchId", p.from_seq as "from", p.to_seq as "to", p.made_at as "madeAt", p.file_id as "fileId", p.pages, p.failed`;

export async function insertPrint(tx: Tx, batchId: Id, from: number, to: number): Promise<Id> {
  const id = newId();
  await tx.run(sql`
    insert into channels.letter_print (org_id, id, batch_id, from_seq, to_seq, made_by, made_at)
    values (${tx.orgId}, ${id}, ${batchId}, ${from}, ${to}, ${tx.actor.userId}, ${at(tx.now)})`);
  return id;
}

export function findPrint(tx: Tx, id: Id): Promise<PrintRow | null> {
  return tx.maybe(
    sql<PrintRow>`select ${printColumns} from channels.letter_print p where p.org_id = ${tx.orgId} and p.id = ${id}`,
  );
}

/** Of these batches, in the order in which they were made. */
export function listPrints(tx: Tx, batchIds: readonly Id[]): Promise<PrintRow[]> {
  return tx.rows(sql<PrintRow>`
    select ${printColumns} from channels.letter_print p where p.org_id = ${tx.orgId} and p.batch_id = any(${[...batchIds]}::uuid[])
    order by p.made_at, p.id`);
}

/** Once: another worker's file is not taken. */
export function updatePrintMade(tx: Tx, id: Id, fileId: Id, pages: number): Promise<number> {
  return tx.run(sql`
    update channels.letter_print set file_id = ${fileId}, pages = ${pages}
    where org_id = ${tx.orgId} and id = ${id} and file_id is null and not failed`);
}

export function updatePrintFailed(tx: Tx, id: Id): Promise<number> {
  return tx.run(
    sql`update channels.letter_print set failed = true where org_id = ${tx.orgId} and id = ${id} and file_id is null and not failed`,
  );
}

export type LayoutRow = Layout & { readonly siteId: Id; readonly version: number };

export function listLayouts(tx: Tx): Promise<LayoutRow[]> {
  return tx.rows(sql<LayoutRow>`
    select l.site_id as "siteId", l.left_mm::integer as "leftMm", l.top_mm::integer as "topMm", l.width_mm::integer as "widthMm",
      l.height_mm::integer as "heightMm", l.return_line as "returnLine", l.sender_lines as "senderLines", l.fold_marks as "foldMarks",
      l.machine_marks as "machineMarks", l.version
    from channels.letter_layout l where l.org_id = ${tx.orgId}`);
}

/** False where somebody else changed it meanwhile; `version` 0: nobody has yet. */
export async function upsertLayout(tx: Tx, { version, ...row }: LayoutRow): Promise<boolean> {
  const made = await tx.run(sql`
    insert into channels.letter_layout as l (org_id, site_id, left_mm, top_mm, width_mm, height_mm, return_line, sender_lines, fold_marks, machine_marks)
    values (${tx.orgId}, ${row.siteId}, ${row.leftMm}, ${row.topMm}, ${row.widthMm}, ${row.heightMm}, ${row.returnLine},
      ${[...row.senderLines]}::text[], ${row.foldMarks}, ${row.machineMarks})
    on conflict (org_id, site_id) do update set left_mm = excluded.left_mm, top_mm = excluded.top_mm, width_mm = excluded.width_mm,
      height_mm = excluded.height_mm, return_line = excluded.return_line, sender_lines = excluded.sender_lines, fold_marks = excluded.fold_marks,
      machine_marks = excluded.machine_marks, version = l.version + 1
    where l.version = ${version}`);
  return made > 0;
}
