import type { Id } from '../../../kernel/ids.ts';
import { withClient } from '../../../platform/embedded-postgres/roles.ts';

/** As `newId` makes them: in the order in which they are written. */
const NEW_ID = `(lpad(to_hex(floor(extract(epoch from clock_timestamp()) * 1000)::bigint + n / 4096), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
  || '8' || right(replace(gen_random_uuid()::text, '-', ''), 15))::uuid`;

/** So many persons, each with a number of her own and a message that waits, written by the owner at once. Numbers count from +82107000000. */
export async function crowdOfMessages(
  ownerUrl: string,
  orgId: Id,
  transportId: Id,
  many: number,
  more: { readonly text?: string; readonly from?: number; readonly states?: boolean } = {},
): Promise<void> {
  const { text = '번 고객님, 안부치과입니다. 내일 예약을 확인해 주세요.', from = 0, states = true } = more;
  await withClient(ownerUrl, async (client) => {
    await client.query(
      `with made as (
         insert into people.person (org_id, id, number, name, created_at, updated_at)
         select $1, ${NEW_ID}, 'M' || n, '고객' || n, platform.clock_now(), platform.clock_now() from generate_series($4::int + 1, $4::int + $3::int) n
         returning id, substr(number, 2)::int as n
       ), phones as (
         insert into people.person_phone (org_id, id, person_id, e164, last4, rank, created_at)
         select $1, ${NEW_ID}, id, '+8210' || lpad((70000000 + n)::text, 8, '0'), right((70000000 + n)::text, 4), 1, platform.clock_now() from made
       ), written as (
         insert into channels.message (org_id, id, person_id, channel, purpose, health, state, to_address, body, language, class, segments, transport_id,
           made_at, send_at)
         select $1, ${NEW_ID}, id, 'sms', 'service', false, 'queued', '+8210' || lpad((70000000 + n)::text, 8, '0'), n || $5, 'ko', 'SMS', 1, $2,
           platform.clock_now(), platform.clock_now() from made returning id
       ), known as (
         insert into consents.person_state (org_id, person_id, updated_at) select $1, id, platform.clock_now() from made where $6::boolean
       )
       insert into channels.send_queue (org_id, lane, id, next_at) select $1, $2, id, platform.clock_now() from written`,
      // As whoever writes a message makes them, in the same moment; `states: false`: as the release before left persons to whom nothing had gone.
      [orgId, transportId, many, from, text, states],
    );
    await client.query(
      'analyze consents.person_state, channels.message, channels.send_queue, people.person, people.person_phone',
    );
  });
}

export async function statesOf(ownerUrl: string, orgId: Id): Promise<Record<string, number>> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ state: string; count: number }>(
      `select state, count(*)::int as count from channels.message where org_id = $1 group by state`,
      [orgId],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  });
}
