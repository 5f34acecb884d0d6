import type { PersonInput } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { must, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Actor, Tx } from '../../../platform/db/index.ts';
import { completePersons, findOrCreateMany, importEnquiries, writeMemos, type EnquiryImport } from '../neighbours.ts';
import type { Issue, PersonPlan } from '../rules/plan.ts';
import { lockImport, updateImport, type ImportRecord } from '../store/import-store.ts';
import {
  countTables,
  listAppliedPersons,
  updateApplied,
  type AppliedRow,
  type WaitingRow,
} from '../store/row-store.ts';
import { insertMade, type MadeRow } from '../store/undo-store.ts';
import type { Runner } from './analyse.ts';
import { applyConsents } from './consents.ts';
import { LONGEST_MEMO } from './persons.ts';
import { differing, enquiryOf, labelReader, placesOf, warning } from './reading.ts';
import { waitingRows, type WaitingPage } from './waiting.ts';

const BATCH = 1000;

/** Enters the rows, a batch a transaction. What a transaction did is marked in it: a run that was killed goes on without loss or repetition. */
export async function apply(runner: Runner, id: Id): Promise<void> {
  const waiting = await waitingRows(runner, id, BATCH);
  let page = await waiting.read(null);
  for (let batch = 1, counted = 1; ; batch++) {
    runner.signal.throwIfAborted();
    // The next rows are read while the database writes these.
    const next = page.rows.length === 0 ? null : waiting.read(page.to);
    // It is waited for below, or nobody needs it any more.
    next?.catch(() => undefined);
    const step = must(await runner.inTx((tx) => applyPage(tx, id, page)));
    if (step === 'done') return;
    page = step === 'elsewhere' || !next ? await waiting.read(null) : await next;
    if (step === 'elsewhere') continue;
    // After the batches 1, 5, 25, 125: the planner learns that the tables grow.
    if (batch === counted && (step.total ?? 0) > BATCH) {
      must(await runner.inTx(async (tx) => ok(await countTables(tx))));
      counted *= 5;
    }
    await runner.progress(step.done, step.total);
  }
}

type Step = { readonly done: number; readonly total: number | null };

/** `elsewhere`: another worker has come further. */
async function applyPage(
  tx: Tx,
  id: Id,
  { from, to, rows }: WaitingPage,
): Promise<Outcome<Step | 'elsewhere' | 'done'>> {
  const record = await lockImport(tx, id);
  if (!record || record.state !== 'running' || record.phase !== 'apply') return ok('done');
  if (record.reached !== from.reached || record.late !== from.late) return ok('elsewhere');
  const by = tx.as(importerOf(tx, record));
  if (rows.length === 0) {
    await updateImport(tx, id, {
      state: 'done',
      appliedAt: tx.now,
      ...(record.total === null ? {} : { done: record.total }),
    });
    by.audit({ action: 'imports.applied', entity: 'import', entityId: id });
    tx.emit({ type: 'imports.applied', payload: { importId: id } });
    return ok('done');
  }
  const applied = record.kind === 'consents' ? await applyConsents(by, rows) : await enterRows(tx, by, record, rows);
  const personIds = [...new Set(applied.flatMap(({ personId }) => personId ?? []))];
  by.audit({ action: 'imports.rows_entered', entity: 'import', entityId: id, personIds });
  await updateApplied(tx, id, applied);
  const done = record.done + rows.length;
  await updateImport(tx, id, { done, ...to });
  tx.emit({ type: 'imports.progressed', payload: { importId: id } });
  return ok({ done, total: record.total });
}

/** Persons and what is told of them; what is made of each is kept. */
async function enterRows(tx: Tx, by: Tx, record: ImportRecord, rows: readonly WaitingRow[]): Promise<AppliedRow[]> {
  const { persons, made } = await personsOf(by, record, rows);
  const applied =
    record.kind === 'enquiries'
      ? await enterEnquiries(by, record, rows, persons)
      : await enterPersons(by, rows, persons, made);
  await insertMade(tx, record.id, madeRows(made, rows, applied));
  return applied;
}

