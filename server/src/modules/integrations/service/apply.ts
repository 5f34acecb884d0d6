import type { PersonInput } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { must, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import {
  findOrCreateMany,
  findSite,
  importEnquiries,
  sitePractice,
  writeMemo,
  type EnquiryImport,
  type ImportPlace,
} from '../neighbours.ts';
import { personKey } from '../rules/keys.ts';
import type { Issue, LabelReading, PersonPlan } from '../rules/plan.ts';
import { lockImport, updateImport, type ImportRecord } from '../store/import-store.ts';
import { listLabels } from '../store/label-store.ts';
import { countTables, listWaiting, updateApplied, type AppliedRow, type WaitingRow } from '../store/row-store.ts';
import type { Runner } from './analyse.ts';
import { ALREADY_IMPORTED, findByBirth } from './judge.ts';

const BATCH = 500;

/** Enters the rows, a batch a transaction. What a transaction did is marked in it: a run that was killed goes on without loss or repetition. */
export async function apply(runner: Runner, id: Id): Promise<void> {
  for (let batch = 1, counted = 1; ; batch++) {
    runner.signal.throwIfAborted();
    const step = must(await runner.inTx((tx) => applyBatch(tx, id)));
    if (!step) return;
    // After the batches 1, 3, 9, 27: the planner learns that the tables grow.
    if (batch === counted && (step.total ?? 0) > BATCH) {
      must(await runner.inTx(async (tx) => ok(await countTables(tx))));
      counted *= 3;
    }
    await runner.progress(step.done, step.total);
  }
}

type Step = { readonly done: number; readonly total: number | null };

/** Null when all is done. */
async function applyBatch(tx: Tx, id: Id): Promise<Outcome<Step | null>> {
  const record = await lockImport(tx, id);
  if (!record || record.state !== 'running' || record.phase !== 'apply') return ok(null);
  let rows = await listWaiting(tx, id, false, BATCH);
  if (rows.length === 0) rows = await listWaiting(tx, id, true, BATCH);
  if (rows.length === 0) {
    await updateImport(tx, id, {
      state: 'done',
      appliedAt: tx.now,
      ...(record.total === null ? {} : { done: record.total }),
    });
    tx.audit({ action: 'imports.applied', entity: 'import', entityId: id });
    tx.emit({ type: 'imports.applied', payload: { importId: id } });
    return ok(null);
  }
  const persons = await personsOf(tx, rows);
  const applied =
    record.kind === 'enquiries'
      ? await enterEnquiries(tx, record, rows, persons)
      : await enterPersons(tx, rows, persons);
  await updateApplied(tx, id, applied);
  const done = record.done + rows.length;
  await updateImport(tx, id, { done });
  tx.emit({ type: 'imports.progressed', payload: { importId: id } });
  return ok({ done, total: record.total });
}

/** `id` null: the same row came with an earlier file, and a name alone finds nobody. */
type RowPerson = { readonly id: Id | null; readonly created: boolean } | { readonly errors: readonly Issue[] };

async function personsOf(tx: Tx, rows: readonly WaitingRow[]): Promise<RowPerson[]> {
  const findKnown = await findByBirth(
    tx,
    rows.map(({ plan }) => plan.person),
  );
  // Without a number, name and birth date are one person in the batch too.
  const places = new Map<string, number>();
  const inputs: PersonInput[] = [];
  const sources = rows.map((row): Id | number | null => {
    const { plan } = row;
    if (isKnownRow(row) && personKey(plan) === null) return null;
    const known = findKnown(plan.person);
    if (known !== null) return known;
    const key = plan.person.phone ? null : personKey(plan);
    const before = key === null ? undefined : places.get(key);
    if (before !== undefined) return before;
    inputs.push(inputOf(plan.person));
    if (key !== null) places.set(key, inputs.length - 1);
    return inputs.length - 1;
  });
  const found = await findOrCreateMany(tx, inputs);
  const seen = new Set<number>();
  return sources.map((source): RowPerson => {
    if (source === null || typeof source === 'string') return { id: source, created: false };
    const outcome = found[source];
    if (!outcome) throw new Error('one input has one outcome');
    if (outcome.ok) {
      const created = outcome.value.created && !seen.has(source);
      seen.add(source);
      return { id: outcome.value.person.id, created };
    }
    const { code, errors } = outcome.refusal;
    return {
      errors: (errors ?? [{ code, params: {} }]).map((one) => ({
        level: 'error',
        column: null,
        value: null,
        code: one.code,
        params: {},
      })),
    };
  });
}

function inputOf(person: PersonPlan): PersonInput {
  const { name, phone, email, birthDate, sex, language } = person;
  return {
    ...(name === undefined ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex }),
    ...(language === undefined ? {} : { language }),
  };
}

