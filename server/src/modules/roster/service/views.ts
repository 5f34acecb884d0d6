import type { OnDuty, Roster, Shift as ShiftView, WeekShifts } from '@anbu/contract';
import type { z } from 'zod';
import { addDays, WEEKDAYS, type CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { allSites, listMembers, placeOfWork } from '../../identity/index.ts';
import { dutiesAt } from '../reads.ts';
import { clockText, patternOn, shiftsOn } from '../rules.ts';
import { listAbsences } from '../store/absence-store.ts';
import { listPlans, listWorkers } from '../store/plan-store.ts';
import type { Plan, Shift } from '../vocabulary.ts';
import { viewAbsence } from './absences.ts';

export const MOST_ABSENCES = 1_000;

/** Active members, how they work on these days, and who is away. */
export async function rosterOf(tx: Tx, from: CalendarDay, days: number): Promise<z.input<typeof Roster>> {
  const ids = await activeMembers(tx);
  const to = addDays(from, days - 1);
  const plans = await listPlans(tx, ids, { from, to });
  const workers = new Map((await listWorkers(tx, ids)).map((worker) => [worker.memberId, worker]));
  const duties = await dutiesAt(tx, ids, tx.now);
  const { timeZone } = await placeOfWork(tx, null);
  const end = instantAt(timeZone, addDays(to, 1), 0);
  const absences = await listAbsences(tx, instantAt(timeZone, from, 0), null, MOST_ABSENCES);
  return {
    from,
    members: ids.map((userId) => {
      const plan = plans.get(userId) ?? { patterns: [], days: new Map(), absences: [] };
      return {
        userId,
        languages: [...(workers.get(userId)?.languages ?? [])],
        languagesVersion: workers.get(userId)?.version ?? 0,
        now: duties.get(userId)?.state ?? 'unplanned',
        days: Array.from({ length: days }, (_, place) => dayView(plan, addDays(from, place))),
        week: weekView(plan, from),
      };
    }),
    absences: absences.filter((absence) => absence.from < end).map((absence) => viewAbsence(tx, absence)),
  };
}

function dayView(plan: Plan, day: CalendarDay) {
  const { planned, shifts, version } = shiftsOn(plan, day);
  return { day, planned, shifts: shifts.map(viewShift), version };
}

function weekView(plan: Plan, day: CalendarDay) {
  const pattern = patternOn(plan, day);
  if (!pattern) return null;
  const shifts = Object.fromEntries(WEEKDAYS.map((name) => [name, pattern.week[name].map(viewShift)]));
  return { from: pattern.from, shifts: shifts as WeekShifts, version: pattern.version };
}

/** Who works at a moment: all active members with what they do then. */
export async function onDuty(tx: Tx, at: Instant, siteId: Id | null): Promise<z.input<typeof OnDuty>> {
  const duties = await dutiesAt(tx, await activeMembers(tx), at, siteId);
  return {
    at: formatInstant(at),
    users: [...duties].map(([userId, { state, shift, away }]) => ({
      userId,
      state,
      awayUntil: away?.to ? formatInstant(away.to) : null,
      shift: shift && viewShift(shift),
    })),
  };
}

export async function siteExists(tx: Tx, id: Id): Promise<boolean> {
  return (await allSites(tx)).some((site) => site.id === id);
}

async function activeMembers(tx: Tx): Promise<Id[]> {
  return (await listMembers(tx)).filter(({ active }) => active).map(({ id }) => id);
}

function viewShift({ siteId, from, to }: Shift): ShiftView {
  return { siteId, from: clockText(from), to: clockText(to) };
}
