import { z } from 'zod';
import { Id, InstantText, page, text, Version } from './common.ts';
import { Slot, type HoldReason } from './statuses.ts';

/**
 * The numbers that a practice works by, as one table: what each is, in which unit, as shipped, and between which bounds. It drives the check of a
 * change, the form and the rules. An organisation's own values are versioned rows; `standard` is what it starts from. Spec: domain §1–§4.
 */
export type PresetField =
  | {
      readonly kind: 'number';
      readonly unit: PresetUnit;
      readonly standard: number;
      readonly least: number;
      readonly most: number;
    }
  | { readonly kind: 'time'; readonly standard: string }
  /** Rising: 0, 3, 7. */
  | {
      readonly kind: 'numbers';
      readonly unit: PresetUnit;
      readonly standard: readonly number[];
      readonly least: number;
      readonly most: number;
      readonly shortest: number;
      readonly longest: number;
    }
  /** One of a few ways. */
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly standard: string }
  /** One slot for each place, in order. */
  | { readonly kind: 'slots'; readonly standard: readonly Slot[] };
export type PresetUnit = 'minutes' | 'hours' | 'days' | 'openDays' | 'months' | 'calls' | 'times' | 'rows' | 'percent';

function number<U extends PresetUnit>(unit: U, standard: number, least: number, most: number) {
  return { kind: 'number', unit, standard, least, most } as const;
}

function numbers<U extends PresetUnit>(
  unit: U,
  standard: readonly number[],
  bounds: { least: number; most: number; shortest: number; longest: number },
) {
  return { kind: 'numbers', unit, standard, ...bounds } as const;
}

function time(standard: string) {
  return { kind: 'time', standard } as const;
}

function choice<O extends string>(standard: O, ...others: O[]) {
  return { kind: 'choice', standard, options: [standard, ...others] } as const;
}

function slots(...standard: Slot[]) {
  return { kind: 'slots', standard } as const;
}

/** What becomes of work that its owner does not do: it stays, is anybody's of the team, or goes to those on duty with the fewest due. */
export type Reassignment = 'off' | 'pool' | 'load';
const reassignment = () => choice<Reassignment>('off', 'pool', 'load');

const holdDays = (standard: number) => number('days', standard, 0, 180);
const HOLD = {
  SCHEDULE: holdDays(3),
  BUSY: holdDays(14),
  FAMILY: holdDays(7),
  COST: holdDays(7),
  DISTANCE: holdDays(7),
  AWAY: holdDays(14),
  FEAR: holdDays(10),
  COMPARING: holdDays(3),
  THINKING: holdDays(10),
  CLEARANCE: holdDays(14),
} as const satisfies Record<HoldReason, PresetField>;

export const PRESETS = {
  /** From the arrival to an owner and a first call, in opening time. */
  firstResponse: {
    ownerMinutes: number('minutes', 5, 1, 480),
    goalMinutes: number('minutes', 5, 1, 480),
    limitMinutes: number('minutes', 30, 1, 480),
    /** After hours: how many first calls one person makes in each limit after opening. */
    callsPerLimit: number('calls', 6, 1, 60),
  },
  /** Parts of the day in which a person is called. */
  slots: {
    morningTo: time('11:00'),
    afternoonFrom: time('14:00'),
    afternoonTo: time('16:00'),
    eveningMinutes: number('minutes', 90, 30, 360),
    shortestMinutes: number('minutes', 30, 5, 120),
  },
  /** Nobody answers. */
  cadence: {
    /** The unanswered day that ends it. */
    lastDay: number('days', 7, 2, 7),
    plan: slots('AM', 'EV', 'PM', 'EV', 'AM', 'EV'),
    planAfterMorning: slots('PM', 'EV', 'AM', 'EV', 'AM', 'EV'),
    sameDayBefore: time('15:00'),
    sameDayHours: number('hours', 2, 0, 8),
    informationAfterDays: numbers('days', [1, 3, 5], { least: 1, most: 6, shortest: 0, longest: 6 }),
    informationBeforeCall: number('days', 6, 2, 7),
  },
  promise: {
    /** Before and after the promised time: announced, kept, then the team's. */
    windowMinutes: number('minutes', 10, 1, 60),
    leaderMinutes: number('minutes', 30, 1, 240),
  },
  /** Opening time after an action became late. */
  leader: { minutes: number('minutes', 30, 1, 480) },
  /** Work whose owner does not do it in time, or is away. As shipped nothing moves by itself (domain §2). `lateMinutes`: of opening time, untouched since it was late. */
  reassign: {
    late: reassignment(),
    lateMinutes: number('minutes', 60, 5, 480),
    absent: reassignment(),
  },
  /** An alert that nobody answers, and by which channel it is told when (`reminders.ts`). */
  reminder: {
    againMinutes: number('minutes', 5, 1, 120),
    againTimes: number('times', 2, 0, 10),
    snoozeMinutes: number('minutes', 10, 1, 120),
    pushMinutes: number('minutes', 0, 0, 60),
  },
  consultation: {
    followUpHours: number('hours', 24, 1, 168),
    rebookHours: number('hours', 24, 1, 168),
    unansweredDays: number('days', 3, 1, 7),
  },
  hold: HOLD,
  cancelled: { days: numbers('days', [0, 3, 7], { least: 0, most: 60, shortest: 1, longest: 6 }) },
  noShow: {
    firstHours: number('hours', 2, 1, 48),
    days: numbers('days', [1, 3, 7], { least: 1, most: 60, shortest: 1, longest: 6 }),
  },
  booking: {
    guideMinutes: number('minutes', 30, 0, 480),
    sameDayMinutes: number('minutes', 30, 0, 480),
    arrivalMinutes: number('minutes', 15, 0, 120),
  },
  /** Open days of the month after, on which an unreached person is tried once more. */
  passes: { openDays: numbers('openDays', [1, 6], { least: 1, most: 15, shortest: 2, longest: 2 }) },
  arrival: {
    duplicateDays: number('days', 30, 1, 365),
    reNewMonths: number('months', 12, 1, 120),
  },
  work: {
    claimMinutes: number('minutes', 10, 1, 120),
    undoMinutes: number('minutes', 10, 1, 120),
  },
  /** Lists that leave the house as files. */
  exports: {
    /** More rows at once are told to the administrators. */
    unusualRows: number('rows', 1_000, 10, 1_000_000),
    /** Up to so many are written at once, more by a job. */
    directRows: number('rows', 2_000, 0, 5_000),
    fileHours: number('hours', 24, 1, 168),
  },
  /** What a day's work takes, and how much of a day is planned (A20). */
  load: {
    plannedPercent: number('percent', 80, 10, 100),
    ASSIGN: number('minutes', 2, 0, 120),
    CALL: number('minutes', 6, 0, 120),
    FOLLOW_UP: number('minutes', 8, 0, 120),
    GUIDE: number('minutes', 4, 0, 120),
    CONFIRM: number('minutes', 3, 0, 120),
    SAME_DAY: number('minutes', 3, 0, 120),
    CHECK_ARRIVAL: number('minutes', 2, 0, 120),
    REBOOK: number('minutes', 6, 0, 120),
  },
} as const satisfies Record<string, Record<string, PresetField>>;

