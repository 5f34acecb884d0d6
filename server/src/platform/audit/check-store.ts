import type { AuditVerification } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { at, sql, type Tx } from '../db/index.ts';
import type { Walk } from './verify.ts';

export type CheckRow = {
  readonly id: Id;
  readonly state: 'running' | 'done' | 'failed';
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly headNo: number | null;
  readonly headHash: string | null;
  readonly lastNo: number;
  readonly lastHash: string;
  readonly checked: number;
  readonly intact: boolean | null;
  readonly unsealed: number | null;
  readonly brokenSeal: number | null;
  readonly brokenEntryId: Id | null;
};

const COLUMNS = sql`id, state, started_at as "startedAt", finished_at as "finishedAt", head_no as "headNo",
  encode(head_hash, 'hex') as "headHash", last_no as "lastNo", encode(last_hash, 'hex') as "lastHash", checked, intact, unsealed,
  broken_seal as "brokenSeal", broken_entry_id as "brokenEntryId"`;

/** False where one is running already. */
export async function insertCheck(tx: Tx, id: Id, { head }: Walk): Promise<boolean> {
  const inserted = await tx.run(sql`
    insert into platform.audit_check (org_id, id, started_at, head_no, head_hash)
    values (${tx.orgId}, ${id}, ${at(tx.now)}, ${head?.no ?? null}, decode(${head?.hash ?? null}, 'hex'))
    on conflict (org_id) where state = 'running' do nothing`);
  return inserted === 1;
}

export function findCheck(tx: Tx, id: Id): Promise<CheckRow | null> {
  return tx.maybe(sql<CheckRow>`select ${COLUMNS} from platform.audit_check where org_id = ${tx.orgId} and id = ${id}`);
}

export function findRunningCheck(tx: Tx): Promise<CheckRow | null> {
  return tx.maybe(
    sql<CheckRow>`select ${COLUMNS} from platform.audit_check where org_id = ${tx.orgId} and state = 'running'`,
  );
}

export function lockCheck(tx: Tx, id: Id): Promise<CheckRow | null> {
  return tx.maybe(
    sql<CheckRow>`select ${COLUMNS} from platform.audit_check where org_id = ${tx.orgId} and id = ${id} for update`,
  );
}

/** Newest first. */
export function listChecks(tx: Tx, limit: number, before: { at: Instant; id: Id } | null): Promise<CheckRow[]> {
  return tx.rows(sql<CheckRow>`
    select ${COLUMNS} from platform.audit_check
    where org_id = ${tx.orgId} and ${before ? sql`(started_at, id) < (${at(before.at)}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by started_at desc, id desc limit ${limit}`);
}

export async function updateWalk(tx: Tx, id: Id, { lastNo, lastHash, checked }: Walk): Promise<void> {
  await tx.run(sql`
    update platform.audit_check set last_no = ${lastNo}, last_hash = decode(${lastHash}, 'hex'), checked = ${checked}
    where org_id = ${tx.orgId} and id = ${id}`);
}

/** Null = it could not be done. */
export async function updateFound(tx: Tx, id: Id, found: AuditVerification | null): Promise<void> {
  await tx.run(sql`
    update platform.audit_check set state = ${found === null ? 'failed' : 'done'}, finished_at = ${at(tx.now)},
      checked = coalesce(${found?.checked ?? null}, checked), intact = ${found?.intact ?? null}, unsealed = ${found?.unsealed ?? null},
      broken_seal = ${found?.firstBroken?.seal ?? null}, broken_entry_id = ${found?.firstBroken?.entryId ?? null}
    where org_id = ${tx.orgId} and id = ${id}`);
}
