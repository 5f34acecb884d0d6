import type { ListItem, Names } from '@anbu/contract';
import { SOURCE_CHANNELS } from '@anbu/contract';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { listUnknownCodes, insertListItems, listItems, saveListItem, type ListName } from '../store/list-item-store.ts';
import { CHANNEL_NAMES } from '../vocabulary/channels.ts';

/** Refuses enquiries.interest_unknown or enquiries.source_channel_unknown { code } on the field. */
export async function checkCode(tx: Tx, list: ListName, code: string, field: string): Promise<Outcome<null>> {
  return checkCodes(tx, list, [code], field);
}

export async function checkCodes(
  tx: Tx,
  list: ListName,
  codes: readonly string[],
  field: string,
): Promise<Outcome<null>> {
  if (codes.length === 0) return ok(null);
  const unknown = await listUnknownCodes(tx, list, [...new Set(codes)]);
  if (unknown.length === 0) return ok(null);
  const code = `enquiries.${list}_unknown`;
  return refuseFields(unknown.map((value) => ({ field, code, params: { code: value } })));
}

export async function itemsOf(tx: Tx, list: ListName): Promise<ListItem[]> {
  return listItems(tx, list);
}

/** Adds or changes an item; codes are never removed, only put out of use, because enquiries name them. */
export async function putItem(
  tx: Tx,
  list: ListName,
  code: string,
  item: { names: Names; active: boolean },
): Promise<Outcome<ListItem>> {
  const saved = await saveListItem(tx, list, code, item);
  tx.audit({ action: 'settings.list_changed', entity: list, changes: { [code]: [null, item.active] } });
  return ok(saved);
}

/** The preset channels, and the interests that the organisation begins with. */
export async function seedEnquiryLists(tx: Tx, interests: readonly { code: string; names: Names }[]): Promise<void> {
  await insertListItems(
    tx,
    'source_channel',
    SOURCE_CHANNELS.map((code) => ({ code, names: CHANNEL_NAMES[code] })),
  );
  await insertListItems(tx, 'interest', interests);
}
