import type { Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import { listMemberRows, listNamesOf } from './store/members.ts';
import { listIntakePeople, findSiteRow, findWorkplace, listSites, type Workplace } from './store/sites.ts';
import { findActiveLeader, listActiveMemberIds, listTeams } from './store/teams.ts';
import type { MemberRow, SiteRow, TeamRow } from './vocabulary.ts';

/** What other modules ask. Only of the organisation of the transaction. */

export function findSite(tx: Tx, id: Id): Promise<SiteRow | null> {
  return findSiteRow(tx, id);
}

/** The site that is meant where none is named: the first that was made. An organisation is made with one. */
export async function defaultSite(tx: Tx): Promise<SiteRow> {
  const [site] = await listSites(tx, { after: null, limit: 1 });
  if (!site) throw new Error('an organisation has no site');
  return site;
}

/** By whose clock a member's day goes: that of the site that is meant where none is named; and the teams she is in. */
export async function placeOfWork(tx: Tx, memberId: Id | null): Promise<Workplace> {
  const place = await findWorkplace(tx, memberId);
  if (!place) throw new Error('an organisation has no site');
  return place;
}

/** Active members of the site's intake team, in the order of joining. */
export function intakePeople(tx: Tx, siteId: Id): Promise<Id[]> {
  return listIntakePeople(tx, siteId);
}

/** All sites, in the order of making. */
export function allSites(tx: Tx): Promise<SiteRow[]> {
  return listSites(tx, { after: null, limit: MOST_SITES });
}

const MOST_MEMBERS = 10_000;
const MOST_SITES = 1_000;

/** All members, disabled ones too, in the order of joining. */
export function listMembers(tx: Tx): Promise<MemberRow[]> {
  return listMemberRows(tx, { after: null, limit: MOST_MEMBERS });
}

export async function memberNames(tx: Tx, ids: Iterable<Id>): Promise<Map<Id, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return new Map((await listNamesOf(tx, wanted)).map(({ id, name }) => [id, name]));
}

/** None for no team. */
export async function activeTeamMembers(tx: Tx, teamId: Id | null): Promise<Id[]> {
  return teamId === null ? [] : listActiveMemberIds(tx, teamId);
}

/** Null where the team has no leader, or a disabled one. */
export async function teamLeader(tx: Tx, teamId: Id | null): Promise<Id | null> {
  return teamId === null ? null : findActiveLeader(tx, teamId);
}

/** All teams and sites by name. */
export async function listPlaces(tx: Tx): Promise<{ readonly teams: TeamRow[]; readonly sites: SiteRow[] }> {
  const page = { after: null, limit: MOST_MEMBERS };
  return { teams: await listTeams(tx, page), sites: await listSites(tx, page) };
}
