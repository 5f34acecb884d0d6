import { must, ok } from '../../../kernel/outcome.ts';
import { evidenceKey, evidenceOf, type Evidence } from '../rules/assistant/evidence.ts';
import { readLabels, type LabelledRow } from '../rules/assistant/read-labels.ts';
import { spellingsOf } from '../rules/assistant/spellings.ts';
import { colleagueKey } from '../rules/names.ts';
import { lockImport, type ImportRecord } from '../store/import-store.ts';
import { undoAllActs } from '../store/decision-store.ts';
import { countLabels } from '../store/label-store.ts';
import { insertReadings, listLabelled, type GroupedReading, type LabelledPlan } from '../store/reading-store.ts';
import type { Runner } from './prepare.ts';

const BATCH = 2500;
const NO_EVIDENCE: Evidence = {
  ...{ calls: null, booking: null, visit: null, recontact: null, holdCell: null, cameAgain: null, owned: null },
  said: [],
};

/**
 * Reads what each row's status means, when all rows are there: a label is understood from all of its rows. Some rows a transaction; it may
 * be begun again at any point, since each batch replaces what it wrote before.
 */
export async function assess(runner: Runner, record: ImportRecord): Promise<void> {
  const { id, mapping } = record;
  if (mapping['status'] === undefined) return;
  const counted = must(
    await runner.inTx(async (tx) => {
      await undoAllActs(tx, id);
      return ok(await countLabels(tx, id));
    }),
  );
  const groups = spellingsOf(counted);
  const written = new Map(counted.map(({ labelKey, label }) => [labelKey, label]));
  const heads = new Map([...new Set(groups.values())].map((key) => [key, written.get(key) ?? '']));
  const { nos, places, tellings } = await readAll(runner, record, groups);
  const readings = readTellings(heads, tellings);
  for (let from = 0; from < nos.length; from += BATCH) {
    runner.signal.throwIfAborted();
    const rows = nos.slice(from, from + BATCH).map((no, at) => ({ no, reading: readings[places[from + at]!]! }));
    await runner.inTx(async (tx) => {
      const locked = await lockImport(tx, id);
      if (locked?.state === 'running' && locked.phase === 'analyse') await insertReadings(tx, id, rows);
      return ok(null);
    });
  }
}

/** What rows of one label and one user say beside it: most of a million rows say one of some hundred. */
type Telling = LabelledRow & { count: number };
/** Of each row its number and which telling is its own, and nothing more: a long list needs no more memory than a short one. */
type Seen = {
  readonly nos: readonly number[];
  readonly places: readonly number[];
  readonly tellings: readonly Telling[];
};

async function readAll(
  runner: Runner,
  { id, mapping, readOn }: ImportRecord,
  groups: ReadonlyMap<string, string>,
): Promise<Seen> {
  const has = (field: string) => mapping[field] !== undefined;
  const known = new Map<string, number>();
  const tellings: Telling[] = [];
  const nos: number[] = [];
  const places: number[] = [];
  const placeOf = (row: LabelledPlan): number => {
    const labelKey = groups.get(row.labelKey) ?? row.labelKey;
    const user = row.user === null ? null : colleagueKey(row.user);
    const context = { has, readOn, user: row.user, cameAgain: cameAgain(row) };
    const evidence = row.enquiry === null ? NO_EVIDENCE : evidenceOf(row.enquiry, context);
    const key = JSON.stringify([labelKey, user, evidenceKey(evidence)]);
    const place = known.get(key) ?? tellings.length;
    if (place === tellings.length) {
      known.set(key, place);
      tellings.push({ labelKey, user, evidence, count: 0 });
    }
    return place;
  };
  for (let after = 0; ;) {
    runner.signal.throwIfAborted();
    const page = must(await runner.inTx(async (tx) => ok(await listLabelled(tx, id, after, BATCH))));
    for (const row of page) {
      const place = placeOf(row);
      tellings[place]!.count++;
      nos.push(row.no);
      places.push(place);
      after = row.no;
    }
    if (page.length < BATCH) return { nos, places, tellings };
  }
}

/** One reading for all rows that say the same, in the order of the tellings. */
function readTellings(heads: ReadonlyMap<string, string>, tellings: readonly Telling[]): GroupedReading[] {
  const readRow = readLabels(heads, tellings);
  return tellings.map((telling) => {
    const reading = readRow(telling);
    return { ...reading, groupKey: `${telling.labelKey}~${reading.code}~${reading.second}` };
  });
}

/** Whether a later row has the person; null where only one row has her. */
function cameAgain({ enquiry, lastDay }: LabelledPlan): boolean | null {
  return enquiry === null || lastDay === null ? null : (enquiry.receivedOn ?? '') < lastDay;
}
