import type { MessageState, SentChannel } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Tx } from '../../../platform/db/index.ts';
import { ofOccasions, type MessageFilter } from './message-store.ts';

export type Tally = {
  readonly day: CalendarDay;
  readonly channel: SentChannel;
  readonly state: MessageState;
  readonly why: string | null;
  readonly currency: string | null;
  readonly count: number;
  /** Of those that left: how many, and what they cost. */
  readonly sent: number;
  readonly minor: number;
};

/** Which messages are counted. */
export type Counted = Pick<MessageFilter, 'occasions'> & { readonly from: Instant; readonly before: Instant };

const counted = (tx: Tx, { from, before, occasions }: Counted) =>
  all([
    sql`m.org_id = ${tx.orgId} and m.made_at >= ${at(from)} and m.made_at < ${at(before)}`,
    ...(occasions.length === 0 ? [] : [ofOccasions(occasions)]),
  ]);

/** Messages of a span of time by the day of the zone on which they were made. A reason stands only where it says why nothing arrived. */
export function tallyMessages(tx: Tx, zone: string, of: Counted): Promise<Tally[]> {
  return tx.rows(sql<Tally>`
    select (m.made_at at time zone ${zone})::date as day, m.channel, m.state,
      case when m.state in ('refused', 'expired', 'unknown', 'failed') then m.why end as why, m.currency,
      count(*)::int as count, count(*) filter (where m.sent_at is not null)::int as sent, coalesce(sum(m.cost_minor) filter (where m.sent_at is not null), 0)::float8 as minor
    from channels.public_message m
    where ${counted(tx, of)}
    group by 1, 2, 3, 4, 5`);
}

/** Messages of a span of time with a short link that leads away from our own pages, and those whose link was opened. */
export function countLinks(tx: Tx, of: Counted): Promise<{ readonly sent: number; readonly opened: number }> {
  return tx.one(sql<{ sent: number; opened: number }>`
    select count(distinct l.message_id)::integer as sent, count(distinct l.message_id) filter (where l.opened_at is not null)::integer as opened
    from channels.public_message m join channels.link l on l.org_id = m.org_id and l.message_id = m.id and l.target not like '/p/%'
    where ${counted(tx, of)}`);
}

/** What waits in all lanes, and tasks that nobody has decided; beyond so many it says "many". */
export async function countOpen(tx: Tx): Promise<{ readonly waiting: number; readonly openTasks: number }> {
  return tx.one(sql<{ waiting: number; openTasks: number }>`
    select (select count(*)::int from (select from channels.send_queue q where q.org_id = ${tx.orgId} limit 100000) w) as waiting,
      (select count(*)::int from channels.task k where k.org_id = ${tx.orgId} and k.decided_at is null) as "openTasks"`);
}
