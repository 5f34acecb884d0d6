import type { BookingGoal, BookingGoalInput, ChannelSpend, ChannelSpendInput, MonthsQuery } from '@anbu/contract';
import type { CalendarMonth } from '../../../kernel/calendar-day.ts';
import { ok, refuse, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { listItemsOf } from '../../enquiries/index.ts';
import { allSites } from '../../identity/index.ts';
import {
  insertBookingGoals,
  insertSpend,
  listBookingGoals,
  listSpend,
  type Given,
  type Months,
} from '../store/given-store.ts';
import { readQuestion } from './question.ts';

type Entered = Given & { readonly field: string };
/** The contract has checked that these are months. */
const month = (text: string) => text as CalendarMonth;
const nameOf = (one: Pick<Given, 'month' | 'key'>) => `${one.month} ${one.key}`;

/** What was spent, as entered. Refuses what `readQuestion` refuses. */
export async function spendOf(tx: Tx, asked: MonthsQuery): Promise<Outcome<{ items: ChannelSpend[] }>> {
  const months = await readQuestion(tx, asked);
  if (!months.ok) return months;
  const items = (await listSpend(tx, months.value)).map(({ month: at, key, value, version }) => ({
    ...{ month: at, channel: key, amountWon: value, version },
  }));
  return ok({ items });
}

/** Sets spend, all or none; what is so already is no change. Refuses by field enquiries.source_channel_unknown, spend.twice; 409 spend.changed. */
export async function setSpend(tx: Tx, { entries }: ChannelSpendInput): Promise<Outcome<null>> {
  const known = new Set((await listItemsOf(tx, 'source_channel')).map(({ code }) => code));
  const given = entries.map((one, at): Entered => ({
    ...{ month: month(one.month), key: one.channel, value: one.amountWon, version: one.version },
    field: `entries.${at}.channel`,
  }));
  const unknown = given.flatMap(({ key, field }): FieldRefusal[] =>
    known.has(key) ? [] : [{ field, code: 'enquiries.source_channel_unknown', params: { code: key } }],
  );
  const changed = await changesOf(given, unknown, 'spend', (months) => listSpend(tx, months));
  if (!changed.ok) return changed;
  const rows = changed.value;
  if (rows.length === 0) return ok(null);
  if (!(await insertSpend(tx, rows.map(next)))) return refuse('spend.changed', {}, 409);
  for (const { before, month: at, key, value } of rows)
    tx.audit({
      action: 'analytics.spend_set',
      changes: { month: [at, at], channel: [key, key], amountWon: [before, value] },
    });
  tx.emit({ type: 'analytics.spend_changed', payload: {} });
  return ok(null);
}

/** How many first bookings each site is to have. Refuses what `readQuestion` refuses. */
export async function bookingGoalsOf(tx: Tx, asked: MonthsQuery): Promise<Outcome<{ items: BookingGoal[] }>> {
  const months = await readQuestion(tx, asked);
  if (!months.ok) return months;
  const items = (await listBookingGoals(tx, months.value)).map(({ month: at, key, value, version }) => ({
    ...{ month: at, siteId: key, bookings: value, version },
  }));
  return ok({ items });
}

/** Sets goals of sites, all or none. Refuses by field enquiries.site_unknown, goals.twice; 409 goals.changed. */
export async function setBookingGoals(tx: Tx, { entries }: BookingGoalInput): Promise<Outcome<null>> {
  const known = new Set<string>((await allSites(tx)).map(({ id }) => id));
  const given = entries.map((one, at): Entered => ({
    ...{ month: month(one.month), key: one.siteId, value: one.bookings, version: one.version },
    field: `entries.${at}.siteId`,
  }));
  const unknown = given.flatMap(({ key, field }): FieldRefusal[] =>
    known.has(key) ? [] : [{ field, code: 'enquiries.site_unknown', params: {} }],
  );
  const changed = await changesOf(given, unknown, 'goals', (months) => listBookingGoals(tx, months));
  if (!changed.ok) return changed;
  const rows = changed.value;
  if (rows.length === 0) return ok(null);
  if (!(await insertBookingGoals(tx, rows.map(next)))) return refuse('goals.changed', {}, 409);
  for (const { before, month: at, key, value } of rows)
    tx.audit({
      action: 'analytics.booking_goal_set',
      ...{ entity: 'site', entityId: key },
      changes: { month: [at, at], bookings: [before, value] },
    });
  tx.emit({ type: 'analytics.goal_changed', payload: {} });
  return ok(null);
}

const next = ({ month: at, key, value, version }: Given): Given => ({ month: at, key, value, version: version + 1 });

/** Those that say something else than what holds, with what that was. */
async function changesOf(
  given: readonly Entered[],
  unknown: readonly FieldRefusal[],
  word: 'spend' | 'goals',
  list: (months: Months) => Promise<Given[]>,
): Promise<Outcome<(Given & { readonly before: number | null })[]>> {
  const seen = new Set<string>();
  const twice = given.flatMap((one): FieldRefusal[] => {
    const again = seen.has(nameOf(one));
    seen.add(nameOf(one));
    return again ? [{ field: one.field, code: `${word}.twice`, params: {} }] : [];
  });
  if (unknown.length + twice.length > 0) return refuseFields([...unknown, ...twice]);
  const order = given.map((one) => one.month).toSorted();
  const [from] = order;
  const to = order.at(-1);
  if (from === undefined || to === undefined) return ok([]);
  const current = new Map((await list({ from, to })).map((one) => [nameOf(one), one]));
  const changed = given
    .map((one) => ({ ...one, before: current.get(nameOf(one))?.value ?? null }))
    .filter(({ value, before }) => value !== before);
  if (changed.some((one) => (current.get(nameOf(one))?.version ?? 0) !== one.version))
    return refuse(`${word}.changed`, {}, 409);
  return ok(changed);
}