export type PresetCode = keyof typeof PRESETS;
export const PRESET_CODES = Object.keys(PRESETS) as PresetCode[];
export const PresetCode = z.enum(PRESET_CODES).meta({ id: 'PresetCode' });

type ValueOf<F> = F extends { kind: 'number' }
  ? number
  : F extends { kind: 'choice'; options: readonly (infer O)[] }
    ? O
    : F extends { kind: 'time' }
      ? string
      : F extends { kind: 'slots' }
        ? readonly Slot[]
        : readonly number[];
/** All numbers of an organisation, as its rules read them. */
export type Presets = {
  readonly [C in PresetCode]: { readonly [F in keyof (typeof PRESETS)[C]]: ValueOf<(typeof PRESETS)[C][F]> };
};

export const PresetValue = z.record(
  z.string(),
  z.union([z.number(), z.string(), z.array(z.union([z.number(), z.string()]))]),
);
export type PresetValue = z.infer<typeof PresetValue>;

/** Fields of one group, for readers that take any. */
export function presetFields(code: PresetCode): readonly (readonly [string, PresetField])[] {
  return Object.entries(PRESETS[code]);
}

/** The values as shipped. */
export function standardPreset<C extends PresetCode>(code: C): Presets[C] {
  // The table's own kinds make these values; the mapped type says the same.
  return Object.fromEntries(presetFields(code).map(([name, field]) => [name, field.standard])) as Presets[C];
}

export const STANDARD_PRESETS = Object.fromEntries(PRESET_CODES.map((code) => [code, standardPreset(code)])) as Presets;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

function fieldSchema(field: PresetField): z.ZodType<number | string | (number | string)[]> {
  switch (field.kind) {
    case 'number':
      return z.int().min(field.least).max(field.most);
    case 'time':
      return TimeOfDay;
    case 'choice':
      return z.enum(field.options);
    case 'slots':
      return z.array(Slot).length(field.standard.length);
    case 'numbers':
      return z
        .array(z.int().min(field.least).max(field.most))
        .min(field.shortest)
        .max(field.longest)
        .refine((list) => list.every((value, index) => index === 0 || value > (list[index - 1] ?? 0)), {
          params: { code: 'presets.not_rising' },
        });
  }
}

/** What goes before what within a group: [earlier, later]. */
const ORDER: Partial<Record<PresetCode, readonly (readonly [string, string])[]>> = {
  firstResponse: [['goalMinutes', 'limitMinutes']],
  slots: [['afternoonFrom', 'afternoonTo']],
  promise: [['windowMinutes', 'leaderMinutes']],
};

/** The schema of a group's whole value. Codes of its errors beside the usual ones: presets.not_rising, presets.order { other }. */
export function presetSchema(code: PresetCode): z.ZodType<PresetValue> {
  return z
    .strictObject(Object.fromEntries(presetFields(code).map(([name, field]) => [name, fieldSchema(field)])))
    .superRefine((value, context) => {
      for (const [earlier, later] of ORDER[code] ?? []) {
        const [a, b] = [value[earlier], value[later]];
        // Both are numbers or both are HH:MM, whose text order is time order.
        if (a === undefined || b === undefined || a <= b) continue;
        context.addIssue({
          code: 'custom',
          path: [later],
          params: { code: 'presets.order', other: earlier },
          message: 'order',
        });
      }
    });
}

/** One group as it is now. `version` 0: as shipped, nobody has changed it. */
export const Preset = z
  .object({
    code: PresetCode,
    value: PresetValue,
    standard: PresetValue,
    version: z.int().min(0),
    changedBy: Id.nullable(),
    changedByName: z.string().nullable(),
    changedAt: InstantText.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Preset' });
export type Preset = z.infer<typeof Preset>;
export const PresetPage = page(Preset);
export const PresetParams = z.strictObject({ code: PresetCode });

/** `value` whole; `version` = the one on the screen, 0 for as shipped. */
export const PresetInput = z
  .strictObject({
    value: PresetValue,
    reason: text(500).optional(),
    version: z.union([z.literal(0), Version]).optional(),
  })
  .meta({ id: 'PresetInput' });
export type PresetInput = z.infer<typeof PresetInput>;
