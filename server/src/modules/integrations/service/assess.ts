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
  const list = await readAll(runner, record, groups);
  const readingOf = readSayings(heads, list);
  for (let from = 0; from < list.length; from += BATCH) {
    runner.signal.throwIfAborted();
    const rows = list.slice(from, from + BATCH).map((row) => ({ no: row.no, reading: readingOf(row) }));
    await runner.inTx(async (tx) => {
      const locked = await lockImport(tx, id);
      if (locked?.state === 'running' && locked.phase === 'analyse') await insertReadings(tx, id, rows);
      return ok(null);
    });
  }
}

/** What rows of one label and one user say beside it, but for whether the person came again: most of a million rows say one of some hundred. */
type Saying = LabelledRow & { readonly place: number };
/** A row as it is kept for the second look: no cell of it. */
type SeenRow = { readonly no: number; readonly saying: Saying; readonly person: Person | null; readonly day: string };
/** The day of the last of her rows. */
type Person = { rows: number; lastDay: string };

async function readAll(
  runner: Runner,
  { id, mapping, readOn }: ImportRecord,
  groups: ReadonlyMap<string, string>,
): Promise<SeenRow[]> {
  const has = (field: string) => mapping[field] !== undefined;
  const sayings = new Map<string, Saying>();
  const persons = new Map<string, Person>();
  const days = new Map<string, string>();
  const list: SeenRow[] = [];
  const sayingOf = ({ labelKey: written, user: name, enquiry }: LabelledPlan): Saying => {
    const context = { has, readOn, user: name, cameAgain: null };
    const labelKey = groups.get(written) ?? written;
    const user = name === null ? null : colleagueKey(name);
    const evidence = enquiry === null ? NO_EVIDENCE : evidenceOf(enquiry, context);
    return kept(sayings, JSON.stringify([labelKey, user, evidenceKey(evidence)]), () => {
      return { labelKey, user, evidence, place: sayings.size };
    });
  };
  for (let after = 0; ;) {
    runner.signal.throwIfAborted();
    const page = must(await runner.inTx(async (tx) => ok(await listLabelled(tx, id, after, BATCH))));
    for (const plan of page) {
      const { no, personKey, enquiry } = plan;
      const said = enquiry?.receivedOn ?? '';
      const day = kept(days, said, () => said);
      const person =
        personKey === null || enquiry === null ? null : kept(persons, personKey, () => ({ rows: 0, lastDay: day }));
      if (person) {
        person.rows++;
        if (day > person.lastDay) person.lastDay = day;
      }
      list.push({ no, saying: sayingOf(plan), person, day });
      after = no;
    }
    if (page.length < BATCH) return list;
  }
}

/** One reading for all rows that say the same. */
function readSayings(heads: ReadonlyMap<string, string>, list: readonly SeenRow[]): (row: SeenRow) => GroupedReading {
  const counts = new Map<string, LabelledRow & { count: number }>();
  const keyOf = (row: SeenRow) => `${row.saying.place} ${String(cameAgain(row))}`;
  for (const row of list) {
    const { labelKey, user, evidence } = row.saying;
    const again = cameAgain(row);
    const told = again === null ? null : again ? ('yes' as const) : ('none' as const);
    kept(counts, keyOf(row), () => ({ labelKey, user, evidence: { ...evidence, cameAgain: told }, count: 0 })).count++;
  }
  const readRow = readLabels(heads, counts.values());
  const readings = new Map(
    [...counts].map(([key, row]): [string, GroupedReading] => {
      const reading = readRow(row);
      return [key, { ...reading, groupKey: `${row.labelKey}~${reading.code}~${reading.second}` }];
    }),
  );
  return (row) => readings.get(keyOf(row))!;
}

/** Whether a later row has the person; null where only one row has her. */
function cameAgain({ person, day }: SeenRow): boolean | null {
  return person === null || person.rows < 2 ? null : day < person.lastDay;
}

function kept<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