async function enterPersons(tx: Tx, rows: readonly WaitingRow[], persons: readonly RowPerson[]): Promise<AppliedRow[]> {
  const applied: AppliedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const person = persons[index];
    if (!person || 'errors' in person) {
      applied.push(rejected(row, person?.errors ?? []));
      continue;
    }
    const known = row.issues.some(({ code }) => code === ALREADY_IMPORTED);
    if (row.plan.text !== null && !known && person.id !== null)
      must(await writeMemo(tx, person.id, { text: row.plan.text.slice(0, 4000), pinned: false }));
    const outcome = person.created ? 'created' : row.outcome === 'created' ? 'merged' : row.outcome;
    applied.push({ no: row.no, outcome, orphan: false, issues: row.issues, personId: person.id, enquiryId: null });
  }
  return applied;
}

async function enterEnquiries(
  tx: Tx,
  record: ImportRecord,
  rows: readonly WaitingRow[],
  persons: readonly RowPerson[],
): Promise<AppliedRow[]> {
  const labels = new Map((await listLabels(tx, record.id)).map((label) => [label.labelKey, label]));
  const inputs: EnquiryImport[] = [];
  const places = rows.map((row, index) => {
    const person = persons[index];
    if (!person || 'errors' in person || person.id === null || isKnownRow(row)) return null;
    const label = row.labelKey === null ? null : labels.get(row.labelKey);
    const reading = row.labelKey === null ? AS_NEW : label?.code ? { ...label, code: label.code } : null;
    if (!reading) throw new Error('a label without a decision came to be applied');
    return inputs.push(enquiryOf(record, row, person.id, reading)) - 1;
  });
  const answers = await importEnquiries(tx, inputs, await placesOf(tx, inputs), record.createdBy);
  return rows.map((row, index): AppliedRow => {
    const person = persons[index];
    if (!person || 'errors' in person) return rejected(row, person?.errors ?? []);
    const base = { no: row.no, orphan: false, issues: row.issues, personId: person.id, enquiryId: null };
    const place = places[index] ?? null;
    const answer = place === null ? null : answers[place];
    if (!answer) return { ...base, outcome: 'merged' };
    if (answer.kind === 'orphan') return { ...base, outcome: 'rejected', orphan: true };
    if (answer.kind === 'merged') return { ...base, outcome: 'merged', enquiryId: answer.id };
    const warnings = answer.warnings.map(({ code, params }): Issue => ({
      level: 'warning',
      column: null,
      value: null,
      code,
      params,
    }));
    return { ...base, outcome: 'created', issues: [...row.issues, ...warnings], enquiryId: answer.id };
  });
}

/** A file without a column of statuses tells of enquiries that nobody has worked on. */
const AS_NEW: LabelReading = { code: 'NEW', invalidKind: null, holdReasons: [], likelihood: null };

function isKnownRow(row: WaitingRow): boolean {
  return row.outcome === 'merged' && row.issues.some(({ code }) => code === ALREADY_IMPORTED);
}

function enquiryOf(record: ImportRecord, row: WaitingRow, personId: Id, reading: LabelReading): EnquiryImport {
  const plan = row.plan.enquiry;
  if (!plan) throw new Error('a row of enquiries has an enquiry');
  return {
    personId,
    siteId: plan.siteId,
    receivedAt: plan.receivedAt,
    status: reading.code,
    label: row.label,
    sourceChannel: plan.sourceChannel,
    campaign: plan.campaign,
    interests: plan.interests,
    ownerId: plan.ownerId,
    text: plan.text,
    likelihood: plan.likelihood ?? reading.likelihood,
    holdReasons: plan.holdReasons.length > 0 ? plan.holdReasons : reading.holdReasons,
    recontactOn: plan.recontactOn,
    invalidKind: reading.invalidKind,
    bookingOn: plan.bookingOn,
    bookingMinute: plan.bookingMinute,
    visitOn: plan.visitOn,
    visitMinute: plan.visitMinute,
    origin: { importId: record.id, row: row.no, callCount: plan.callCount },
  };
}

async function placesOf(tx: Tx, inputs: readonly EnquiryImport[]): Promise<Map<Id, ImportPlace>> {
  const places = new Map<Id, ImportPlace>();
  for (const id of new Set(inputs.map(({ siteId }) => siteId))) {
    const row = await findSite(tx, id);
    if (row) places.set(id, { site: await sitePractice(tx, id), teamId: row.intakeTeamId });
  }
  return places;
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
