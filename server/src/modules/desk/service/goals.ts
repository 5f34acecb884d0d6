import {
  GOAL_MEASURES,
  ROLE_PERMISSIONS,
  type GoalChange,
  type GoalMeasure,
  type GoalOf,
  type GoalPage,
  type GoalRow,
  type GoalsInput,
} from '@anbu/contract';
import { z } from 'zod';
import {
  addDays,
  addMonths,
  firstDayOf,
  monthOf,
  type CalendarDay,
  type CalendarMonth,
} from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { decodeCursor, encodeCursor } from '../../../platform/keyset.ts';
import { countFirstCalls, countReached, currentPresets, sitePractice } from '../../enquiries/index.ts';
import { defaultSite, listMembers, listPlaces, memberNames } from '../../identity/index.ts';
import { expectedOf, shareOfMonth, standingOf } from '../goal-rules.ts';
import { insertGoals, listGoalChanges, listGoals, type GoalRecord } from '../store/goal-store.ts';

type Page = z.input<typeof GoalPage>;
type Subject = { readonly of: GoalOf; readonly id: Id; readonly name: string };
type Days = { readonly from: CalendarDay; readonly to: CalendarDay };

/**
 * Goals of a month, what came of them so far and what is expected by today: who assigns sees all, others themselves. Teams come first, then by name.
 * Spec: product A20.
 */
export async function goalsOf(tx: Tx, asked: CalendarMonth | undefined): Promise<Page> {
  const site = await defaultSite(tx);
  const day = dayOf(site.timeZone, tx.now);
  const month = asked ?? monthOf(day);
  const share = shareOfMonth(await sitePractice(tx, site.id), month, day);
  const days = { from: firstDayOf(month), to: addDays(firstDayOf(addMonths(month, 1)), -1) };
  const { limitMinutes } = (await currentPresets(tx)).firstResponse;
  const span = {
    from: instantAt(site.timeZone, days.from, 0),
    until: instantAt(site.timeZone, addDays(days.to, 1), 0),
  };
  const counted = [...(await countReached(tx, span)), ...(await countFirstCalls(tx, days, limitMinutes * 60))];
  const actual = new Map(counted.map((one) => [keyOf(one.measure, one.id), one.count]));
  const goals = new Map((await listGoals(tx, month)).map((goal) => [keyOf(goal.measure, goal.subjectId), goal]));
  const has = ({ id }: Subject) =>
    GOAL_MEASURES.some((one) => actual.has(keyOf(one, id)) || (goals.get(keyOf(one, id))?.target ?? null) !== null);
  const items = (await subjectsOf(tx, has)).map((subject): z.input<typeof GoalRow> => ({
    ...subject,
    figures: GOAL_MEASURES.map((measure) => {
      const key = keyOf(measure, subject.id);
      const { target = null, version = 0 } = goals.get(key) ?? {};
      const count = actual.get(key) ?? 0;
      const expected = expectedOf(target, share);
      return {
        measure,
        target,
        version,
        actual: count,
        expected,
        standing: standingOf(count, expected),
        drill: drillOf(subject, measure, days),
      };
    }),
  }));
  return { items, nextCursor: null, month, day, ...share, limitMinutes };
}

/**
 * Sets goals of a month, all or none; what is as it is already is no change. Refuses by field goals.nobody_there, goals.twice; 409 goals.changed where
 * somebody has set one since.
 */
export async function setGoals(
  tx: Tx,
  month: CalendarMonth,
  given: GoalsInput['goals'],
): Promise<Outcome<{ changed: number }>> {
  const seen = new Set<string>();
  const known = new Map((await allSubjects(tx)).map((subject) => [`${subject.of} ${subject.id}`, subject]));
  const errors = given.flatMap(({ of, id, measure }, index) => {
    const key = keyOf(measure, id);
    const twice = seen.has(key);
    seen.add(key);
    if (!known.has(`${of} ${id}`)) return [{ field: `goals.${index}.id`, code: 'goals.nobody_there', params: {} }];
    return twice ? [{ field: `goals.${index}.measure`, code: 'goals.twice', params: {} }] : [];
  });
  if (errors.length > 0) return refuseFields(errors);
  const current = new Map((await listGoals(tx, month)).map((goal) => [keyOf(goal.measure, goal.subjectId), goal]));
  const before = ({ measure, id }: GoalsInput['goals'][number]) => current.get(keyOf(measure, id));
  const changed = given.filter((goal) => (before(goal)?.target ?? null) !== goal.target);
  if (changed.some((goal) => (before(goal)?.version ?? 0) !== goal.version)) return refuse('goals.changed', {}, 409);
  const rows = changed.map(({ of, id, measure, target, version }) => {
    return { id: newId(), of, subjectId: id, measure, version: version + 1, target };
  });
  if (!(await write(tx, month, rows))) return refuse('goals.changed', {}, 409);
  for (const goal of changed) {
    tx.audit({
      action: 'desk.goal_set',
      entity: goal.of,
      entityId: goal.id,
      changes: { month: [month, month], [goal.measure]: [before(goal)?.target ?? null, goal.target] },
    });
  }
  return ok({ changed: changed.length });
}