/** Whoever brought the file enters its rows, whichever worker does it: the audit of a person names her and the import. */
function importerOf(tx: Tx, { createdBy, createdByName }: ImportRecord): Actor {
  const kind = createdBy === null ? tx.actor.kind : 'user';
  return { ...tx.actor, kind, userId: createdBy, name: createdByName };
}

/** What is made of a person, but for what the rows tell of her enquiries. */
type Made = Omit<MadeRow, 'contacts' | 'firstRow'>;

/** With the first row that tells of her, and the times of her enquiries. */
function madeRows(
  made: ReadonlyMap<Id, Made>,
  rows: readonly WaitingRow[],
  applied: readonly AppliedRow[],
): readonly MadeRow[] {
  const told = new Map<Id, { firstRow: number; contacts: Instant[] }>();
  for (const [index, { personId }] of applied.entries()) {
    const { no, plan } = rows[index]!;
    if (personId === null) continue;
    const one = told.get(personId) ?? { firstRow: no, contacts: [] };
    if (plan.enquiry) one.contacts.push(plan.enquiry.receivedAt);
    told.set(personId, one);
  }
  return [...made.values()].flatMap((one) => {
    const of = told.get(one.personId);
    return of ? [{ ...one, ...of }] : [];
  });
}

/** `id` null: the same row came with an earlier file, and a name alone finds nobody. */
type RowPerson = { readonly id: Id | null; readonly created: boolean } | { readonly errors: readonly Issue[] };

/**
 * Whom the analysis has met, by the rows' keys: known, made by an earlier batch, or made now with the first row that tells of her. Each
 * row after the first tells what more it knows.
 */
async function personsOf(
  tx: Tx,
  record: ImportRecord,
  rows: readonly WaitingRow[],
): Promise<{ persons: RowPerson[]; made: Map<Id, Made> }> {
  const keys = rows.flatMap(({ personKey, knownPersonId }) =>
    personKey !== null && knownPersonId === null ? [personKey] : [],
  );
  const before = await listAppliedPersons(tx, record.id, [...new Set(keys)]);
  const places = new Map<string, number>();
  const inputs: PersonInput[] = [];
  const sources = rows.map((row): Id | number | null => {
    const { personKey, knownPersonId, plan, outcome } = row;
    if (knownPersonId !== null) return knownPersonId;
    if (personKey === null) return outcome === 'merged' ? null : inputs.push(inputOf(plan.person)) - 1;
    const place = before.get(personKey) ?? places.get(personKey) ?? inputs.push(inputOf(plan.person)) - 1;
    if (typeof place === 'number') places.set(personKey, place);
    return place;
  });
  const found = await findOrCreateMany(tx, inputs, 'KR', 'apart');
  const made = new Set<Id>();
  const seen = new Set<number>();
  const persons = sources.map((source): RowPerson => {
    if (source === null || typeof source === 'string') return { id: source, created: false };
    const outcome = found[source];
    if (!outcome) throw new Error('one input has one outcome');
    if (!outcome.ok) return { errors: errorsOf(outcome.refusal) };
    const created = outcome.value.created && !seen.has(source);
    seen.add(source);
    if (created) made.add(outcome.value.person.id);
    return { id: outcome.value.person.id, created };
  });
  const completed = await completePersons(
    tx,
    rows.flatMap(({ plan: { person } }, index) => {
      const whom = persons[index];
      if (!whom || 'errors' in whom || whom.id === null) return [];
      const { number, ...told } = person;
      return [{ personId: whom.id, told: { ...told, ...(number === undefined ? {} : { identifier: number }) } }];
    }),
    made,
  );
  const trace = completed.map(({ before: { id, ...before }, made: added, versionAfter }): [Id, Made] => [
    id,
    {
      personId: id,
      created: made.has(id),
      before,
      made: { ...added, memos: [] },
      versionAfter,
    },
  ]);
  return { persons, made: new Map(trace) };
}

function errorsOf({ code, errors }: { readonly code: string; readonly errors?: readonly { readonly code: string }[] }) {
  return (errors ?? [{ code }]).map((one): Issue => ({
    level: 'error',
    column: null,
    value: null,
    code: one.code,
    params: {},
  }));
}

