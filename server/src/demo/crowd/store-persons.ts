/** The persons of a step, $1 the organisation. Each is there since her first enquiry. */
export const PERSONS: readonly string[] = [
  `insert into people.person (org_id, id, number, name, name_normal, name_choseong, name_given, birth_date, sex, language, last_contact_at,
     open_enquiries, created_at, updated_at)
   select $1, p.id, (coalesce((select last_number from people.person_counter where org_id = $1), 0) + row_number() over (order by p.n))::text,
     p.family || p.first || p.second, p.family || p.first || p.second,
     pg_temp.initial(p.family) || pg_temp.initial(p.first) || pg_temp.initial(p.second), p.first || p.second,
     case when p.i % 10 < 7 then p.birth_date end, case when p.i % 2 = 0 then 'female' else 'male' end,
     case when pg_temp.draw(p.i, 'tongue') < 0.0002 then 'vi' when p.i % 40 = 0 then 'en' when p.i % 3 = 0 then 'ko' end,
     date_trunc('milliseconds', now() - pg_temp.draw(p.i, 'contact') * interval '1000 days'), coalesce(e.open, 0),
     coalesce(e.since, now() - interval '1100 days'), coalesce(e.since, now() - interval '1100 days')
   from person_of p
   left join (
     select person_id, count(*) filter (where open) as open, min(received_at) as since from drawn group by person_id) e on e.person_id = p.id
   order by p.n`,
  `insert into people.person_counter (org_id, last_number) select $1, count(*) from person_of
   on conflict (org_id) do update set last_number = person_counter.last_number + excluded.last_number`,
  // `unusedNumber` of names.ts, beyond those of the story. One in thirty shares the number of the one before: a family's phone.
  `insert into people.person_phone (org_id, id, person_id, e164, last4, rank, created_at)
   select $1, pg_temp.id7(now(), i, 'phone'), id, '+82100' || number, right(number, 4), 1, now()
   from (select i, id, lpad((((i - (i % 30 = 0)::int + 100000) * 7368787 + 1234577) % 10000000)::text, 7, '0') as number from person_of) numbered`,
  // One class that many have, one of which somebody may look at all; in organisations that have them.
  `insert into people.person_sticker (org_id, person_id, code, set_at)
   select $1, id, code, now()
   from (select id, case when i % 50 = 0 then 'referrer' else 'high_value' end as code from person_of
     where i % 50 = 0 or pg_temp.draw(i, 'class') < 0.001) p
   where exists (select from people.sticker s where s.org_id = $1 and s.code = p.code)`,
];

/** Of persons that were there before: how many open enquiries each has now. */
export const OPEN_OF_KNOWN = `
  update people.person p set open_enquiries = c.count
  from (
    select e.person_id, count(*) from enquiries.enquiry e
    where e.org_id = $1 and e.open and e.person_id in (select person_id from drawn) group by e.person_id) c
  where p.org_id = $1 and p.id = c.person_id`;
