import type { TeamInput, TeamPatch } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { listNamesOf } from '../store/members.ts';
import { findSiteRow } from '../store/sites.ts';
import { findTeam, insertTeam, lockTeam, replaceTeamMembers, updateTeam, type TeamWrite } from '../store/teams.ts';
import type { TeamRow } from '../vocabulary.ts';
import { changesOf, isStale, stale } from './audited.ts';

export type NewTeam = Pick<TeamRow, 'name'> & Partial<Pick<TeamRow, 'siteId' | 'leaderId' | 'memberIds'>>;

/** Refuses field.not_found for a site, leader or member that this organisation does not have. */
export async function createTeam(tx: Tx, input: NewTeam | z.output<typeof TeamInput>): Promise<Outcome<TeamRow>> {
  const id = newId();
  const memberIds = withLeader(input.memberIds ?? [], input.leaderId ?? null);
  const team = { id, name: input.name, siteId: input.siteId ?? null, leaderId: input.leaderId ?? null };
  const errors = await findUnknown(tx, team, memberIds);
  if (errors.length > 0) return refuseFields(errors);
  await insertTeam(tx, team);
  await replaceTeamMembers(tx, id, memberIds);
  tx.audit({ action: 'identity.team_added', entity: 'team', entityId: id, changes: { memberIds: [[], memberIds] } });
  tx.emit({ type: 'identity.team_changed', payload: { teamId: id } });
  return ok({ ...team, memberIds, version: 1 });
}

export async function changeTeam(tx: Tx, id: Id, patch: z.output<typeof TeamPatch>): Promise<Outcome<TeamRow>> {
  const before = await lockTeam(tx, id);
  if (!before) return notFound('team');
  if (isStale(patch.version, before.version)) return stale(before.version);
  const leaderId = patch.leaderId === undefined ? before.leaderId : patch.leaderId;
  const memberIds = withLeader(patch.memberIds ?? before.memberIds, leaderId);
  const after: TeamWrite = {
    id,
    name: patch.name ?? before.name,
    siteId: patch.siteId === undefined ? before.siteId : patch.siteId,
    leaderId,
  };
  const errors = await findUnknown(tx, after, memberIds);
  if (errors.length > 0) return refuseFields(errors);
  await updateTeam(tx, after);
  await replaceTeamMembers(tx, id, memberIds);
  const fields = ['name', 'siteId', 'leaderId', 'memberIds'];
  const changes = changesOf(before, { ...after, memberIds }, fields);
  tx.audit({ action: 'identity.team_changed', entity: 'team', entityId: id, changes });
  tx.emit({ type: 'identity.team_changed', payload: { teamId: id } });
  return ok((await findTeam(tx, id)) ?? { ...after, memberIds, version: before.version + 1 });
}

/** Who leads a team is in it. */
function withLeader(memberIds: readonly Id[], leaderId: Id | null): Id[] {
  return [...new Set(leaderId === null ? memberIds : [...memberIds, leaderId])].sort();
}

async function findUnknown(tx: Tx, team: TeamWrite, memberIds: readonly Id[]): Promise<FieldRefusal[]> {
  const errors: FieldRefusal[] = [];
  const unknown = (field: string) => errors.push({ field, code: 'field.not_found', params: {} });
  if (team.siteId !== null && !(await findSiteRow(tx, team.siteId))) unknown('siteId');
  const known = new Set((await listNamesOf(tx, memberIds)).map(({ id }) => id));
  if (team.leaderId !== null && !known.has(team.leaderId)) unknown('leaderId');
  if (memberIds.some((id) => id !== team.leaderId && !known.has(id))) unknown('memberIds');
  return errors;
}
