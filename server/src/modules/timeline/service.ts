import { commaList, type Page, type TimelineEntry } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { formatInstant } from '../../kernel/instant.ts';
import { notFound, ok, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../platform/keyset.ts';
import { listItemsOf } from '../enquiries/index.ts';
import { memberNames } from '../identity/index.ts';
import { peopleRead } from '../people/index.ts';
import { findPersonExists, listEntries, type EntryRow } from './store.ts';
import { titleOf, type Names } from './titles.ts';
import type { Kind } from './vocabulary.ts';

export type TimelineRequest = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly kind?: string | readonly string[] | undefined;
};

/**
 * The archive of a person, newest first, with titles in the reader's language. A voided entry stays where it was and says so.
 * Refuses 404 and `request.bad_cursor`. Spec: product P7.
 */
export async function listTimeline(
  tx: Tx,
  personId: Id,
  request: TimelineRequest,
): Promise<Outcome<Page<TimelineEntry>>> {
  const after = decodeAtAndId(request.cursor);
  if (!after.ok) return after;
  if (!(await findPersonExists(tx, personId))) return notFound('person');
  const kinds = commaList(request.kind ?? []) as Kind[];
  const rows = await listEntries(tx, personId, { kinds, after: after.value }, request.limit + 1);
  const { shown, nextCursor } = pageOf(rows, request.limit, (row) => row);
  const names = await namesFor(tx, shown);
  peopleRead(tx, [personId]);
  return ok({
    items: shown.map((row) => viewEntry(tx, row, names)),
    nextCursor,
  });
}

async function namesFor(tx: Tx, rows: readonly EntryRow[]): Promise<Names> {
  const owners = rows.flatMap((row) => (typeof row.params['ownerId'] === 'string' ? [row.params['ownerId']] : []));
  const usesLists = rows.some((row) => row.kind === 'enquiry' || row.kind === 'booking' || row.kind === 'message');
  return {
    members: await memberNames(tx, owners),
    sourceChannels: usesLists ? await listItemsOf(tx, 'source_channel') : [],
    interests: usesLists ? await listItemsOf(tx, 'interest') : [],
  };
}

function viewEntry(tx: Tx, row: EntryRow, names: Names): TimelineEntry {
  const { timeZone: _, ...entry } = row;
  // `text` is what somebody wrote, or nothing: sealed, so that nobody takes `code` and `params` for a sentence to fill in.
  return Object.preventExtensions({
    ...entry,
    at: formatInstant(row.at),
    title: titleOf(tx.actor.language, row, names),
  });
}
