/** Roster: who works when and where, and who is away. */
export { awayOf, dutiesAt, minutesPlanned, peopleOnDuty, spokenBy, withoutAway } from './reads.ts';
export { rosterRoutes } from './routes.ts';
export { planWeek } from './service/shifts.ts';
export { markAbsent } from './service/absences.ts';
export { findAbsence } from './store/absence-store.ts';
export type { AbsenceRow, Away, Duty } from './vocabulary.ts';
