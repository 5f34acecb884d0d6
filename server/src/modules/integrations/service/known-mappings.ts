import type { KnownImportMapping } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { checkMapping, type GivenMapping } from '../rules/mapping.ts';
import { headerSignature, wholeMapping } from '../rules/signature.ts';
import type { ImportRecord } from '../store/import-store.ts';
import {
  findKnownMapping,
  insertKnownMapping,
  listKnownMappings,
  removeKnownMapping,
  updateKnownMappingName,
  type KnownMapping,
} from '../store/known-mapping-store.ts';

const LONGEST_NAME = 100;

/** Keeps which column is what, when the list is entered by it: under the file's name, until somebody gives it another. */
export async function rememberMapping(tx: Tx, record: ImportRecord): Promise<void> {
  const headers = record.headers.map(({ name }) => name);
  const byHand = tx.actor.kind === 'user';
  await insertKnownMapping(tx, {
    id: newId(),
    kind: record.kind,
    signature: headerSignature(headers),
    name: record.fileName.replace(/\.[^.]*$/u, '').slice(0, LONGEST_NAME) || record.fileName.slice(0, LONGEST_NAME),
    headers,
    mapping: wholeMapping(record.kind, record.mapping),
    usedBy: byHand ? tx.actor.userId : record.createdBy,
    usedByName: byHand ? tx.actor.name : record.createdByName,
  });
}

/** What is known of a list with these headers, by their spelling in this file; null where nothing is, or nothing fits. */
export async function recallMapping(
  tx: Tx,
  kind: ImportRecord['kind'],
  headers: readonly string[],
): Promise<{ name: string; mapping: GivenMapping } | null> {
  const known = await findKnownMapping(tx, kind, headerSignature(headers));
  const mapping = known && checkMapping(kind, headers, known.mapping);
  return known && mapping?.ok ? { name: known.name, mapping: mapping.value } : null;
}

export async function knownMappings(
  tx: Tx,
  page: { readonly after: { readonly at: Instant; readonly id: Id } | null; readonly limit: number },
): Promise<{ items: KnownImportMapping[]; last: KnownMapping | null }> {
  const rows = await listKnownMappings(tx, page.after, page.limit + 1);
  const shown = rows.slice(0, page.limit);
  return { items: shown.map(viewKnown), last: rows.length > page.limit ? (shown.at(-1) ?? null) : null };
}

/** Refuses 404. */
export async function renameMapping(tx: Tx, id: Id, name: string): Promise<Outcome<KnownImportMapping>> {
  const known = await updateKnownMappingName(tx, id, name);
  if (!known) return notFound('import_mapping');
  tx.audit({ action: 'imports.mapping_renamed', entity: 'import_mapping', entityId: id });
  return ok(viewKnown(known));
}

/** The next list with these headers is proposed a mapping again. Refuses 404. */
export async function forgetMapping(tx: Tx, id: Id): Promise<Outcome<null>> {
  if ((await removeKnownMapping(tx, id)) === 0) return notFound('import_mapping');
  tx.audit({ action: 'imports.mapping_forgotten', entity: 'import_mapping', entityId: id });
  return ok(null);
}

function viewKnown({ mapping, headers, usedAt, usedByName, ...known }: KnownMapping): KnownImportMapping {
  const columns = Object.entries(mapping).flatMap(([field, header]) => (header === null ? [] : [[field, header]]));
  return {
    ...known,
    headers: [...headers],
    mapping: Object.fromEntries(columns) as Record<string, string>,
    usedAt: formatInstant(usedAt),
    usedBy: usedByName,
  };
}
