import type { Counted, HealthMeasure, StatusCode, StatusUsage } from '@anbu/contract';
import { HEALTH_MEASURES, STATUS_CODES } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { STATUSES } from '../vocabulary.ts';

/** What is taken back later than so many days was not a slip but another decision. */
export const CORRECTION_DAYS = 7;
/** Shares of fewer enquiries say nothing about a person. */
export const LEAST_USES = 20;
/** The longest period that is counted at once. */
export const MOST_DAYS = 92;
/** Statuses that say something of a talk. No-answer statuses and UNREACHED cannot be chosen by hand at all. */
export const TALKED: readonly StatusCode[] = ['CALLBACK', 'LATER', 'CONSULTING', 'HOLD', 'DECLINED'];
/** Closed without a visit. */
export const CLOSED: readonly StatusCode[] = STATUSES.filter(({ stage }) => stage === 'F').map(({ code }) => code);

/** How many enquiries: of one status or of all (null), of one person, of nobody who signed in (null) or of everybody. */
export type UsageCounts = {
  readonly status: StatusCode | null;
  readonly userId: Id | null;
  readonly everybody: boolean;
  /** However it was set, but for what was taken back. */
  readonly used: number;
  readonly chosen: number;
} & Readonly<Record<`${HealthMeasure}_${'found' | 'of'}`, number>>;

/** Enquiries in which one of these statuses (empty = whichever) was set in this way. */
export type Asked = { readonly statuses: readonly StatusCode[]; readonly usage: StatusUsage };
type Measure = { readonly found: Asked; readonly of: Asked };

/** The measures as a table: the page, the definitions and the addresses of their rows come from it. */
export const MEASURES: Readonly<Record<HealthMeasure, Measure>> = {
  hold_overdue: amongChosen(['HOLD'], 'hold_overdue'),
  hold_then_visit: amongChosen(['HOLD'], 'hold_then_visit'),
  callback_no_time: amongChosen(['CALLBACK'], 'callback_no_time'),
  declined_other: amongChosen(['DECLINED'], 'declined_other'),
  declined_words: amongChosen(['DECLINED'], 'declined_words'),
  no_call: amongChosen(TALKED, 'no_call'),
  invalid: { found: { statuses: ['INVALID'], usage: 'chosen' }, of: { statuses: [], usage: 'chosen' } },
  // What was taken back is no use any more: it stands among all that was ever chosen.
  corrected: { found: { statuses: [], usage: 'corrected' }, of: { statuses: [], usage: 'chosen_ever' } },
  reopened: amongChosen(CLOSED, 'reopened'),
};

function amongChosen(statuses: readonly StatusCode[], usage: StatusUsage): Measure {
  return { found: { statuses, usage }, of: { statuses, usage: 'chosen' } };
}

type Period = { readonly from: CalendarDay; readonly to: CalendarDay };
type Row = { readonly found: Counted; readonly of: Counted; readonly code: HealthMeasure };

/** The address of the enquiries that were counted, by the filters of the board. */
export function drillOf({ from, to }: Period, { statuses, usage }: Partial<Asked>, userId: Id | null = null): string {
  const query = new URLSearchParams({ usedFrom: from, usedTo: to });
  if (statuses && statuses.length > 0) query.set('usedStatus', statuses.join(','));
  if (usage) query.set('usage', usage);
  if (userId !== null) query.set('usedBy', userId);
  return `/enquiries?${query.toString()}`;
}

/** What was counted as the page shows it: by status in their order, the measures, and the people with enough uses, who used most first. */
export function healthOf(counts: readonly UsageCounts[], period: Period) {
  const counted = (count: number, asked: Partial<Asked>, userId: Id | null = null): Counted => ({
    count,
    drill: drillOf(period, asked, userId),
  });
  const measuresOf = (row: UsageCounts | undefined, userId: Id | null): Row[] =>
    HEALTH_MEASURES.map((code) => ({
      code,
      found: counted(row?.[`${code}_found`] ?? 0, MEASURES[code].found, userId),
      of: counted(row?.[`${code}_of`] ?? 0, MEASURES[code].of, userId),
    }));
  const all = counts.find(({ status, everybody }) => status === null && everybody);
  const people = counts
    .flatMap((row) =>
      row.status === null && row.userId !== null && row.chosen > 0 ? [{ ...row, userId: row.userId }] : [],
    )
    .toSorted((a, b) => b.chosen - a.chosen || (a.userId < b.userId ? -1 : 1));
  const enough = people.filter(({ chosen }) => chosen >= LEAST_USES);
  return {
    uses: counted(all?.used ?? 0, {}),
    statuses: STATUS_CODES.map((status) => {
      const row = counts.find((one) => one.status === status && one.everybody);
      const users = people.flatMap(({ userId }) => {
        const chosen = counts.find((one) => one.status === status && one.userId === userId)?.chosen ?? 0;
        return chosen > 0 ? [{ userId, ...counted(chosen, { statuses: [status], usage: 'chosen' }, userId) }] : [];
      });
      return {
        status,
        uses: counted(row?.used ?? 0, { statuses: [status] }),
        chosen: counted(row?.chosen ?? 0, { statuses: [status], usage: 'chosen' }),
        users,
      };
    }),
    measures: measuresOf(all, null),
    users: enough.map((row) => ({
      userId: row.userId,
      chosen: counted(row.chosen, { usage: 'chosen' }, row.userId),
      measures: measuresOf(row, row.userId),
    })),
    fewer: people.length - enough.length,
  };
}