function inputOf({ number: _, ...person }: PersonPlan): PersonInput {
  return person;
}

/** Memos are marked in `made`. */
async function enterPersons(
  tx: Tx,
  rows: readonly WaitingRow[],
  persons: readonly RowPerson[],
  made: Map<Id, Made>,
): Promise<AppliedRow[]> {
  const applied: AppliedRow[] = [];
  const memos: { personId: Id; text: string }[] = [];
  for (const [index, row] of rows.entries()) {
    const person = persons[index];
    if (!person || 'errors' in person) {
      applied.push(rejected(row, person?.errors ?? []));
      continue;
    }
    if (row.plan.text !== null && row.outcome !== 'merged' && person.id !== null)
      memos.push({ personId: person.id, text: row.plan.text.slice(0, LONGEST_MEMO) });
    const outcome = person.created ? 'created' : row.outcome === 'created' ? 'merged' : row.outcome;
    applied.push({ no: row.no, outcome, orphan: false, issues: null, personId: person.id, enquiryId: null });
  }
  for (const [index, memoId] of (await writeMemos(tx, memos)).entries()) {
    const row = made.get(memos[index]!.personId);
    if (row) made.set(row.personId, { ...row, made: { ...row.made, memos: [...row.made.memos, memoId] } });
  }
  return applied;
}

/** Rows that are there already stay as they are; each other one is entered with those that follow it. */
async function enterEnquiries(
  tx: Tx,
  record: ImportRecord,
  rows: readonly WaitingRow[],
  persons: readonly RowPerson[],
): Promise<AppliedRow[]> {
  const read = await labelReader(tx, record.id, rows);
  const followers = Map.groupBy(rows, ({ leaderNo }) => leaderNo);
  const inputs: EnquiryImport[] = [];
  const places = new Map<number, number>();
  for (const [index, row] of rows.entries()) {
    const person = persons[index];
    if (!person || 'errors' in person || person.id === null || row.leaderNo !== null || row.outcome === 'merged')
      continue;
    const input = enquiryOf(record, [row, ...(followers.get(row.no) ?? [])], person.id, read);
    if (!input) throw new Error('a label without a decision came to be applied');
    places.set(row.no, inputs.push(input) - 1);
  }
  const answers = await importEnquiries(
    tx,
    inputs,
    await placesOf(
      tx,
      inputs.map(({ siteId }) => siteId),
    ),
    record.id,
  );
  return rows.map((row, index): AppliedRow => {
    const person = persons[index];
    if (!person || 'errors' in person) return rejected(row, person?.errors ?? []);
    const base = { no: row.no, orphan: false, issues: null, personId: person.id, enquiryId: null };
    const place = places.get(row.leaderNo ?? row.no);
    const answer = place === undefined ? null : answers[place];
    if (!answer) {
      const issues = withMore(row, differing(row, read, row.knownStatus));
      return { ...base, outcome: 'merged', issues, enquiryId: row.knownEnquiryId };
    }
    if (answer.kind === 'orphan') return { ...base, outcome: 'rejected', orphan: true };
    if (answer.kind === 'merged') {
      const issues = withMore(row, differing(row, read, answer.status));
      return { ...base, outcome: 'merged', issues, enquiryId: answer.id };
    }
    if (row.leaderNo !== null) return { ...base, outcome: 'updated', enquiryId: answer.id };
    const warnings = answer.warnings.map(({ code, params }) => warning(code, params));
    return { ...base, outcome: 'created', issues: withMore(row, warnings), enquiryId: answer.id };
  });
}

/** Null: they stay as they are. */
function withMore(row: WaitingRow, more: readonly Issue[]): readonly Issue[] | null {
  return more.length === 0 ? null : [...row.issues, ...more];
}

function rejected(row: WaitingRow, errors: readonly Issue[]): AppliedRow {
  return {
    no: row.no,
    outcome: 'rejected',
    orphan: false,
    issues: [...row.issues, ...errors],
    personId: null,
    enquiryId: null,
  };
}
