// What stands of the organisation's business, table by table: the same before an import and after it was taken back.
import { sql, type Sql } from '../../platform/db/index.ts';
import type { importDesk } from './testing.ts';

// Versions only go forward: a screen that was open meanwhile must not write over what stands. Numbers are not given twice.
const BUSINESS: Readonly<Record<string, Sql>> = {
  person: sql`select to_jsonb(p) - 'version' - 'updated_at' as row from people.person p`,
  phone: sql`select to_jsonb(p) as row from people.person_phone p`,
  email: sql`select to_jsonb(p) as row from people.person_email p`,
  identifier: sql`select to_jsonb(p) as row from people.person_identifier p`,
  memo: sql`select to_jsonb(p) as row from people.memo p`,
  enquiry: sql`select to_jsonb(p) as row from enquiries.enquiry p`,
  event: sql`select to_jsonb(p) as row from enquiries.status_event p`,
  booking: sql`select to_jsonb(p) as row from enquiries.booking p`,
  closed: sql`select jsonb_build_object(status, sum(change)) as row from enquiries.closed_count group by status having sum(change) <> 0`,
};

export async function businessRows(desk: Awaited<ReturnType<typeof importDesk>>): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(BUSINESS)) {
    tables[name] = await desk.tell(sql`select row from (${query}) as t (row) order by row::text`);
  }
  return tables;
}
