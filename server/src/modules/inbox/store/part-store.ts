import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';

export type PartKey = { readonly wayId: Id; readonly from: string; readonly reference: number; readonly total: number };
export type PartRow = {
  readonly no: number;
  readonly body: string;
  readonly heard: unknown;
  readonly joinedAt: Instant | null;
};

const isOf = ({ wayId, from, reference, total }: PartKey) =>
  sql`p.way_id = ${wayId} and p.from_address = ${from} and p.reference = ${reference} and p.total = ${total}`;

/** References are few and come again: what was joined before then is another text. */
export async function removeJoined(tx: Tx, key: PartKey, before: Instant): Promise<void> {
  await tx.run(sql`
    delete from inbox.part p where p.org_id = ${tx.orgId} and ${isOf(key)} and p.joined_at < ${at(before)}`);
}

/** False where it came before. */
export async function insertPart(tx: Tx, key: PartKey, no: number, body: string, heard: unknown): Promise<boolean> {
  const made = await tx.run(sql`
    insert into inbox.part (org_id, way_id, from_address, reference, total, no, body, heard, heard_at)
    values (${tx.orgId}, ${key.wayId}, ${key.from}, ${key.reference}, ${key.total}, ${no}, ${body}, ${json(heard)}, ${at(tx.now)})
    on conflict (org_id, way_id, from_address, reference, total, no) do nothing`);
  return made > 0;
}

/** In their order. */
export function listParts(tx: Tx, key: PartKey): Promise<PartRow[]> {
  return tx.rows(sql<PartRow>`
    select p.no::integer as no, p.body, p.heard, p.joined_at as "joinedAt" from inbox.part p
    where p.org_id = ${tx.orgId} and ${isOf(key)} order by p.no`);
}

export async function updateJoined(tx: Tx, key: PartKey): Promise<void> {
  await tx.run(sql`
    update inbox.part p set joined_at = ${at(tx.now)} where p.org_id = ${tx.orgId} and ${isOf(key)} and p.joined_at is null`);
}

/** Texts of which a part is missing since then. */
export function listWaiting(tx: Tx, before: Instant, most: number): Promise<PartKey[]> {
  return tx.rows(sql<PartKey>`
    select distinct p.way_id as "wayId", p.from_address as "from", p.reference, p.total::integer as total from inbox.part p
    where p.org_id = ${tx.orgId} and p.joined_at is null and p.heard_at < ${at(before)} limit ${most}`);
}

export async function removeOld(tx: Tx, before: Instant): Promise<void> {
  await tx.run(sql`delete from inbox.part p where p.org_id = ${tx.orgId} and p.joined_at < ${at(before)}`);
}
