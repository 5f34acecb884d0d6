import {
  commaList,
  NONE,
  ROLE_PERMISSIONS,
  type Permission,
  type Report,
  type ReportInput,
  type ReportPatch,
  type ReportSchedule,
  type Role,
} from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import {
  notFound,
  ok,
  refuse,
  refuseAt,
  refuseFields,
  type FieldRefusal,
  type Outcome,
} from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import type { Subscriber } from '../../../platform/outbox/index.ts';
import { allSites, defaultSite, findSite, listMembers, siteCalendar } from '../../identity/index.ts';
import { nextRunAt } from '../rules/report-schedule.ts';
import { countUnseen, listLastRuns, type RunRow } from '../store/report-run-store.ts';
import {
  countReports,
  findReport,
  insertReport,
  listReports,
  lockReport,
  lockReportsOfSite,
  removeReport,
  updateNextRun,
  updateReport,
  type ReportRow,
} from '../store/report-store.ts';
import { viewRun } from './report-views.ts';

type View = z.input<typeof Report>;
/** More than anybody reads; a script that plans one a minute meets it. */
const MOST_REPORTS = 200;

/** Those that the caller made or gets, all for who supervises; with how many runs wait for her to look at them. */
export async function reportsOf(
  tx: Tx,
): Promise<Outcome<{ items: View[]; nextCursor: string | null; unseen: number }>> {
  const { userId } = tx.actor;
  const rows = await listReports(tx, may(tx.actor, 'enquiries.supervise') ? null : userId, MOST_REPORTS);
  const unseen = userId === null ? 0 : await countUnseen(tx, userId);
  return ok({ items: await viewReports(tx, rows), nextCursor: null, unseen });
}

/**
 * Plans a report. Refuses identity.person_needed for a key, reports.too_many; by field enquiries.site_unknown, owner_unknown, reports.recipient_unfit, reports.attach_names,
 * field.required on `schedule.weekdays`.
 */
export async function planReport(tx: Tx, input: ReportInput): Promise<Outcome<View>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  if ((await countReports(tx)) >= MOST_REPORTS) return refuse('reports.too_many', { most: MOST_REPORTS });
  const { schedule, recipients, siteId, attach = false, ...rest } = input;
  const row: ReportRow = {
    ...{ ...rest, ...schedule, id: newId(), siteId: siteId ?? (await defaultSite(tx)).id },
    ...{ attach, paused: false, nextRunAt: null, makerId: userId, recipientIds: recipients, version: 1 },
  };
  const planned = await checked(tx, row);
  if (!planned.ok) return planned;
  await insertReport(tx, planned.value);
  auditReport(tx, 'analytics.report_planned', planned.value);
  return one(tx, planned.value);
}

/** Refuses 404, request.forbidden for who neither made it nor supervises, 409 reports.changed, and what `planReport` does. */
export async function changeReport(tx: Tx, id: Id, patch: ReportPatch): Promise<Outcome<View>> {
  const found = await openReport(tx, id);
  if (!found.ok) return found;
  const before = found.value;
  const { version, schedule = {}, recipients = before.recipientIds, ...rest } = patch;
  if (version !== before.version) return refuse('reports.changed', {}, 409);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const changed = await checked(tx, { ...before, ...given, ...schedule, recipientIds: recipients });
  if (!changed.ok) return changed;
  await updateReport(tx, changed.value);
  auditReport(tx, 'analytics.report_changed', changed.value);
  return one(tx, { ...changed.value, version: version + 1 });
}

/** Its runs and files go with it. Refuses 404, request.forbidden. */
export async function dropReport(tx: Tx, id: Id): Promise<Outcome<null>> {
  const found = await openReport(tx, id);
  if (!found.ok) return found;
  await removeReport(tx, id);
  tx.audit({ action: 'analytics.report_removed', entity: 'report', entityId: id });
  tx.emit({ type: 'analytics.report_changed', payload: { reportId: id } });
  return ok(null);
}

/** Locked, and the caller's to change. */
export async function openReport(tx: Tx, id: Id): Promise<Outcome<ReportRow>> {
  const row = await lockReport(tx, id);
  if (!row || !mayRead(tx, row)) return notFound('report');
  return mayChange(tx, row) ? ok(row) : refuse('request.forbidden', { permission: 'enquiries.supervise' }, 403);
}

/** Who made it, who gets it, who supervises. */
export function mayRead(tx: Tx, { makerId, recipientIds }: Pick<ReportRow, 'makerId' | 'recipientIds'>): boolean {
  const { userId } = tx.actor;
  return (
    makerId === userId || (userId !== null && recipientIds.includes(userId)) || may(tx.actor, 'enquiries.supervise')
  );
}

/** What leaves the house needs the right to take it out; another's report, to supervise. */
function mayChange(tx: Tx, { makerId }: Pick<ReportRow, 'makerId'>): boolean {
  return may(tx.actor, 'enquiries.export') && (makerId === tx.actor.userId || may(tx.actor, 'enquiries.supervise'));
}

export async function readableReport(tx: Tx, id: Id): Promise<ReportRow | null> {
  const row = await findReport(tx, id);
  return row && mayRead(tx, row) ? row : null;
}

const mayDo = (role: Role, permission: Permission) => ROLE_PERMISSIONS[role].includes(permission);

