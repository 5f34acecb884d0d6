import type { Site, SiteInput, SitePatch } from '@anbu/contract';
import type { z } from 'zod';
import { parseDay, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { checkOpening } from '../rules.ts';
import { findOrganisation } from '../store/organisations.ts';
import {
  bumpSite,
  findSiteRow,
  insertClosure,
  insertSite,
  listClosures,
  lockSite,
  removeClosure,
  updateSite,
  type SiteWrite,
} from '../store/sites.ts';
import { findTeam, insertTeam } from '../store/teams.ts';
import type { SiteRow } from '../vocabulary.ts';
import { changesOf, isStale, stale } from './audited.ts';
import { closuresOf, forgetCalendar } from './site-calendar.ts';

type Input = z.output<typeof SiteInput>;
const FIELDS = ['name', 'timeZone', 'hours', 'callingFrom', 'callingTo', 'holidayCountry', 'intakeTeamId'];

/**
 * Without an intake team named, one is made for the site. Refuses by field: identity.time_zone_unknown, identity.hours_invalid { day },
 * identity.calling_limits_invalid, field.not_found (intakeTeamId).
 */
export async function createSite(tx: Tx, input: Input): Promise<Outcome<SiteRow>> {
  const checked = checkOpening(input);
  if (!checked.ok) return checked;
  const id = newId();
  const intakeTeamId = input.intakeTeamId ?? newId();
  if (input.intakeTeamId !== null) {
    if (!(await findTeam(tx, intakeTeamId))) return unknownTeam();
  } else {
    const { language } = await findOrganisation(tx);
    await insertTeam(tx, {
      id: intakeTeamId,
      name: textOf(language, 'identity.intake_team_name', { site: input.name }),
      siteId: id,
      leaderId: null,
    });
  }
  const site = writeOf(id, input, intakeTeamId);
  await insertSite(tx, site);
  tx.audit({ action: 'identity.site_added', entity: 'site', entityId: id });
  tx.emit({ type: 'identity.site_changed', payload: { siteId: id } });
  return ok({ ...site, version: 1 });
}

export async function changeSite(tx: Tx, id: Id, patch: z.output<typeof SitePatch>): Promise<Outcome<SiteRow>> {
  const before = await lockSite(tx, id);
  if (!before) return notFound('site');
  if (isStale(patch.version, before.version)) return stale(before.version);
  const merged: Input = {
    name: patch.name ?? before.name,
    timeZone: patch.timeZone ?? before.timeZone,
    hours: patch.hours ?? before.hours,
    callingLimits: patch.callingLimits ?? [before.callingFrom, before.callingTo],
    holidayCountry: patch.holidayCountry === undefined ? before.holidayCountry : patch.holidayCountry,
    intakeTeamId: patch.intakeTeamId ?? before.intakeTeamId,
  };
  const checked = checkOpening(merged);
  if (!checked.ok) return checked;
  const intakeTeamId = patch.intakeTeamId ?? before.intakeTeamId;
  if (!(await findTeam(tx, intakeTeamId))) return unknownTeam();
  const after = writeOf(id, merged, intakeTeamId);
  await updateSite(tx, after);
  return changed(tx, id, changesOf(before, after, FIELDS));
}

/** Refuses identity.closure_exists. The day is the site's. */
export async function closeOn(tx: Tx, siteId: Id, day: CalendarDay, name: string): Promise<Outcome<SiteRow>> {
  if (!(await lockSite(tx, siteId))) return notFound('site');
  if (!(await insertClosure(tx, { siteId, day, name }))) return refuse('identity.closure_exists', { day }, 409);
  await bumpSite(tx, siteId);
  return changed(tx, siteId, { closure: [null, day] });
}

/** Opens again on a day of its own closures; a public holiday is no closure of its own: 404. */
export async function openOn(tx: Tx, siteId: Id, day: CalendarDay): Promise<Outcome<SiteRow>> {
  if (!(await lockSite(tx, siteId))) return notFound('site');
  if (!(await removeClosure(tx, siteId, day))) return notFound('closure');
  await bumpSite(tx, siteId);
  return changed(tx, siteId, { closure: [day, null] });
}

/** As the contract shows them, closures included. */
export async function siteViews(tx: Tx, sites: readonly SiteRow[]): Promise<Site[]> {
  const closures = await listClosures(
    tx,
    sites.map(({ id }) => id),
  );
  return sites.map((site) => ({
    id: site.id,
    name: site.name,
    timeZone: site.timeZone,
    hours: site.hours,
    callingLimits: [site.callingFrom, site.callingTo],
    holidayCountry: site.holidayCountry,
    intakeTeamId: site.intakeTeamId,
    closures: closuresOf(site, closures, tx.now),
    version: site.version,
  }));
}

export function dayOfPath(text: string): CalendarDay | null {
  return parseDay(text);
}

async function changed(
  tx: Tx,
  id: Id,
  changes: Record<string, readonly [unknown, unknown] | null>,
): Promise<Outcome<SiteRow>> {
  forgetCalendar(tx, id);
  tx.audit({ action: 'identity.site_changed', entity: 'site', entityId: id, changes });
  tx.emit({ type: 'identity.site_changed', payload: { siteId: id } });
  const row = await findSiteRow(tx, id);
  return row ? ok(row) : notFound('site');
}

function writeOf(id: Id, input: Input, intakeTeamId: Id): SiteWrite {
  return {
    id,
    name: input.name,
    timeZone: input.timeZone,
    hours: input.hours,
    callingFrom: input.callingLimits[0],
    callingTo: input.callingLimits[1],
    holidayCountry: input.holidayCountry,
    intakeTeamId,
  };
}

function unknownTeam() {
  return refuseFields([{ field: 'intakeTeamId', code: 'field.not_found', params: {} }]);
}
