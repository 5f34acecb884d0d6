import type { StatusCode } from '@anbu/contract';
import type { EnquiryPlan, LabelReading } from './plan.ts';

/** What one row says of an enquiry, with its status as it is read. */
export type Saying = {
  readonly no: number;
  readonly label: string | null;
  readonly reading: LabelReading;
  readonly plan: EnquiryPlan;
};
export type Joined = {
  /** The row whose status the enquiry has. */
  readonly last: Saying;
  /** The others, in the order of the way. */
  readonly earlier: readonly Saying[];
  readonly plan: EnquiryPlan;
};

/**
 * The way of an enquiry as rows of one list tell it; the furthest is where it stands. A booking goes before an end without one: what
 * was booked must not be forgotten. Nothing goes before a visit but a refusal of all contact.
 */
export const WAY: readonly StatusCode[] = [
  'NEW',
  'WAITING',
  'NO_ANSWER_1',
  'NO_ANSWER_2',
  'NO_ANSWER_3',
  'NO_ANSWER_4',
  'NO_ANSWER_5',
  'INVALID',
  'UNREACHED',
  'CALLBACK',
  'LATER',
  'CONSULTING',
  'HOLD',
  'INELIGIBLE',
  'DECLINED',
  'BOOKED',
  'RESCHEDULING',
  'CANCELLED',
  'NO_SHOW',
  'VISITED',
  'DO_NOT_CONTACT',
];

function place({ reading }: Saying): number {
  // A row that calls itself a duplicate of the others says nothing of where it stands.
  return reading.invalidKind === 'duplicate' ? -1 : WAY.indexOf(reading.code);
}

/**
 * One enquiry of all rows that tell of it, given in the file's order: the status that is furthest, of two the later row's; every other
 * word of that row, else of the one before it on the way. Texts are kept all.
 */
export function joinRows(rows: readonly [Saying, ...Saying[]]): Joined {
  const way = [...rows].sort((a, b) => place(a) - place(b) || a.no - b.no);
  const last = way.at(-1) ?? rows[0];
  const earlier = way.slice(0, -1).filter((row) => place(row) >= 0);
  if (rows.length === 1) return { last, earlier: [], plan: last.plan };
  const surest = [...way].reverse().map(({ plan }) => plan);
  const first = <T>(of: (plan: EnquiryPlan) => T | null): T | null =>
    surest.map(of).find((value) => value !== null) ?? null;
  const booking = surest.find(({ bookingOn }) => bookingOn !== null) ?? last.plan;
  const visit = surest.find(({ visitOn }) => visitOn !== null) ?? last.plan;
  const counts = rows.flatMap(({ plan }) => plan.callCount ?? []);
  const texts = new Set(rows.flatMap(({ plan }) => plan.text ?? []));
  return {
    last,
    earlier,
    plan: {
      ...last.plan,
      receivedAt: rows[0].plan.receivedAt,
      sourceChannel: first(({ sourceChannel }) => (sourceChannel === 'unknown' ? null : sourceChannel)) ?? 'unknown',
      campaign: first(({ campaign }) => campaign),
      ownerId: first(({ ownerId }) => ownerId),
      text: texts.size === 0 ? null : [...texts].join('\n'),
      callCount: counts.length === 0 ? null : Math.max(...counts),
      bookingOn: booking.bookingOn,
      bookingMinute: booking.bookingMinute,
      visitOn: visit.visitOn,
      visitMinute: visit.visitMinute,
      likelihood: first(({ likelihood }) => likelihood),
      holdReasons: surest.find(({ holdReasons }) => holdReasons.length > 0)?.holdReasons ?? [],
      recontactOn: first(({ recontactOn }) => recontactOn),
    },
  };
}
