import type { StatusDecision, StatusLabel, ImportStatusRow } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { governedReading, labelKey, proposalsFor, type Proposal } from '../rules/labels.ts';
import { findImport, readUpTo, updateImport } from '../store/import-store.ts';
import {
  countLabelUsers,
  insertKnownLabels,
  listLabels,
  removeKnownLabels,
  updateLabel,
  updateOrphans,
  type LabelRow,
} from '../store/label-store.ts';
import { listReported, type ReportedRow } from '../store/row-store.ts';
import { openImport } from './acts.ts';
import { isAsking } from './questions.ts';
import { issuesOf } from './report.ts';

type Decision = z.output<typeof StatusDecision>;

/** Every label of the file with what it may mean and what was decided; the most frequent first. */
export async function statusLabels(tx: Tx, id: Id): Promise<Outcome<z.input<typeof StatusLabel>[]>> {
  if (!(await findImport(tx, id))) return notFound('import');
  const users = Map.groupBy(await countLabelUsers(tx, id), ({ labelKey: key }) => key);
  return ok(
    (await listLabels(tx, id)).map((row) => ({
      label: row.label,
      count: row.rows,
      needed: row.needed,
      users: (users.get(row.labelKey) ?? []).map(({ name, rows }) => ({ name, count: rows })),
      proposals: proposalsOf(row).map(viewProposal),
      decided: row.code,
      invalidKind: row.invalidKind,
      holdReasons: row.holdReasons,
      likelihood: row.likelihood,
      governed: row.governed,
      remembered: row.remembered,
    })),
  );
}

/** What was decided for an earlier list goes before the label's words. */
function proposalsOf(row: LabelRow): Proposal[] {
  if (row.governed) return [];
  if (!row.remembered || row.code === null) return proposalsFor(row.label);
  const { code, invalidKind, holdReasons } = row;
  const why = { code: 'imports.why.remembered', params: {} };
  const remembered = { code, invalidKind: invalidKind ?? undefined, holdReasons, confidence: 1, why };
  return [remembered, ...proposalsFor(row.label).filter((one) => one.code !== code)];
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
 * A person says what labels mean, for this list and those that come after it; null takes it back. INVALID says which of the three kinds,
 * where the label's own words do not. Nothing is entered before `applyImport`.
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
  for (const row of changed) await updateLabel(tx, id, row);
  await rememberLabels(tx, changed);
  await updateOrphans(tx, id);
  const { state, dryRun } = opened.value;
  if (state !== 'failed') {
    const asking = isAsking(opened.value, await listLabels(tx, id));
    await updateImport(tx, id, { state: !asking && dryRun ? 'done' : 'waiting' });
  }
  tx.audit({ action: 'imports.labels_decided', entity: 'import', entityId: id });
  tx.emit({ type: 'imports.labels_decided', payload: { importId: id } });
  return statusLabels(tx, id);
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
    invalidKind: kind,
    holdReasons: decided === 'HOLD' ? [...reasons] : [],
    likelihood: decided === 'HOLD' ? (likelihood ?? null) : null,
    governed: named !== null && named.code === decided && (named.invalidKind ?? null) === kind,
  };
}

/** All rows of the file, in its order; of those that are not entered the reason. */
export async function statusRows(
  tx: Tx,
  id: Id,
  page: { readonly after: number; readonly limit: number },
): Promise<Outcome<{ items: z.input<typeof ImportStatusRow>[]; last: number | null }>> {
  const record = await findImport(tx, id);
  if (!record) return notFound('import');
  const labels = new Map((await listLabels(tx, id)).map((row) => [row.labelKey, row]));
  const proposed = new Map([...labels.values()].map((row) => [row.labelKey, proposalsFor(row.label)[0]]));
  const rows = await listReported(tx, id, {
    outcome: null,
    after: page.after,
    limit: page.limit + 1,
    upTo: readUpTo(record),
  });
  const items = rows.slice(0, page.limit).map((row) => {
    const label = row.labelKey === null ? null : labels.get(row.labelKey);
    const proposal = row.labelKey === null ? undefined : proposed.get(row.labelKey);
    const decided = label ? label.code : AS_READ[record.kind];
    const enters = row.outcome !== 'skipped' || row.label !== null;
    return {
      row: row.no,
      label: row.label,
      proposedStatus: enters ? (decided ?? proposal?.code ?? null) : null,
      confidence: !enters ? 0 : decided === null ? (proposal?.confidence ?? 0) : 1,
      asked: label ? label.code === null && label.needed > 0 : false,
      outcome: row.outcome,
      ...reasonOf(row),
    };
  });
  return ok({ items, last: rows.length > page.limit ? (items.at(-1)?.row ?? null) : null });
}

/** Without a column of statuses. */
const AS_READ = { enquiries: 'NEW', people: null } as const;

/** Why a row is not entered. */
function reasonOf(row: ReportedRow): Pick<z.input<typeof ImportStatusRow>, 'code' | 'params' | 'text'> {
  if (row.outcome !== 'rejected' && row.outcome !== 'skipped') return {};
  const issues = issuesOf(row);
  const issue = issues.find(({ level }) => level === 'error') ?? issues.at(-1);
  return issue ? { code: issue.code, params: issue.params, text: '' } : {};
}
