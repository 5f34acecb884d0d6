import { commaList, type DeliveryBoard, type DeliveryBoardQuery, type Occasion } from '@anbu/contract';
import type { z } from 'zod';
import { addDays, calendarDay, dayNumber } from '../../../kernel/calendar-day.ts';
import { ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hasText } from '../../../platform/i18n.ts';
import { defaultSite } from '../../identity/index.ts';
import { countLinks, countOpen, tallyMessages, type Tally } from '../store/board-store.ts';
import { linkSettingOf } from './links.ts';
import { reasonOf } from '../rules/reason.ts';

const MOST_DAYS = 366;
const USUAL_DAYS = 30;

/** Volumes, states, reasons and cost of a span of days; each number leads to its rows. Refuses `to` channels.span { days }. */
export async function deliveryBoard(
  tx: Tx,
  query: z.output<typeof DeliveryBoardQuery>,
): Promise<Outcome<z.input<typeof DeliveryBoard>>> {
  const zone = (await defaultSite(tx)).timeZone;
  const to = query.to === undefined ? dayOf(zone, tx.now) : calendarDay(query.to);
  const from = query.from === undefined ? addDays(to, 1 - USUAL_DAYS) : calendarDay(query.from);
  const days = dayNumber(to) - dayNumber(from) + 1;
  if (days < 1 || days > MOST_DAYS) return refuseAt('to', 'channels.span', { days: MOST_DAYS });
  const [start, end] = [instantAt(zone, from, 0), instantAt(zone, addDays(to, 1), 0)];
  const of = { from: start, before: end, occasions: commaList(query.occasion ?? []) as (Occasion | 'hand')[] };
  const tallies = await tallyMessages(tx, zone, of);
  const links = (await linkSettingOf(tx)).tracks ? await countLinks(tx, of) : null;
  const asked = query.occasion === undefined ? {} : { occasion: String(query.occasion) };
  const drill = (filter: Record<string, string>) =>
    `/messages?${new URLSearchParams({ from, to, ...asked, ...filter }).toString()}`;
  const sum = (rows: readonly Tally[]) => rows.reduce((total, { count }) => total + count, 0);
  const by = <K extends string>(key: (tally: Tally) => K | null) =>
    [...Map.groupBy(tallies, key)].flatMap(([name, rows]) => (name === null ? [] : [{ name, rows, count: sum(rows) }]));
  const open = await countOpen(tx);
  return ok({
    from,
    to,
    timeZone: zone,
    total: sum(tallies),
    ...open,
    links,
    days: by(({ day, channel, state }) => `${day} ${channel} ${state}`)
      .map(({ rows, count }) => ({ day: rows[0]!.day, channel: rows[0]!.channel, state: rows[0]!.state, count }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    states: by(({ state }) => state).map(({ name, count }) => ({ state: name, count, drill: drill({ state: name }) })),
    refusals: by(({ state, why }) => (why === null ? null : `${state} ${why}`))
      .map(({ rows, count }) => {
        const { state, why } = rows[0]!;
        return { reason: commonReasonOf(why ?? ''), state, count, drill: drill({ state, why: why ?? '' }) };
      })
      .sort((a, b) => b.count - a.count),
    costs: by(({ channel, currency }) => (currency === null ? null : `${channel} ${currency}`)).map(({ rows }) => ({
      channel: rows[0]!.channel,
      currency: rows[0]!.currency ?? '',
      minor: Math.round(rows.reduce((total, { minor }) => total + minor, 0)),
      count: rows.reduce((total, { sent }) => total + sent, 0),
    })),
  });
}

/** Of many messages at once: without the particulars of one. */
function commonReasonOf(why: string) {
  return hasText(`${why}.counted`) ? reasonOf(`${why}.counted`) : reasonOf(why);
}
