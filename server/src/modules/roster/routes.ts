import {
  Absence,
  AbsenceEnd,
  AbsenceInput,
  AbsencePage,
  AbsencePatch,
  AbsenceQuery,
  CopyWeekInput,
  CopyWeekResult,
  IdParams,
  Nothing,
  OnDuty,
  OnDutyQuery,
  Roster,
  RosterDayInput,
  RosterMemberPatch,
  RosterQuery,
  RosterWeekInput,
  RosterWeekParams,
} from '@anbu/contract';
import { calendarDay } from '../../kernel/calendar-day.ts';
import { instant } from '../../kernel/instant.ts';
import { notFound, ok, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../kernel/zoned-time.ts';
import type { Tx } from '../../platform/db/index.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { placeOfWork } from '../identity/index.ts';
import { changeAbsence, endAbsence, markAbsent, viewAbsence } from './service/absences.ts';
import { copyWeek, dropDay, planDay, planWeek, setLanguages } from './service/shifts.ts';
import { MOST_ABSENCES, onDuty, rosterOf, siteExists } from './service/views.ts';
import { findAbsence, listAbsences } from './store/absence-store.ts';
import type { AbsenceRow } from './vocabulary.ts';

const tag = 'roster';
// Who works when is everybody's to see; who plans it may write settings.
const READ = { tag, permission: 'signed-in', mode: 'read' } as const;
const PLAN = { tag, permission: 'settings.write' } as const;

function shown(tx: Tx, outcome: Outcome<AbsenceRow>) {
  return outcome.ok ? ok(viewAbsence(tx, outcome.value)) : outcome;
}

export const rosterRoutes: readonly Route[] = [
  route({
    ...READ,
    method: 'GET',
    path: '/roster',
    operationId: 'getRoster',
    summary: 'Who works on these days, by the week and by days of their own, and who is away',
    query: RosterQuery,
    reply: Roster,
    handler: async (tx, { query }) => {
      const { timeZone } = await placeOfWork(tx, null);
      // The contract has checked that it is a day of the calendar.
      const from = query.from ? calendarDay(query.from) : dayOf(timeZone, tx.now);
      return ok(await rosterOf(tx, from, query.days));
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/roster/on-duty',
    operationId: 'getOnDuty',
    summary: 'Who works at a moment, now where none is named',
    query: OnDutyQuery,
    reply: OnDuty,
    handler: async (tx, { query }) => {
      if (query.site && !(await siteExists(tx, query.site))) {
        return refuseFields([{ field: 'site', code: 'field.not_found', params: {} }]);
      }
      return ok(await onDuty(tx, query.at ? instant(Date.parse(query.at)) : tx.now, query.site ?? null));
    },
  }),
  route({
    ...PLAN,
    method: 'POST',
    path: '/roster/copy-week',
    operationId: 'copyRosterWeek',
    summary: 'The days of one week once more in another',
    body: CopyWeekInput,
    reply: CopyWeekResult,
    handler: (tx, { body }) =>
      copyWeek(tx, { from: calendarDay(body.from), to: calendarDay(body.to), userIds: body.userIds }),
  }),
  route({
    ...PLAN,
    method: 'PATCH',
    path: '/roster/:id',
    operationId: 'setRosterLanguages',
    summary: 'Languages that a user speaks with people',
    params: IdParams,
    body: RosterMemberPatch,
    reply: Nothing,
    handler: (tx, { params, body }) => setLanguages(tx, params.id, body),
  }),
  route({
    ...PLAN,
    method: 'PUT',
    path: '/roster/:id/weeks/:day',
    operationId: 'planWeek',
    summary: 'How a user works each week from a day on',
    params: RosterWeekParams,
    body: RosterWeekInput,
    reply: Nothing,
    handler: (tx, { params, body }) => planWeek(tx, params.id, calendarDay(params.day), body),
  }),
  route({
    ...PLAN,
    method: 'PUT',
    path: '/roster/:id/days/:day',
    operationId: 'planDay',
    summary: 'How a user works on one day, other than each week',
    params: RosterWeekParams,
    body: RosterDayInput,
    reply: Nothing,
    handler: (tx, { params, body }) => planDay(tx, params.id, calendarDay(params.day), body),
  }),
  route({
    ...PLAN,
    method: 'DELETE',
    path: '/roster/:id/days/:day',
    operationId: 'dropDay',
    summary: 'The day goes by the week again',
    params: RosterWeekParams,
    reply: Nothing,
    handler: (tx, { params }) => dropDay(tx, params.id, calendarDay(params.day)),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/absences',
    operationId: 'listAbsences',
    summary: 'Who is away or will be',
    query: AbsenceQuery,
    reply: AbsencePage,
    handler: async (tx, { query }) => {
      const { timeZone } = await placeOfWork(tx, query.userId ?? null);
      const from = query.from ? calendarDay(query.from) : dayOf(timeZone, tx.now);
      const rows = await listAbsences(tx, instantAt(timeZone, from, 0), query.userId ?? null, MOST_ABSENCES);
      return ok({ items: rows.map((row) => viewAbsence(tx, row)), nextCursor: null });
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/absences/:id',
    operationId: 'getAbsence',
    summary: 'One absence',
    params: IdParams,
    reply: Absence,
    handler: async (tx, { params }) => {
      const absence = await findAbsence(tx, params.id);
      return absence ? ok(viewAbsence(tx, absence)) : notFound('absence');
    },
  }),
  route({
    tag,
    permission: 'signed-in',
    method: 'POST',
    path: '/absences',
    operationId: 'markAbsent',
    summary: 'Somebody is away: said by herself, or by who hands work out',
    body: AbsenceInput,
    reply: Absence,
    status: 201,
    location: '/absences/:id',
    handler: async (tx, { body }) => shown(tx, await markAbsent(tx, body)),
  }),
  route({
    tag,
    permission: 'signed-in',
    method: 'PATCH',
    path: '/absences/:id',
    operationId: 'changeAbsence',
    summary: 'Other times of an absence, or another reason',
    params: IdParams,
    body: AbsencePatch,
    reply: Absence,
    handler: async (tx, { params, body }) => shown(tx, await changeAbsence(tx, params.id, body)),
  }),
  route({
    tag,
    permission: 'signed-in',
    method: 'POST',
    path: '/absences/:id/end',
    operationId: 'endAbsence',
    summary: 'She is back; an absence that has not begun is called off',
    params: IdParams,
    body: AbsenceEnd,
    reply: Absence,
    handler: async (tx, { params, body }) => shown(tx, await endAbsence(tx, params.id, body.version)),
  }),
];
