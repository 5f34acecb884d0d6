import type { Client } from 'pg';
import type { Place } from './index.ts';

/** The demo organisation of that slug, with its first site and who works enquiries there. */
export async function findPlace(client: Client, slug: string): Promise<Place | null> {
  const { rows } = await client.query<Place>(
    `select o.org_id as "orgId", (select s.id from identity.site s where s.org_id = o.org_id order by s.created_at, s.id limit 1) as "siteId",
       array(select t.id from identity.team t where t.org_id = o.org_id order by t.created_at, t.id) as "teamIds",
       array(select m.id from identity.member m where m.org_id = o.org_id and m.active and m.role = 'consultant' order by m.created_at, m.id) as "userIds"
     from identity.organisation o where o.slug = $1 and o.demo`,
    [slug],
  );
  return rows[0] ?? null;
}

export type Size = { readonly people: number; readonly enquiries: number; readonly entries: number };

/** How much the organisation has of what a crowd brings. */
export async function sizeOf(client: Client, orgId: string): Promise<Size> {
  const { rows } = await client.query<Record<keyof Size, string>>(
    `select (select count(*) from people.person where org_id = $1) as people, (select count(*) from enquiries.enquiry where org_id = $1) as enquiries,
       (select count(*) from timeline.entry where org_id = $1) as entries`,
    [orgId],
  );
  const [row] = rows;
  return { people: Number(row?.people), enquiries: Number(row?.enquiries), entries: Number(row?.entries) };
}
