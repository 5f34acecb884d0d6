import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { PageOf, SiteRow } from '../vocabulary.ts';

const COLUMNS = sql`id, name, time_zone as "timeZone", hours, calling_from as "callingFrom", calling_to as "callingTo",
  holiday_country as "holidayCountry", intake_team_id as "intakeTeamId", version`;

export function listSites(tx: Tx, { after, limit }: PageOf): Promise<SiteRow[]> {
  return tx.rows(sql<SiteRow>`
    select ${COLUMNS} from identity.site
    where org_id = ${tx.orgId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`);
}

export type Workplace = { readonly timeZone: string; readonly teamIds: Id[] };

/** The zone of the first site and the teams of a member (null = of nobody), in one statement. */
export function findWorkplace(tx: Tx, memberId: Id | null): Promise<Workplace | null> {
  return tx.maybe(sql<Workplace>`
    select time_zone as "timeZone", array(
      select tm.team_id from identity.team_member tm
      where tm.org_id = ${tx.orgId} and tm.member_id = ${memberId}::uuid order by tm.team_id) as "teamIds"
    from identity.site where org_id = ${tx.orgId} order by id limit 1`);
}

export function findSiteRow(tx: Tx, id: Id): Promise<SiteRow | null> {
  return tx.maybe(sql<SiteRow>`select ${COLUMNS} from identity.site where org_id = ${tx.orgId} and id = ${id}`);
}

export function lockSite(tx: Tx, id: Id): Promise<SiteRow | null> {
  return tx.maybe(
    sql<SiteRow>`select ${COLUMNS} from identity.site where org_id = ${tx.orgId} and id = ${id} for update`,
  );
}

export async function findSiteVersion(tx: Tx, id: Id): Promise<number | null> {
  const row = await tx.maybe(
    sql<{ version: number }>`select version from identity.site where org_id = ${tx.orgId} and id = ${id}`,
  );
  return row?.version ?? null;
}

export type SiteWrite = Omit<SiteRow, 'version'>;

export async function insertSite(tx: Tx, site: SiteWrite): Promise<void> {
  await tx.run(sql`
    insert into identity.site
      (org_id, id, name, time_zone, hours, calling_from, calling_to, holiday_country, intake_team_id, created_at)
    values (${tx.orgId}, ${site.id}, ${site.name}, ${site.timeZone}, ${json(site.hours)}, ${site.callingFrom},
      ${site.callingTo}, ${site.holidayCountry}, ${site.intakeTeamId}, ${at(tx.now)})`);
}

/** The row is locked by the caller. */
export async function updateSite(tx: Tx, site: SiteWrite): Promise<void> {
  await tx.run(sql`
    update identity.site set name = ${site.name}, time_zone = ${site.timeZone}, hours = ${json(site.hours)},
      calling_from = ${site.callingFrom}, calling_to = ${site.callingTo}, holiday_country = ${site.holidayCountry},
      intake_team_id = ${site.intakeTeamId}, version = version + 1
    where org_id = ${tx.orgId} and id = ${site.id}`);
}

/** Calendars that others hold are known to be old by the site's version. */
export async function bumpSite(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`update identity.site set version = version + 1 where org_id = ${tx.orgId} and id = ${id}`);
}

export type ClosureRow = { readonly siteId: Id; readonly day: CalendarDay; readonly name: string };

export function listClosures(tx: Tx, siteIds: readonly Id[]): Promise<ClosureRow[]> {
  return tx.rows(sql<ClosureRow>`
    select site_id as "siteId", day, name from identity.site_closure
    where org_id = ${tx.orgId} and site_id = any (${siteIds}::uuid[]) order by day`);
}

export async function insertClosure(tx: Tx, { siteId, day, name }: ClosureRow): Promise<boolean> {
  const rows = await tx.run(sql`
    insert into identity.site_closure (org_id, site_id, day, name)
    values (${tx.orgId}, ${siteId}, ${day}, ${name}) on conflict do nothing`);
  return rows === 1;
}

export async function removeClosure(tx: Tx, siteId: Id, day: CalendarDay): Promise<boolean> {
  const rows = await tx.run(
    sql`delete from identity.site_closure where org_id = ${tx.orgId} and site_id = ${siteId} and day = ${day}`,
  );
  return rows === 1;
}

/** Active members of the site's intake team. */
export async function listIntakePeople(tx: Tx, siteId: Id): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select m.id
    from identity.site s
    join identity.team_member tm on tm.org_id = s.org_id and tm.team_id = s.intake_team_id
    join identity.member m on m.org_id = tm.org_id and m.id = tm.member_id and m.active
    where s.org_id = ${tx.orgId} and s.id = ${siteId} order by m.id`);
  return rows.map(({ id }) => id);
}