/** The goals of the month before, where this month has none and who they are of is still there. Refuses by field goals.nothing_to_copy. */
export async function copyGoals(tx: Tx, month: CalendarMonth): Promise<Outcome<{ from: string; copied: number }>> {
  const from = addMonths(month, -1);
  const there = new Set((await subjectsOf(tx, () => false)).map(({ id }) => id));
  const old = (await listGoals(tx, from)).filter(({ target, subjectId }) => target !== null && there.has(subjectId));
  if (old.length === 0) return refuseAt('month', 'goals.nothing_to_copy');
  const current = new Map((await listGoals(tx, month)).map((goal) => [keyOf(goal.measure, goal.subjectId), goal]));
  const rows = old.flatMap((goal) => {
    const { target = null, version = 0 } = current.get(keyOf(goal.measure, goal.subjectId)) ?? {};
    return target === null ? [{ ...goal, id: newId(), version: version + 1 }] : [];
  });
  if (!(await write(tx, month, rows))) return refuse('goals.changed', {}, 409);
  tx.audit({ action: 'desk.goals_copied', entity: 'goal', changes: { month: [from, month], goals: [0, rows.length] } });
  return ok({ from, copied: rows.length });
}

/** What was changed in the goals of a month, the latest first. Refuses field.format on `cursor`. */
export async function goalChanges(
  tx: Tx,
  query: { readonly month: CalendarMonth | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Outcome<{ items: z.input<typeof GoalChange>[]; nextCursor: string | null }>> {
  const cursor = query.cursor === undefined ? null : ChangeCursor.safeParse(decodeCursor(query.cursor));
  if (cursor?.success === false) return refuseAt('cursor', 'field.format', { expected: 'cursor' });
  const after = cursor?.data[0] ?? null;
  const found = await listGoalChanges(tx, query.month ?? (await monthHere(tx)), { after, limit: query.limit + 1 });
  const shown = found.slice(0, query.limit);
  const names = new Map((await allSubjects(tx)).map(({ id, name }) => [id, name]));
  const authors = await memberNames(
    tx,
    shown.flatMap(({ setBy }) => setBy ?? []),
  );
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return ok({
    items: shown.map(({ of, subjectId, measure, version, before, target, setBy, setAt }) => ({
      of,
      id: subjectId,
      name: names.get(subjectId) ?? '',
      measure,
      version,
      before,
      after: target,
      changedBy: setBy === null ? null : (authors.get(setBy) ?? null),
      changedAt: formatInstant(setAt),
    })),
    nextCursor: last ? encodeCursor([last.id]) : null,
  });
}

async function monthHere(tx: Tx): Promise<CalendarMonth> {
  return monthOf(dayOf((await defaultSite(tx)).timeZone, tx.now));
}

const ChangeCursor = z.tuple([z.uuid()]);

const keyOf = (measure: GoalMeasure, id: Id) => `${measure} ${id}`;

async function write(tx: Tx, month: CalendarMonth, rows: readonly GoalRecord[]): Promise<boolean> {
  return rows.length === 0 || insertGoals(tx, month, rows);
}

/** Whom goals are shown of: who works enquiries, teams with members, and whoever else has figures. Without the right to assign: oneself. */
async function subjectsOf(tx: Tx, has: (subject: Subject) => boolean): Promise<Subject[]> {
  const members = await listMembers(tx);
  const working = new Set(
    members.flatMap(({ id, active, role }) =>
      active && ROLE_PERMISSIONS[role].includes('enquiries.work') ? [id] : [],
    ),
  );
  const { teams } = await listPlaces(tx);
  const manned = new Set(teams.flatMap(({ id, memberIds }) => (memberIds.length > 0 ? [id] : [])));
  const seesAll = may(tx.actor, 'enquiries.assign');
  return (await allSubjects(tx)).filter(
    (subject) =>
      (seesAll || subject.id === tx.actor.userId) &&
      (working.has(subject.id) || manned.has(subject.id) || has(subject)),
  );
}

async function allSubjects(tx: Tx): Promise<Subject[]> {
  const { teams } = await listPlaces(tx);
  const named = (of: GoalOf, list: readonly { readonly id: Id; readonly name: string }[]) =>
    list.map(({ id, name }) => ({ of, id, name })).toSorted((a, b) => a.name.localeCompare(b.name));
  return [...named('team', teams), ...named('user', await listMembers(tx))];
}

/** The rows behind a figure, as filters of the list of enquiries. */
function drillOf({ of, id }: Subject, measure: GoalMeasure, { from, to }: Days): Record<string, string> {
  switch (measure) {
    case 'booked':
      return { [of === 'user' ? 'creditedTo' : 'team']: id, bookedOrVisitedFrom: from, bookedOrVisitedTo: to };
    case 'visited':
      return { [of === 'user' ? 'creditedTo' : 'team']: id, visitedFrom: from, visitedTo: to };
    case 'firstCall':
      return { [of === 'user' ? 'owner' : 'team']: id, firstCall: 'in_time', receivedFrom: from, receivedTo: to };
  }
}
