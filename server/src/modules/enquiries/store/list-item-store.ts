import type { ListItem, Names } from '@anbu/contract';
import { json, sql, type Tx } from '../../../platform/db/index.ts';

export type ListName = 'interest' | 'source_channel';

export function listItems(tx: Tx, list: ListName): Promise<ListItem[]> {
  return tx.rows(sql<ListItem>`
    select i.code, i.names, i.position as "order", i.active from enquiries.list_item i
    where i.org_id = ${tx.orgId} and i.list = ${list} order by i.position, i.code`);
}

/** Those of `codes` that the list does not have, or has out of use. */
export async function listUnknownCodes(tx: Tx, list: ListName, codes: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ code: string }>`
    select wanted.code from unnest(${codes}::text[]) as wanted (code)
    where not exists (
      select from enquiries.list_item i
      where i.org_id = ${tx.orgId} and i.list = ${list} and i.code = wanted.code and i.active)`);
  return rows.map((row) => row.code);
}

export function saveListItem(
  tx: Tx,
  list: ListName,
  code: string,
  item: { names: Names; active: boolean },
): Promise<ListItem> {
  return tx.one(sql<ListItem>`
    insert into enquiries.list_item (org_id, list, code, names, position, active)
    select ${tx.orgId}::uuid, ${list}::text, ${code}::text, ${json(item.names)}, coalesce(max(i.position), 0) + 1, ${item.active}::boolean
    from enquiries.list_item i where i.org_id = ${tx.orgId} and i.list = ${list}
    on conflict (org_id, list, code) do update set names = excluded.names, active = excluded.active
    returning code, names, position as "order", active`);
}

export async function insertListItems(
  tx: Tx,
  list: ListName,
  items: readonly { readonly code: string; readonly names: Names }[],
): Promise<void> {
  await tx.run(sql`
    insert into enquiries.list_item (org_id, list, code, names, position)
    select ${tx.orgId}::uuid, ${list}::text, item ->> 'code', item -> 'names', ordinality
    from jsonb_array_elements(${json(items)}) with ordinality as given (item, ordinality)
    on conflict (org_id, list, code) do nothing`);
}
