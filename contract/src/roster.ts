import { z } from 'zod';
import { Day, Id, InstantText, Language, Version, distinct, page, text } from './common.ts';
import { ClockText } from './identity.ts';

/** Work at one site, in its own time, from and up to. Ends by midnight: what goes on is a shift of the next day. */
export const Shift = z.strictObject({ siteId: Id, from: ClockText, to: ClockText }).meta({ id: 'Shift' });
export type Shift = z.infer<typeof Shift>;
const Shifts = z.array(Shift).max(8);

export const WeekShifts = z
  .strictObject({ mon: Shifts, tue: Shifts, wed: Shifts, thu: Shifts, fri: Shifts, sat: Shifts, sun: Shifts })
  .meta({ id: 'WeekShifts' });
export type WeekShifts = z.infer<typeof WeekShifts>;

export const ABSENCE_KINDS = ['sick', 'leave', 'training', 'other'] as const;
export const AbsenceKind = z.enum(ABSENCE_KINDS).meta({ id: 'AbsenceKind' });
export type AbsenceKind = z.infer<typeof AbsenceKind>;

/** `kind` and `note` are null for those whom they do not concern: that somebody is away is everybody's, why is not. */
export const Absence = z
  .object({
    id: Id,
    userId: Id,
    from: InstantText,
    /** Null = until she says that she is back. */
    to: InstantText.nullable(),
    kind: AbsenceKind.nullable(),
    note: z.string().nullable(),
    /** Whether the caller may change it. */
    editable: z.boolean(),
    version: Version,
  })
  .meta({ id: 'Absence' });
export type Absence = z.infer<typeof Absence>;
export const AbsencePage = page(Absence);

/** A moment, or a whole day of her place of work: `from` its beginning, `to` its end. */
const Border = z.union([InstantText, Day]);
export const AbsenceInput = z.strictObject({
  userId: Id,
  from: Border,
  to: Border.nullable().default(null),
  kind: AbsenceKind,
  note: text(500).optional(),
});
export type AbsenceInput = z.infer<typeof AbsenceInput>;
/** Back earlier than planned. */
export const AbsenceEnd = z.strictObject({ version: Version.optional() });
export const AbsencePatch = z.strictObject({
  from: Border.optional(),
  to: Border.nullable().optional(),
  kind: AbsenceKind.optional(),
  note: text(500).nullable().optional(),
  version: Version.optional(),
});
export type AbsencePatch = z.infer<typeof AbsencePatch>;
/** Absences that end after `from`, today where it is not said. */
export const AbsenceQuery = z.strictObject({ userId: Id.optional(), from: Day.optional() });

/** `own`: this day was planned by itself; `week`: by the weekly pattern; `none`: nobody has planned it. */
export const RosterDay = z.object({
  day: Day,
  planned: z.enum(['own', 'week', 'none']),
  shifts: z.array(Shift),
  /** Of a day of its own; 0 where there is none. */
  version: z.int().min(0),
});
export type RosterDay = z.infer<typeof RosterDay>;
export const DutyState = z.enum(['on', 'off', 'absent', 'unplanned']).meta({ id: 'DutyState' });
export type DutyState = z.infer<typeof DutyState>;
export const RosterMember = z
  .object({
    userId: Id,
    /** That she speaks with people, beside the language of the organisation. */
    languages: z.array(Language),
    languagesVersion: z.int().min(0),
    now: DutyState,
    days: z.array(RosterDay),
    /** The pattern that holds on the first day shown, and since when. */
    week: z.object({ from: Day, shifts: WeekShifts, version: Version }).nullable(),
  })
  .meta({ id: 'RosterMember' });
export type RosterMember = z.infer<typeof RosterMember>;

/** From today at the first site where no day is said. */
export const RosterQuery = z.strictObject({
  from: Day.optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
});
export const Roster = z
  .object({ from: Day, members: z.array(RosterMember), absences: z.array(Absence) })
  .meta({ id: 'Roster' });
export type Roster = z.infer<typeof Roster>;

export const RosterWeekParams = z.strictObject({ id: Id, day: Day });
/** The pattern from that day on, until the next one; without any shift she is not planned by the week any more. */
export const RosterWeekInput = z.strictObject({ shifts: WeekShifts, version: z.int().min(0).optional() });
export const RosterDayInput = z.strictObject({ shifts: Shifts, version: z.int().min(0).optional() });
export const RosterMemberPatch = z.strictObject({
  languages: distinct(z.array(Language).max(3)),
  version: z.int().min(0).optional(),
});
/** The days of one week once more in another; both begin on the day that is named. Without `userIds` everybody's. */
export const CopyWeekInput = z.strictObject({
  from: Day,
  to: Day,
  userIds: distinct(z.array(Id).min(1).max(500)).optional(),
});
export const CopyWeekResult = z.object({ days: z.int() });

export const OnDutyQuery = z.strictObject({ at: InstantText.optional(), site: Id.optional() });
export const OnDuty = z
  .object({
    at: InstantText,
    users: z.array(
      z.object({
        userId: Id,
        state: DutyState,
        /** Away until; null also for an absence without an end. */
        awayUntil: InstantText.nullable(),
        shift: Shift.nullable(),
      }),
    ),
  })
  .meta({ id: 'OnDuty' });
export type OnDuty = z.infer<typeof OnDuty>;
