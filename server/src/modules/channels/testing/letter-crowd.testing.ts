import type { Id } from '../../../kernel/ids.ts';
import { withClient } from '../../../platform/embedded-postgres/roles.ts';

/** So many persons with an address, each with a letter that waits, in three languages: every third Chinese, every tenth of two pages. By the owner at once. */
export async function crowdOfLetters(ownerUrl: string, orgId: Id, transportId: Id, many: number): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(
      `with made as (
         insert into people.person (org_id, id, number, name, created_at, updated_at)
         select $1, gen_random_uuid(), 'L' || n, case when n % 3 = 2 then '王芳' || n else '김편지' || n end, platform.clock_now(), platform.clock_now()
         from generate_series(1, $3::int) n returning id, substr(number, 2)::int as n
       ), addresses as (
         insert into people.person_address (org_id, person_id, country, postcode, lines, changed_at)
         select $1, id, case when n % 3 = 2 then 'CN' else 'KR' end, lpad((4500 + n % 5000)::text, 5, '0'),
           case when n % 3 = 2 then array['上海市静安区南京西路' || n || '号'] else array['서울특별시 중구 세종대로 ' || n, (n % 20) || '층 ' || n || '호'] end,
           platform.clock_now() from made
       ), written as (
         insert into channels.message (org_id, id, person_id, channel, purpose, health, state, to_address, subject, body, language, transport_id, made_at, send_at)
         select $1, gen_random_uuid(), id, 'letter', 'service', false, 'queued', 'x',
           case when n % 3 = 2 then '预约通知' else '정기 점검 안내' end,
           repeat(case when n % 3 = 2 then '您好，您的预约已确认（第' || n || '号）。请按时到诊，如需更改请提前联系我们。' || chr(10)
             else n || '번 고객님께. 예약하신 날짜와 시간을 확인해 주세요. 변경하시려면 하루 전까지 연락 주시기 바랍니다.' || chr(10) end,
             case when n % 10 = 0 then 60 else 12 end),
           case when n % 3 = 2 then 'zh' else 'ko' end, $2, platform.clock_now(), platform.clock_now() from made returning id
       )
       insert into channels.send_queue (org_id, lane, id, next_at) select $1, $2, id, platform.clock_now() from written`,
      [orgId, transportId, many],
    );
    await client.query('analyze channels.message, channels.send_queue, people.person, people.person_address');
  });
}
