import type { MessageChannel, Purpose } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { consentsChanged } from '../events.ts';
import { importedBeside, type ImportedSaying } from '../rules/import-standing.ts';
import { insertTakenBack, listPersonsOf } from '../store/taken-back-store.ts';
import { voidDuties } from '../store/duty-store.ts';
import { listTexts } from '../store/setting-store.ts';
import { loadJudged } from './recipients.ts';
import { importRows, type Saying } from './record.ts';
import { holdPersons, refreshSums } from './refresh.ts';

export type ListedConsent = ImportedSaying & {
  readonly personId: Id;
  readonly purpose: Purpose;
  readonly channel: MessageChannel;
  readonly evidence: string | null;
  readonly textVersion: number | null;
};
export type Beside = ReturnType<typeof importedBeside>;

/** What each would do beside what stands; changes nothing. */
export async function foreseeConsents(tx: Tx, rows: readonly ListedConsent[]): Promise<Beside[]> {
  const known = await loadJudged(
    tx,
    rows.map(({ personId }) => personId),
  );
  return rows.map((row) => importedBeside(row, known.get(row.personId)?.consents ?? []));
}

/** Enters those of a list; of each what it did and its id, null where what stands stays. A refusal that came since the list was read counts. */
export async function enterConsents(
  tx: Tx,
  rows: readonly ListedConsent[],
): Promise<{ readonly beside: Beside; readonly id: Id | null }[]> {
  await holdPersons(tx, [...new Set(rows.map(({ personId }) => personId))]);
  const beside = await foreseeConsents(tx, rows);
  const texts = await listTexts(tx);
  const textOf = ({ purpose, textVersion }: ListedConsent): Id | null =>
    texts.find((text) => text.kind === 'contact' && text.purpose === purpose && text.version === textVersion)?.id ??
    null;
  const entered = rows.flatMap((row, index) =>
    beside[index] === 'known' || beside[index] === 'refused_later' ? [] : [{ index, ...sayingOf(row, textOf(row)) }],
  );
  const ids = await importRows(tx, entered);
  const idOf = new Map(entered.map(({ index }, place) => [index, ids[place] ?? null]));
  return rows.map((_, index) => ({ beside: beside[index] ?? 'known', id: idOf.get(index) ?? null }));
}

function sayingOf(row: ListedConsent, textId: Id | null): { readonly personId: Id; readonly saying: Saying } {
  const { personId, purpose, channel, night, state, at, evidence } = row;
  const entry = { kind: 'contact', purpose, channel, night, state } as const;
  return {
    personId,
    saying: { entries: [entry], source: 'import', evidence, at, textId, givenById: null, expiresOn: null },
  };
}

/** Consents that a list entered by mistake count for nothing any more; they stay in the history, marked. */
export async function takeBackConsents(tx: Tx, ids: readonly Id[]): Promise<void> {
  const personIds = await listPersonsOf(tx, ids);
  await holdPersons(tx, personIds);
  await insertTakenBack(tx, ids);
  await voidDuties(tx, ids);
  await refreshSums(tx, personIds);
  for (const personId of personIds) consentsChanged(tx, personId, 'import');
  tx.audit({ action: 'consents.taken_back', personIds, changes: { rows: [null, ids.length] } });
}
