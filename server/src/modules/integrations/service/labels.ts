import type { ImportStatusRow, StatusDecision, StatusLabel } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { LEAST, SURE } from '../rules/assistant/weights.ts';
import { governedReading, labelKey, proposalsFor, type Proposal } from '../rules/labels.ts';
import { listDeciders } from '../store/decision-store.ts';
import { findImport, readUpTo } from '../store/import-store.ts';
import {
  countLabelUsers,
  insertKnownLabels,
  listLabels,
  removeKnownLabels,
  type LabelRow,
} from '../store/label-store.ts';
import { listReadings, listSplits, listUses, type LabelSplit } from '../store/reading-store.ts';
import { listReported, type ReportedRow } from '../store/row-store.ts';
import { openImport } from './acts.ts';
import { settle, writeLabelDecisions } from './decisions.ts';
import { labelsWithAsked } from './questions.ts';
import { issuesOf } from './report.ts';

type Decision = z.output<typeof StatusDecision>;

/** Every label of the file with what it may mean, what happened to its people and what was decided; the most frequent first. */
export async function statusLabels(tx: Tx, id: Id): Promise<Outcome<z.input<typeof StatusLabel>[]>> {
  if (!(await findImport(tx, id))) return notFound('import');
  const users = Map.groupBy(await countLabelUsers(tx, id), ({ labelKey: key }) => key);
  const uses = new Map((await listUses(tx, id)).map((use) => [use.labelKey, use]));
  const splits = Map.groupBy(await listSplits(tx, id, SURE), ({ labelKey: key }) => key);
  const deciders = new Map((await listDeciders(tx, id)).map((one) => [one.labelKey, one]));
  const labels = await labelsWithAsked(tx, id);
  const written = new Map(labels.map((row) => [row.labelKey, row.label]));
  return ok(
    labels.map((row) => {
      const use = uses.get(row.labelKey);
      const split = splits.get(row.labelKey) ?? [];
      const decider = deciders.get(row.labelKey);
      return {
        label: row.label,
        count: row.rows,
        needed: row.needed,
        users: (users.get(row.labelKey) ?? []).map(({ name, rows }) => ({ name, count: rows })),
        proposals: proposalsOf(row, split).map(viewProposal),
        decided: row.byRow ? 'by-row' : row.code,
        invalidKind: row.invalidKind,
        holdReasons: row.holdReasons,
        likelihood: row.likelihood,
        governed: row.governed,
        remembered: row.remembered,
        asked: row.code === null ? row.asked : 0,
        split: split.map(({ code, rows, asked }) => ({ code, count: rows, asked })),
        spellings: [...(use?.spellings ?? [])],
        spellingOf: row.spellingOf === null ? null : (written.get(row.spellingOf) ?? null),
        lastOn: use?.lastOn ?? null,
        next: use
          ? {
              booked: use.booked,
              visited: use.visited,
              recontact: use.recontact,
              again: use.again,
              meanCalls: use.meanCalls,
            }
          : null,
        decidedBy: decider?.by ?? null,
        decidedAt: decider ? formatInstant(decider.at) : null,
      };
    }),
  );
}

/** What was decided for an earlier list goes before what the rows are read as, and that before the label's other words. */
function proposalsOf(row: LabelRow, split: readonly LabelSplit[]): Proposal[] {
  if (row.governed) return [];
  const read = split
    .filter(({ confidence }) => confidence >= LEAST)
    .map(({ code, confidence, invalidKind, holdReasons, whyCode, whyParams, rows }): Proposal => ({
      code,
      confidence: Math.round((confidence * rows * 100) / row.rows) / 100,
      why: { code: whyCode, params: whyParams },
      ...(code === 'INVALID' && invalidKind ? { invalidKind } : {}),
      ...(code === 'HOLD' ? { holdReasons } : {}),
    }));
  const others = proposalsFor(row.label).filter((one) => !read.some(({ code }) => code === one.code));
  const left = Math.max(0, 1 - read.reduce((sum, { confidence }) => sum + confidence, 0));
  const words = others.map((one) => ({ ...one, confidence: Math.round(Math.min(one.confidence, left) * 100) / 100 }));
  const proposals = [...read, ...words].sort((a, b) => b.confidence - a.confidence);
  if (!row.remembered || row.code === null) return proposals;
  const { code, invalidKind, holdReasons } = row;
  const why = { code: 'imports.why.remembered', params: {} };
  const remembered = { code, invalidKind: invalidKind ?? undefined, holdReasons, confidence: 1, why };
  return [remembered, ...proposals.filter((one) => one.code !== code)];
}

function viewProposal({ code, confidence, why, invalidKind, holdReasons }: Proposal) {
  return {
    code,
    confidence,
    why: { ...why, text: '' },
    ...(invalidKind ? { invalidKind } : {}),
    ...(holdReasons ? { holdReasons: [...holdReasons] } : {}),
  };
}

/**
 * A person says what labels mean, for this list and those that come after it, or that their rows are read one by one (`by-row`, for this
 * list); null takes it back. INVALID says which of the three kinds, where the label's own words do not. Nothing is entered before
 * `applyImport`, and the last act may be taken back by `undoDecision`.
 * Refuses what `openImport` refuses, and by field imports.label_unknown { label }, field.required (invalidKind).
 */
