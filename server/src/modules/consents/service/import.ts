import type { ConsentImportInput, ConsentImportReport } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { peopleRead, regionHere, type PhoneRegion } from '../../people/index.ts';
import { channelOf, momentOf, nightOf, purposeOf, stateOf } from '../rules/import-words.ts';
import { listHoldersOf } from '../store/suppression-store.ts';
import { importSayings, type Saying } from './record.ts';
import { readAddress } from './suppress.ts';

type Row = ConsentImportInput['rows'][number];
type Item = ConsentImportReport['items'][number];
type Read =
  | {
      readonly ok: true;
      readonly address: string;
      readonly saying: Omit<Saying, 'entries'> & { readonly entry: Saying['entries'][number] };
    }
  | { readonly ok: false; readonly column: keyof Row };

/** Existing consents of another system. No row is dropped silently: each is told of, with its column. With `dryRun` nothing is written. */
export async function importConsents(
  tx: Tx,
  { rows, dryRun }: ConsentImportInput,
): Promise<Outcome<ConsentImportReport>> {
  const { timeZone } = await defaultSite(tx);
  const here = { zone: timeZone, region: await regionHere(tx), now: tx.now };
  const read = rows.map((row) => readRow(row, here));
  const holders = await listHoldersOf(tx, [...new Set(read.flatMap((one) => (one.ok ? [one.address] : [])))]);
  const items: Item[] = [];
  const byPerson = new Map<Id, Saying[]>();
  for (const [index, one] of read.entries()) {
    const found = one.ok ? (holders.get(one.address) ?? []) : [];
    const [personId, ...others] = found;
    if (!one.ok || personId === undefined || others.length > 0) {
      const code = !one.ok
        ? 'consents.import.unread'
        : others.length > 0
          ? 'consents.import.shared'
          : 'consents.import.nobody';
      items.push({
        row: index + 1,
        outcome: 'rejected',
        column: one.ok ? 'person' : one.column,
        code,
        params: {},
        text: '',
      });
      continue;
    }
    const { entry, ...saying } = one.saying;
    byPerson.set(personId, [...(byPerson.get(personId) ?? []), { ...saying, entries: [entry] }]);
    items.push({
      row: index + 1,
      outcome: 'created',
      column: null,
      code: 'consents.import.created',
      params: {},
      text: '',
    });
  }
  if (!dryRun) await importSayings(tx, byPerson);
  else if (byPerson.size > 0) peopleRead(tx, [...byPerson.keys()]);
  const created = items.filter(({ outcome }) => outcome === 'created').length;
  return ok({ counts: { rows: rows.length, created, rejected: rows.length - created }, items });
}

type Here = { readonly zone: string; readonly region: PhoneRegion; readonly now: Instant };

function readRow(row: Row, { zone, region, now }: Here): Read {
  const address = readAddress(row.person, region);
  const [purpose, channel, state] = [purposeOf(row.purpose), channelOf(row.channel), stateOf(row.state)];
  const [night, at] = [nightOf(row.night), momentOf(row.at, zone)];
  if (!address.ok) return { ok: false, column: 'person' };
  if (purpose === null) return { ok: false, column: 'purpose' };
  if (channel === null) return { ok: false, column: 'channel' };
  if (state === null) return { ok: false, column: 'state' };
  if (night === null) return { ok: false, column: 'night' };
  if (at === null || at > now) return { ok: false, column: 'at' };
  const entry = { kind: 'contact', purpose, channel, night, state } as const;
  const evidence = row.evidence.trim() === '' ? null : row.evidence.trim();
  const saying = { entry, source: 'import', evidence, at, textId: null, givenById: null, expiresOn: null } as const;
  return { ok: true, address: address.value, saying };
}
