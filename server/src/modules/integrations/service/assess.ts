import type { Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { evidenceOf, type Evidence } from '../rules/assistant/evidence.ts';
import { readLabels, type LabelledRow } from '../rules/assistant/read-labels.ts';
import { spellingsOf } from '../rules/assistant/spellings.ts';
import { colleagueKey } from '../rules/names.ts';
import { lockImport, type ImportRecord } from '../store/import-store.ts';
import { undoAllActs } from '../store/decision-store.ts';
import { countLabels } from '../store/label-store.ts';
import { insertReadings, listLabelled, type LabelledPlan, type NumberedReading } from '../store/reading-store.ts';
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
export async function assess(runner: Runner, { id, mapping, readOn }: ImportRecord): Promise<void> {
  if (mapping['status'] === undefined) return;
  const has = (field: string) => mapping[field] !== undefined;
  const counted = must(
    await runner.inTx(async (tx) => {
      await undoAllActs(tx, id);
      return ok(await countLabels(tx, id));
    }),
  );
  const groups = spellingsOf(counted);
  const written = new Map(counted.map(({ labelKey, label }) => [labelKey, label]));
  const heads = new Map([...new Set(groups.values())].map((key) => [key, written.get(key) ?? '']));
  const plans = await readPlans(runner, id);
  const lastDays = lastDaysOf(plans);
  const rows = plans.map(({ no, labelKey, user, personKey, enquiry }): LabelledRow & { no: number } => {
    const last = personKey === null ? undefined : lastDays.get(personKey);
    const context = {
      has,
      readOn,
      user,
      cameAgain: enquiry === null || last === undefined ? null : enquiry.receivedOn < last,
    };
    return {
      no,
      labelKey: groups.get(labelKey) ?? labelKey,
      user: user === null ? null : colleagueKey(user),
      evidence: enquiry === null ? NO_EVIDENCE : evidenceOf(enquiry, context),
    };
  });
  const readRow = readLabels(heads, rows);
  for (let from = 0; from < rows.length; from += BATCH) {
    runner.signal.throwIfAborted();
    const readings = rows.slice(from, from + BATCH).map((row): NumberedReading => {
      const reading = readRow(row);
      return { ...reading, no: row.no, groupKey: `${row.labelKey}~${reading.code}~${reading.second}` };
    });
    await runner.inTx(async (tx) => {
      const locked = await lockImport(tx, id);
      if (locked?.state === 'running' && locked.phase === 'analyse') await insertReadings(tx, id, readings);
      return ok(null);
    });
  }
}

async function readPlans(runner: Runner, id: Id): Promise<LabelledPlan[]> {
  const plans: LabelledPlan[] = [];
  for (;;) {
    runner.signal.throwIfAborted();
    const page = must(await runner.inTx(async (tx) => ok(await listLabelled(tx, id, plans.at(-1)?.no ?? 0, BATCH))));
    for (const plan of page) plans.push(plan);
    if (page.length < BATCH) return plans;
  }
}

/** Of persons with more than one row, the day of the last. */
function lastDaysOf(plans: readonly LabelledPlan[]): ReadonlyMap<string, string> {
  const days = new Map<string, string[]>();
  for (const { personKey, enquiry } of plans) {
    if (personKey === null || enquiry === null) continue;
    const known = days.get(personKey);
    if (known) known.push(enquiry.receivedOn);
    else days.set(personKey, [enquiry.receivedOn]);
  }
  return new Map(
    [...days].flatMap(([key, of]): [string, string][] => (of.length > 1 ? [[key, of.sort().at(-1) ?? '']] : [])),
  );
}