/** Colleagues of now who may read statistics. */
export async function fitMembers(
  tx: Tx,
): Promise<ReadonlyMap<Id, { readonly name: string; readonly mayMake: boolean }>> {
  return new Map(
    (await listMembers(tx)).flatMap(({ id, name, role, active }) =>
      active && mayDo(role, 'metrics.read') ? [[id, { name, mayMake: mayDo(role, 'enquiries.export') }] as const] : [],
    ),
  );
}

/** With when it is due next. */
async function checked(tx: Tx, row: ReportRow): Promise<Outcome<ReportRow>> {
  if (!(await findSite(tx, row.siteId))) return refuseAt('siteId', 'enquiries.site_unknown');
  if (row.every === 'week' && row.weekdays.length === 0) return refuseAt('schedule.weekdays', 'field.required');
  const names = row.query.by === 'owner' || row.query.owner !== undefined;
  if (row.attach && names) return refuseAt('attach', 'reports.attach_names');
  const unknown = await unknownIn(tx, row.query);
  if (unknown.length > 0) return refuseFields(unknown);
  const fit = await fitMembers(tx);
  const unfit = row.recipientIds.flatMap((id, at) =>
    fit.has(id) ? [] : [{ field: `recipients.${at}`, code: 'reports.recipient_unfit', params: {} }],
  );
  if (unfit.length > 0) return refuseFields(unfit);
  return ok({ ...row, nextRunAt: row.paused ? null : await nextOf(tx, row, tx.now) });
}

/** Colleagues and sites in its filters that are none of the organisation. */
async function unknownIn(tx: Tx, { owner, site }: ReportRow['query']): Promise<FieldRefusal[]> {
  const named = (text: string | undefined) => (text === undefined ? [] : commaList(text).filter((one) => one !== NONE));
  const members = new Set<string>(owner === undefined ? [] : (await listMembers(tx)).map(({ id }) => id));
  const sites = new Set<string>(site === undefined ? [] : (await allSites(tx)).map(({ id }) => id));
  return [
    ...named(owner).flatMap((id) =>
      members.has(id) ? [] : [{ field: 'query.owner', code: 'enquiries.owner_unknown', params: {} }],
    ),
    ...named(site).flatMap((id) =>
      sites.has(id) ? [] : [{ field: 'query.site', code: 'enquiries.site_unknown', params: {} }],
    ),
  ];
}

export const scheduleOf = ({ every, weekdays, dayOfMonth, minuteOfDay, openDaysOnly }: ReportRow): ReportSchedule => ({
  ...{ every, weekdays: [...weekdays], dayOfMonth, minuteOfDay, openDaysOnly },
});

/** By the site's clock, hours and closures of now. */
export async function nextOf(tx: Tx, row: ReportRow, after: Instant): Promise<Instant | null> {
  return nextRunAt(scheduleOf(row), await siteCalendar(tx, row.siteId), after);
}

/** Another zone, other hours, a closure: what is due is found anew. */
async function replan(tx: Tx, siteId: Id): Promise<void> {
  for (const row of await lockReportsOfSite(tx, siteId)) {
    // What is due already is made, or found to be none, by the sweep.
    if (row.nextRunAt !== null && row.nextRunAt <= tx.now) continue;
    await updateNextRun(tx, row.id, await nextOf(tx, row, tx.now));
  }
}

export const reportSubscriber: Subscriber = {
  name: 'analytics.reports',
  types: ['identity.site_changed'],
  handle: (tx, { payload }) => replan(tx, payload['siteId'] as Id),
};

function auditReport(tx: Tx, action: string, row: ReportRow): void {
  tx.audit({
    action,
    ...{ entity: 'report', entityId: row.id },
    changes: {
      name: [null, row.name],
      recipients: [null, row.recipientIds.length],
      paused: [null, row.paused],
      attach: [null, row.attach],
    },
  });
  tx.emit({ type: 'analytics.report_changed', payload: { reportId: row.id } });
}

async function one(tx: Tx, row: ReportRow): Promise<Outcome<View>> {
  const [view] = await viewReports(tx, [row]);
  if (!view) throw new Error('one row gives one view');
  return ok(view);
}

async function viewReports(tx: Tx, rows: readonly ReportRow[]): Promise<View[]> {
  const last = new Map<Id, RunRow>(
    (
      await listLastRuns(
        tx,
        rows.map(({ id }) => id),
      )
    ).map((run) => [run.reportId, run]),
  );
  const names = new Map((await listMembers(tx)).map(({ id, name }) => [id, name]));
  const zones = new Map((await allSites(tx)).map(({ id, timeZone }) => [id, timeZone]));
  return rows.map((row) => {
    const run = last.get(row.id);
    return {
      ...{ id: row.id, name: row.name, query: row.query, period: row.period, formats: [...row.formats] },
      ...{ language: row.language, siteId: row.siteId, timeZone: zones.get(row.siteId) ?? 'UTC' },
      schedule: scheduleOf(row),
      recipients: row.recipientIds.map((userId) => ({ userId, name: names.get(userId) ?? '' })),
      ...{ attach: row.attach, makerId: row.makerId, makerName: names.get(row.makerId) ?? '', paused: row.paused },
      nextRunAt: row.nextRunAt === null ? null : formatInstant(row.nextRunAt),
      lastRun: run ? viewRun(run) : null,
      changeable: mayChange(tx, row),
      version: row.version,
    };
  });
}
