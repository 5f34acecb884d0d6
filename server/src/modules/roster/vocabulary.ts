import type { AbsenceKind, DutyState, Language } from '@anbu/contract';
import type { CalendarDay, Weekday } from '../../kernel/calendar-day.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** Work at a site, in minutes of its day: from, and up to but without, to. */
export type Shift = { readonly siteId: Id; readonly from: number; readonly to: number };
export type Week = Readonly<Record<Weekday, readonly Shift[]>>;

export type Away = { readonly from: Instant; readonly to: Instant | null };

/** What is known of one member's time. */
export type Plan = {
  /** Each holds from its day until the next one; the latest first. */
  readonly patterns: readonly { readonly from: CalendarDay; readonly week: Week; readonly version: number }[];
  /** Days that go by themselves. */
  readonly days: ReadonlyMap<CalendarDay, { readonly shifts: readonly Shift[]; readonly version: number }>;
  readonly absences: readonly Away[];
};

export type Duty = {
  readonly state: DutyState;
  readonly shift: Shift | null;
  /** Works later on the same day. */
  readonly later: boolean;
  readonly away: Away | null;
};

export type AbsenceRow = Away & {
  readonly id: Id;
  readonly memberId: Id;
  readonly kind: AbsenceKind;
  readonly note: string | null;
  readonly cancelledAt: Instant | null;
  readonly version: number;
};

export type WorkerRow = { readonly memberId: Id; readonly languages: readonly Language[]; readonly version: number };
