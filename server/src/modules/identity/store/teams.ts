import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { PageOf, TeamRow } from '../vocabulary.ts';

const COLUMNS = sql`t.id, t.name, t.site_id as "siteId", t.leader_id as "leaderId", t.version,
  array(select tm.member_id from identity.team_member tm
    where tm.org_id = t.org_id and tm.team_id = t.id order by tm.member_id) as "memberIds"`;

export function listTeams(tx: Tx, { after, limit }: PageOf): Promise<TeamRow[]> {
  return tx.rows(sql<TeamRow>`
    select ${COLUMNS} from identity.team t
    where t.org_id = ${tx.orgId} and (${after}::uuid is null or t.id > ${after}::uuid)
    order by t.id limit ${limit}`);
}

export function findTeam(tx: Tx, id: Id): Promise<TeamRow | null> {
  return tx.maybe(sql<TeamRow>`select ${COLUMNS} from identity.team t where t.org_id = ${tx.orgId} and t.id = ${id}`);
}

export function lockTeam(tx: Tx, id: Id): Promise<TeamRow | null> {
  return tx.maybe(
    sql<TeamRow>`select ${COLUMNS} from identity.team t where t.org_id = ${tx.orgId} and t.id = ${id} for update of t`,
  );
}

export type TeamWrite = Omit<TeamRow, 'version' | 'memberIds'>;

export async function insertTeam(tx: Tx, team: TeamWrite): Promise<void> {
  await tx.run(sql`
    insert into identity.team (org_id, id, name, site_id, leader_id, created_at)
    values (${tx.orgId}, ${team.id}, ${team.name}, ${team.siteId}, ${team.leaderId}, ${at(tx.now)})`);
}

/** The row is locked by the caller. */
export async function updateTeam(tx: Tx, team: TeamWrite): Promise<void> {
  await tx.run(sql`
    update identity.team set name = ${team.name}, site_id = ${team.siteId}, leader_id = ${team.leaderId}, version = version + 1
    where org_id = ${tx.orgId} and id = ${team.id}`);
}

export async function replaceTeamMembers(tx: Tx, teamId: Id, memberIds: readonly Id[]): Promise<void> {
  await tx.run(sql`
    delete from identity.team_member
    where org_id = ${tx.orgId} and team_id = ${teamId} and member_id <> all (${memberIds}::uuid[])`);
  await tx.run(sql`
    insert into identity.team_member (org_id, team_id, member_id)
    select ${tx.orgId}, ${teamId}, member_id from unnest(${memberIds}::uuid[]) as member_id
    on conflict do nothing`);
}

export async function listActiveMemberIds(tx: Tx, teamId: Id): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select m.id from identity.team_member tm
    join identity.member m on m.org_id = tm.org_id and m.id = tm.member_id and m.active
    where tm.org_id = ${tx.orgId} and tm.team_id = ${teamId} order by m.id`);
  return rows.map(({ id }) => id);
}

export async function findActiveLeader(tx: Tx, teamId: Id): Promise<Id | null> {
  const row = await tx.maybe(sql<{ id: Id }>`
    select m.id from identity.team t
    join identity.member m on m.org_id = t.org_id and m.id = t.leader_id and m.active
    where t.org_id = ${tx.orgId} and t.id = ${teamId}`);
  return row?.id ?? null;
}
