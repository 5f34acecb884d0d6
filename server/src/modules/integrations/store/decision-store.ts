import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { LabelRow } from './label-store.ts';

export type DecisionAct = {
  readonly no: number;
  readonly by: string;
  readonly at: Instant;
  readonly undoneAt: Instant | null;
};

/** The next act of the import; who acts is whom the transaction names. The caller holds the import's lock. */
export async function insertAct(tx: Tx, importId: Id): Promise<number> {
  const { no } = await tx.one(sql<{ no: number }>`
    insert into integrations.decision_act (org_id, import_id, no, decided_by, decided_by_name, decided_at)
    select ${tx.orgId}::uuid, ${importId}::uuid, coalesce(max(a.no), 0) + 1, ${tx.actor.userId}::uuid, ${tx.actor.name}, ${at(tx.now)}
    from integrations.decision_act a where a.org_id = ${tx.orgId} and a.import_id = ${importId}
    returning no`);
  return no;
}

export type LabelDecision = Pick<
  LabelRow,
  'labelKey' | 'code' | 'byRow' | 'invalidKind' | 'holdReasons' | 'likelihood'
>;

export async function insertLabelDecisions(
  tx: Tx,
  importId: Id,
  actNo: number,
  labels: readonly LabelDecision[],
): Promise<void> {
  if (labels.length === 0) return;
  await tx.run(sql`
    insert into integrations.label_decision (org_id, import_id, label_key, act_no, code, by_row, invalid_kind, hold_reasons, likelihood)
    select ${tx.orgId}::uuid, ${importId}::uuid, l."labelKey", ${actNo}, l.code, l."byRow", l."invalidKind", l."holdReasons", l.likelihood
    from jsonb_to_recordset(${json(labels)}) as l ("labelKey" text, code text, "byRow" boolean, "invalidKind" text, "holdReasons" text[],
      likelihood text)`);
}

export type RowDecision = {
  readonly code: StatusCode | null;
  readonly invalidKind: InvalidKind | null;
  readonly holdReasons: readonly HoldReason[];
};

/** One decision for these rows. */
export async function insertRowDecisions(
  tx: Tx,
  importId: Id,
  actNo: number,
  rowNos: readonly number[],
  { code, invalidKind, holdReasons }: RowDecision,
): Promise<void> {
  await tx.run(sql`
    insert into integrations.row_decision (org_id, import_id, row_no, act_no, code, invalid_kind, hold_reasons)
    select ${tx.orgId}::uuid, ${importId}::uuid, n, ${actNo}, ${code}, ${invalidKind}, ${holdReasons}::text[]
    from unnest(${rowNos}::integer[]) as n`);
  await updateDecidedRows(tx, importId, actNo);
}

/** The rows of the act stand as their last decision says that was not taken back. */
export async function updateDecidedRows(tx: Tx, importId: Id, actNo: number): Promise<void> {
  await tx.run(sql`
    update integrations.row_reading g set decided_code = last.code, decided_kind = last.invalid_kind,
      decided_reasons = coalesce(last.hold_reasons, '{}')
    from integrations.row_decision of_act
    left join lateral (
      select d.code, d.invalid_kind, d.hold_reasons from integrations.row_decision d
      join integrations.decision_act a on a.org_id = d.org_id and a.import_id = d.import_id and a.no = d.act_no
      where d.org_id = ${tx.orgId} and d.import_id = ${importId} and d.row_no = of_act.row_no and a.undone_at is null
      order by d.act_no desc limit 1
    ) last on true
    where of_act.org_id = ${tx.orgId} and of_act.import_id = ${importId} and of_act.act_no = ${actNo}
      and g.org_id = ${tx.orgId} and g.import_id = ${importId} and g.row_no = of_act.row_no`);
}

/** Acts, the latest first. */
export function listActs(tx: Tx, importId: Id, limit: number): Promise<DecisionAct[]> {
  return tx.rows(sql<DecisionAct>`
    select a.no, a.decided_by_name as by, a.decided_at as at, a.undone_at as "undoneAt" from integrations.decision_act a
    where a.org_id = ${tx.orgId} and a.import_id = ${importId} order by a.no desc limit ${limit}`);
}

/** The last act that stands; it is taken back with this. Null: there is none. */
export async function undoLastAct(tx: Tx, importId: Id): Promise<number | null> {
  const row = await tx.maybe(sql<{ no: number }>`
    update integrations.decision_act u set undone_at = ${at(tx.now)}
    where u.org_id = ${tx.orgId} and u.import_id = ${importId} and u.no = (
      select max(a.no) from integrations.decision_act a
      where a.org_id = ${tx.orgId} and a.import_id = ${importId} and a.undone_at is null)
    returning u.no`);
  return row?.no ?? null;
}

/** All acts are of rows that are gone: the file is read anew. */
export async function undoAllActs(tx: Tx, importId: Id): Promise<void> {
  await tx.run(sql`
    update integrations.decision_act set undone_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and import_id = ${importId} and undone_at is null`);
}

/** Labels of the act as their last decision says that was not taken back; `decided` false: there is none. */
export function listLabelsOfAct(
  tx: Tx,
  importId: Id,
  actNo: number,
): Promise<(LabelDecision & { decided: boolean })[]> {
  return tx.rows(sql<LabelDecision & { decided: boolean }>`
    select of_act.label_key as "labelKey", last.code, coalesce(last.by_row, false) as "byRow", last.invalid_kind as "invalidKind",
      coalesce(last.hold_reasons, '{}') as "holdReasons", last.likelihood, last.act_no is not null as decided
    from integrations.label_decision of_act
    left join lateral (
      select d.* from integrations.label_decision d
      join integrations.decision_act a on a.org_id = d.org_id and a.import_id = d.import_id and a.no = d.act_no
      where d.org_id = ${tx.orgId} and d.import_id = ${importId} and d.label_key = of_act.label_key and a.undone_at is null
      order by d.act_no desc limit 1
    ) last on true
    where of_act.org_id = ${tx.orgId} and of_act.import_id = ${importId} and of_act.act_no = ${actNo}`);
}

/** Who decided each label last, and when. */
export function listDeciders(tx: Tx, importId: Id): Promise<{ labelKey: string; by: string; at: Instant }[]> {
  return tx.rows(sql<{ labelKey: string; by: string; at: Instant }>`
    select distinct on (d.label_key) d.label_key as "labelKey", a.decided_by_name as by, a.decided_at as at
    from integrations.label_decision d
    join integrations.decision_act a on a.org_id = d.org_id and a.import_id = d.import_id and a.no = d.act_no
    where d.org_id = ${tx.orgId} and d.import_id = ${importId} and a.undone_at is null
    order by d.label_key, d.act_no desc`);
}
