import type { Language, Shift as ShiftView, WeekShifts } from '@anbu/contract';
import { addDays, WEEKDAYS, type CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { allSites, findMember, listMembers } from '../../identity/index.ts';
import { readShifts, shiftsOn } from '../rules.ts';
import {
  findDayVersion,
  findPatternVersion,
  listPlans,
  listWorkers,
  putWorker,
  removeDay,
  replaceDays,
  replacePattern,
  type DayPlan,
} from '../store/plan-store.ts';
import type { Shift, Week } from '../vocabulary.ts';

const DAYS_OF_A_WEEK = 7;

/**
 * How she works each week from that day on. Refuses request.not_found, request.stale { version } 409, and by field what `readShifts` refuses and
 * sites that there are not.
 */
export async function planWeek(
  tx: Tx,
  memberId: Id,
  from: CalendarDay,
  input: { readonly shifts: WeekShifts; readonly version?: number | undefined },
): Promise<Outcome<null>> {
  const week = await readWeek(tx, input.shifts);
  if (!week.ok) return week;
  if (!(await findMember(tx, memberId))) return notFound('user');
  const version = await findPatternVersion(tx, memberId, from);
  if (input.version !== undefined && input.version !== version) return refuse('request.stale', { version }, 409);
  await replacePattern(tx, memberId, from, week.value);
  tell(tx, memberId, 'roster.week_planned', { from: [null, from] });
  return ok(null);
}

/** One day by itself; an empty one is a day off. Refuses what `planWeek` refuses. */
export async function planDay(
  tx: Tx,
  memberId: Id,
  day: CalendarDay,
  input: { readonly shifts: readonly ShiftView[]; readonly version?: number | undefined },
): Promise<Outcome<null>> {
  const shifts = await readKnown(tx, input.shifts, 'shifts');
  if (!shifts.ok) return shifts;
  if (!(await findMember(tx, memberId))) return notFound('user');
  const version = await findDayVersion(tx, memberId, day);
  if (input.version !== undefined && input.version !== version) return refuse('request.stale', { version }, 409);
  await replaceDays(tx, [{ memberId, day, shifts: shifts.value }]);
  tell(tx, memberId, 'roster.day_planned', { day: [null, day] });
  return ok(null);
}

/** The day goes by the week again. Refuses request.not_found where it did already. */
export async function dropDay(tx: Tx, memberId: Id, day: CalendarDay): Promise<Outcome<null>> {
  if (!(await removeDay(tx, memberId, day))) return notFound('roster_day');
  tell(tx, memberId, 'roster.day_dropped', { day: [day, null] });
  return ok(null);
}

/** What was worked in one week, once more in another: days that nobody had planned stay as they are. Gives how many days it wrote. */
export async function copyWeek(
  tx: Tx,
  input: { readonly from: CalendarDay; readonly to: CalendarDay; readonly userIds?: readonly Id[] | undefined },
): Promise<Outcome<{ days: number }>> {
  if (input.from === input.to) return refuseFields([{ field: 'to', code: 'roster.same_week', params: {} }]);
  const members = await listMembers(tx);
  const active = members.filter(({ active: works }) => works).map(({ id }) => id);
  const ids = input.userIds ?? active;
  if (ids.some((id) => !members.some((member) => member.id === id))) {
    return refuseFields([{ field: 'userIds', code: 'field.not_found', params: {} }]);
  }
  const plans = await listPlans(tx, ids, { from: input.from, to: addDays(input.from, DAYS_OF_A_WEEK - 1) });
  const days: DayPlan[] = [];
  for (const [memberId, plan] of plans) {
    for (let place = 0; place < DAYS_OF_A_WEEK; place++) {
      const { planned, shifts } = shiftsOn(plan, addDays(input.from, place));
      if (planned !== 'none') days.push({ memberId, day: addDays(input.to, place), shifts });
    }
  }
  if (days.length > 0) await replaceDays(tx, days);
  for (const memberId of new Set(days.map((day) => day.memberId))) {
    tell(tx, memberId, 'roster.week_copied', { from: [null, input.from], to: [null, input.to] });
  }
  return ok({ days: days.length });
}

/** Languages that she speaks with people. Refuses request.not_found, request.stale. */
export async function setLanguages(
  tx: Tx,
  memberId: Id,
  input: { readonly languages: readonly Language[]; readonly version?: number | undefined },
): Promise<Outcome<null>> {
  if (!(await findMember(tx, memberId))) return notFound('user');
  const [known] = await listWorkers(tx, [memberId]);
  const version = known?.version ?? 0;
  if (input.version !== undefined && input.version !== version) return refuse('request.stale', { version }, 409);
  await putWorker(tx, memberId, input.languages);
  tell(tx, memberId, 'roster.languages_set', { languages: [known?.languages ?? [], input.languages] });
  return ok(null);
}

async function readWeek(tx: Tx, given: WeekShifts): Promise<Outcome<Week>> {
  const week: Partial<Record<keyof Week, readonly Shift[]>> = {};
  for (const name of WEEKDAYS) {
    const shifts = await readKnown(tx, given[name], `shifts.${name}`);
    if (!shifts.ok) return shifts;
    week[name] = shifts.value;
  }
  return ok(week as Week);
}

async function readKnown(tx: Tx, given: readonly ShiftView[], field: string): Promise<Outcome<Shift[]>> {
  const shifts = readShifts(given, field);
  if (!shifts.ok || given.length === 0) return shifts;
  const sites = new Set((await allSites(tx)).map(({ id }) => id));
  const unknown = given.findIndex(({ siteId }) => !sites.has(siteId));
  if (unknown < 0) return shifts;
  return refuseFields([{ field: `${field}.${unknown}.siteId`, code: 'field.not_found', params: {} }]);
}

function tell(tx: Tx, memberId: Id, action: string, changes: Record<string, readonly [unknown, unknown]>): void {
  tx.audit({ action, entity: 'user', entityId: memberId, changes });
  tx.emit({ type: 'roster.changed', payload: { userId: memberId } });
}
