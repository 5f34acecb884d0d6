import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DoNotCallList, DoNotCallListInput } from '@anbu/contract';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { newId } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { readPhone } from '../../people/index.ts';
import {
  findLatestRegistry,
  insertNumbers,
  insertRegistry,
  listRegistries,
  removeOtherNumbers,
  type RegistryRow,
} from '../store/registry-store.ts';
import { namesOf } from './names.ts';

/** Of a country's list as one file: what is longer is brought as the numbers of one's own area codes. */
export const MOST_NUMBERS = 500_000;
const AT_ONCE = 10_000;
const MOST_SHOWN = 100;
/** Longer than any number with what may stand beside it. */
const LONGEST_LINE = 1_000;

/** Lists that were brought, by country, the newest first. */
export async function registries(tx: Tx): Promise<DoNotCallList[]> {
  const rows = await listRegistries(tx, MOST_SHOWN);
  const names = await namesOf(
    tx,
    rows.map(({ broughtBy }) => broughtBy),
  );
  return rows.map((row) => viewRegistry(row, names.get(row.broughtBy ?? '') ?? null));
}

/**
 * A list takes the place of the one before. A line is a number, or begins with one: what comes after a comma, semicolon or tab is not looked at. Refuses by
 * field consents.list_future and consents.registry_older (`asOf`), consents.registry_empty and consents.registry_too_long (`file`).
 */
export async function bringRegistry(
  tx: Tx,
  file: { readonly path: string; readonly fileName: string },
  input: DoNotCallListInput,
): Promise<Outcome<DoNotCallList>> {
  const asOf = calendarDay(input.asOf);
  const { timeZone } = await defaultSite(tx);
  if (asOf > dayOf(timeZone, tx.now)) return refuseAt('asOf', 'consents.list_future');
  const before = await findLatestRegistry(tx, input.jurisdiction);
  if (before && asOf < before.asOf) return refuseAt('asOf', 'consents.registry_older', { asOf: before.asOf });
  const read = await readNumbers(file.path, input.jurisdiction);
  if (read.numbers.size > MOST_NUMBERS) return refuseAt('file', 'consents.registry_too_long', { most: MOST_NUMBERS });
  if (read.numbers.size === 0) return refuseAt('file', 'consents.registry_empty');
  const id = newId();
  const fileName = file.fileName.replace(/[\u0000-\u001f\u007f]/gu, '').slice(-255) || 'list.csv';
  const counts = { numbers: read.numbers.size, unread: read.unread };
  await insertRegistry(tx, { id, jurisdiction: input.jurisdiction, asOf, fileName, ...counts });
  const numbers = [...read.numbers];
  for (let from = 0; from < numbers.length; from += AT_ONCE)
    await insertNumbers(tx, id, numbers.slice(from, from + AT_ONCE));
  await removeOtherNumbers(tx, input.jurisdiction, id);
  tx.audit({
    action: 'consents.registry_brought',
    entity: 'registry',
    entityId: id,
    changes: { jurisdiction: [null, input.jurisdiction], asOf: [before?.asOf ?? null, asOf] },
  });
  const row = await findLatestRegistry(tx, input.jurisdiction);
  return row ? ok(viewRegistry(row, null)) : notFound('registry');
}

/** Numbers of the country in E.164, each once; how many lines after the first are none. */
async function readNumbers(path: string, country: 'KR' | 'US' | 'CN') {
  const numbers = new Set<string>();
  let [unread, line] = [0, 0];
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  for await (const text of lines) {
    line += 1;
    const number = numberOf(text.slice(0, LONGEST_LINE), country);
    if (number === '') continue;
    if (number !== null) numbers.add(number);
    // The first line may be a header.
    else if (line > 1) unread += 1;
    if (numbers.size > MOST_NUMBERS) break;
  }
  return { numbers, unread };
}

/** E.164; empty where the line is, null where it is no number. A list of the United States has the area code in a column of its own. */
function numberOf(line: string, country: 'KR' | 'US' | 'CN'): string | null {
  const plain = line
    .replace(/^\uFEFF/u, '')
    .replaceAll('"', '')
    .trim();
  const [, area, rest] = /^(\d{3})[,;\t](\d{7})\b/u.exec(plain) ?? [];
  const cell = area !== undefined && rest !== undefined ? area + rest : (plain.split(/[,;\t]/u)[0] ?? '').trim();
  // Reading a number properly takes long, and most lines are digits alone.
  if (country === 'US' && /^\d{10}$/u.test(cell)) return `+1${cell}`;
  if (country === 'KR' && /^0\d{8,10}$/u.test(cell)) return `+82${cell.slice(1)}`;
  if (cell === '') return '';
  const phone = readPhone(cell, country);
  return phone.ok ? phone.value : null;
}

function viewRegistry(row: RegistryRow, name: string | null): DoNotCallList {
  const { id, jurisdiction, asOf, numbers, unread, fileName, broughtAt } = row;
  return {
    id,
    jurisdiction,
    asOf,
    numbers,
    unread,
    fileName,
    broughtByName: name,
    broughtAt: formatInstant(broughtAt),
  };
}
