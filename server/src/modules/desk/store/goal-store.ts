import type { GoalMeasure, GoalOf } from '@anbu/contract';
import type { CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';

export type GoalRecord = {
  readonly id: Id;
  readonly of: GoalOf;
  readonly subjectId: Id;
  readonly measure: GoalMeasure;
  readonly version: number;
  readonly target: number | null;
};
export type GoalChangeRecord = GoalRecord & {
  readonly before: number | null;
  readonly setBy: Id | null;
  readonly setAt: Instant;
};

const COLUMNS = sql`g.id, case when g.team_id is null then 'user' else 'team' end as of, g.subject_id as "subjectId", g.measure, g.version, g.target`;

/** The version of each goal that holds. */
export function listGoals(tx: Tx, month: CalendarMonth): Promise<GoalRecord[]> {
  return tx.rows(sql<GoalRecord>`
    select distinct on (g.measure, g.subject_id) ${COLUMNS}
    from desk.goal g where g.org_id = ${tx.orgId} and g.month = ${month}
    order by g.measure, g.subject_id, g.version desc`);
}

/** False where somebody else has written one of these versions already. */
export async function insertGoals(tx: Tx, month: CalendarMonth, goals: readonly GoalRecord[]): Promise<boolean> {
  const rows = goals.map(({ id, of, subjectId, measure, version, target }) => ({
    id,
    measure,
    user_id: of === 'user' ? subjectId : null,
    team_id: of === 'team' ? subjectId : null,
    subject_id: subjectId,
    version,
    target,
  }));
  const made = await tx.run(sql`
    insert into desk.goal (org_id, id, month, measure, user_id, team_id, subject_id, version, target, set_by, set_at)
    select ${tx.orgId}::uuid, r.id, ${month}::text, r.measure, r.user_id, r.team_id, r.subject_id, r.version, r.target, ${tx.actor.userId}::uuid,
      ${at(tx.now)}::timestamptz
    from jsonb_populate_recordset(null::desk.goal, ${json(rows)}) r
    order by r.id
    on conflict (org_id, month, measure, subject_id, version) do nothing`);
  return made === goals.length;
}

/** All versions of a month, the latest first, each with what it replaced. */
export function listGoalChanges(
  tx: Tx,
  month: CalendarMonth,
  { after, limit }: { readonly after: Id | null; readonly limit: number },
): Promise<GoalChangeRecord[]> {
  return tx.rows(sql<GoalChangeRecord>`
    select ${COLUMNS}, old.target as before, g.set_by as "setBy", g.set_at as "setAt"
    from desk.goal g
    left join desk.goal old on old.org_id = g.org_id and old.month = g.month and old.measure = g.measure
      and old.subject_id = g.subject_id and old.version = g.version - 1
    where g.org_id = ${tx.orgId} and g.month = ${month} and (${after}::uuid is null or g.id < ${after}::uuid)
    order by g.id desc limit ${limit}`);
}
