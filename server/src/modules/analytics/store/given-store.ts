import type { CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';

/** What somebody entered for a month: of a channel in won, of a site in bookings. `key`: the channel's code, the site's id. */
export type Given = {
  readonly month: CalendarMonth;
  readonly key: string;
  /** Null: taken away. */
  readonly value: number | null;
  readonly version: number;
};
export type Months = { readonly from: CalendarMonth; readonly to: CalendarMonth };

/** The version of each that holds; those taken away too, with null. */
export function listSpend(tx: Tx, { from, to }: Months): Promise<Given[]> {
  return tx.rows(sql<Given>`
    select distinct on (s.month, s.channel) s.month, s.channel as key, s.amount_won as value, s.version
    from analytics.spend s where s.org_id = ${tx.orgId} and s.month between ${from} and ${to}
    order by s.month, s.channel, s.version desc`);
}

export function listBookingGoals(tx: Tx, { from, to }: Months): Promise<Given[]> {
  return tx.rows(sql<Given>`
    select distinct on (g.month, g.site_id) g.month, g.site_id::text as key, g.bookings as value, g.version
    from analytics.booking_goal g where g.org_id = ${tx.orgId} and g.month between ${from} and ${to}
    order by g.month, g.site_id, g.version desc`);
}

/** False where somebody else has written one of these versions already. */
export async function insertSpend(tx: Tx, given: readonly Given[]): Promise<boolean> {
  const rows = given.map(({ month, key, value, version }) => ({ month, channel: key, amount_won: value, version }));
  const made = await tx.run(sql`
    insert into analytics.spend (org_id, month, channel, version, amount_won, set_by, set_at)
    select ${tx.orgId}::uuid, r.month, r.channel, r.version, r.amount_won, ${tx.actor.userId}::uuid, ${at(tx.now)}::timestamptz
    from jsonb_populate_recordset(null::analytics.spend, ${json(rows)}) r
    order by r.month, r.channel
    on conflict (org_id, month, channel, version) do nothing`);
  return made === given.length;
}

export async function insertBookingGoals(tx: Tx, given: readonly Given[]): Promise<boolean> {
  const rows = given.map(({ month, key, value, version }) => ({ month, site_id: key as Id, bookings: value, version }));
  const made = await tx.run(sql`
    insert into analytics.booking_goal (org_id, month, site_id, version, bookings, set_by, set_at)
    select ${tx.orgId}::uuid, r.month, r.site_id, r.version, r.bookings, ${tx.actor.userId}::uuid, ${at(tx.now)}::timestamptz
    from jsonb_populate_recordset(null::analytics.booking_goal, ${json(rows)}) r
    order by r.month, r.site_id
    on conflict (org_id, month, site_id, version) do nothing`);
  return made === given.length;
}