export async function decideLabels(
  tx: Tx,
  id: Id,
  decisions: readonly Decision[],
): Promise<Outcome<z.input<typeof StatusLabel>[]>> {
  const opened = await openImport(tx, id);
  if (!opened.ok) return opened;
  const known = new Map((await listLabels(tx, id)).map((row) => [row.labelKey, row]));
  const errors: FieldRefusal[] = [];
  const changed: LabelRow[] = [];
  for (const [index, decision] of decisions.entries()) {
    const row = known.get(labelKey(decision.label));
    const decided = row ? decide(row, decision) : null;
    if (!row)
      errors.push({ field: `items.${index}.label`, code: 'imports.label_unknown', params: { label: decision.label } });
    else if (!decided) errors.push({ field: `items.${index}.invalidKind`, code: 'field.required', params: {} });
    else changed.push(decided);
  }
  if (errors.length > 0) return refuseFields(errors);
  // An answer that comes back as it was read decides nothing anew.
  const decided = changed.filter((row) => !isAsBefore(row, known.get(row.labelKey)));
  await writeLabelDecisions(tx, id, decided);
  await rememberLabels(tx, changed);
  await settle(tx, opened.value);
  return statusLabels(tx, id);
}

function isAsBefore(row: LabelRow, before: LabelRow | undefined): boolean {
  return JSON.stringify(row) === JSON.stringify(before);
}

/** Names of our own vocabulary need no memory. */
async function rememberLabels(tx: Tx, rows: readonly LabelRow[]): Promise<void> {
  const own = rows.filter(({ governed }) => !governed);
  await insertKnownLabels(
    tx,
    own.flatMap(({ labelKey: key, code, invalidKind, holdReasons, likelihood }) =>
      code === null ? [] : [{ labelKey: key, code, invalidKind, holdReasons, likelihood }],
    ),
  );
  await removeKnownLabels(
    tx,
    own.flatMap(({ labelKey: key, code }) => (code === null ? [key] : [])),
  );
}

/** Null: INVALID without its kind. */
function decide(row: LabelRow, { decided, invalidKind, holdReasons, likelihood }: Decision): LabelRow | null {
  if (decided === 'by-row')
    return { ...row, code: null, byRow: true, invalidKind: null, holdReasons: [], likelihood: null, governed: false };
  const proposal = proposalsFor(row.label).find(({ code }) => code === decided);
  const named = governedReading(row.label);
  const kind =
    decided === 'INVALID' ? (invalidKind ?? proposal?.invalidKind ?? named?.invalidKind ?? row.invalidKind) : null;
  if (decided === 'INVALID' && kind === null) return null;
  // Empty is what an answer has before anybody said anything.
  const reasons = holdReasons?.length ? holdReasons : (proposal?.holdReasons ?? []);
  return {
    ...row,
    code: decided,
    byRow: false,
    invalidKind: kind,
    holdReasons: decided === 'HOLD' ? [...reasons] : [],
    likelihood: decided === 'HOLD' ? (likelihood ?? null) : null,
    governed: named !== null && named.code === decided && (named.invalidKind ?? null) === kind,
  };
}

/** All rows of the file, in its order; of those that are not entered the reason. `asked`: a person must say it before it is entered. */
export async function statusRows(
  tx: Tx,
  id: Id,
  page: { readonly after: number; readonly limit: number },
): Promise<Outcome<{ items: z.input<typeof ImportStatusRow>[]; last: number | null }>> {
  const record = await findImport(tx, id);
  if (!record) return notFound('import');
  const labels = new Map((await listLabels(tx, id)).map((row) => [row.labelKey, row]));
  const rows = await listReported(tx, id, {
    outcome: null,
    after: page.after,
    limit: page.limit + 1,
    upTo: readUpTo(record),
  });
  const shown = rows.slice(0, page.limit);
  const readings = await listReadings(
    tx,
    id,
    shown.map(({ no }) => no),
  );
  const readingOf = new Map(readings.map((reading) => [reading.no, reading]));
  const items = shown.map((row) => {
    const label = row.labelKey === null ? null : labels.get(row.labelKey);
    const reading = readingOf.get(row.no);
    const stated = label ? label.code : AS_READ[record.kind];
    const enters = row.outcome !== 'skipped' || row.label !== null;
    const needed = row.outcome === 'created' || row.outcome === 'updated' || row.orphan;
    const sure = reading !== undefined && (reading.decided || reading.confidence >= SURE);
    const known = reading !== undefined && (reading.decided || reading.confidence >= LEAST);
    return {
      row: row.no,
      label: row.label,
      proposedStatus: enters ? (stated ?? (known ? reading.code : null)) : null,
      confidence: !enters ? 0 : stated !== null || reading?.decided ? 1 : known ? reading.confidence : 0,
      asked: label ? label.code === null && needed && !sure : false,
      outcome: row.outcome,
      ...reasonOf(row),
    };
  });
  return ok({ items, last: rows.length > page.limit ? (items.at(-1)?.row ?? null) : null });
}

/** Without a column of statuses. */
const AS_READ = { enquiries: 'NEW', people: null, consents: null } as const;

/** Why a row is not entered. */
function reasonOf(row: ReportedRow): Pick<z.input<typeof ImportStatusRow>, 'code' | 'params' | 'text'> {
  if (row.outcome !== 'rejected' && row.outcome !== 'skipped') return {};
  const issues = issuesOf(row);
  const issue = issues.find(({ level }) => level === 'error') ?? issues.at(-1);
  return issue ? { code: issue.code, params: issue.params, text: '' } : {};
}
