import type { RowDecisionInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { labelKey } from '../rules/labels.ts';
import {
  insertAct,
  insertLabelDecisions,
  insertRowDecisions,
  listLabelsOfAct,
  undoLastAct,
  updateDecidedRows,
} from '../store/decision-store.ts';
import { updateImport, type ImportRecord } from '../store/import-store.ts';
import { listLabels, updateLabel, updateOrphans, type LabelRow } from '../store/label-store.ts';
import { listWished } from '../store/reading-store.ts';
import { openImport } from './acts.ts';
import { isAsking, labelsWithAsked } from './questions.ts';

/** One act for these labels: they are written as they now stand, and the act beside them. The caller holds the import's lock. */
export async function writeLabelDecisions(tx: Tx, importId: Id, labels: readonly LabelRow[]): Promise<void> {
  if (labels.length === 0) return;
  for (const label of labels) await updateLabel(tx, importId, label);
  await insertLabelDecisions(tx, importId, await insertAct(tx, importId), labels);
}

/**
 * A person says what rows mean: those named, a group that is asked together, or all of a label that a rule fits; null takes it back. Their
 * labels are read row by row from then on. Gives how many rows. Refuses what `openImport` refuses, imports.no_such_rows, and by field
 * field.required (invalidKind; one of rows, group, label).
 */
export async function decideRows(
  tx: Tx,
  id: Id,
  input: z.output<typeof RowDecisionInput>,
): Promise<Outcome<{ rows: number }>> {
  const opened = await openImport(tx, id);
  if (!opened.ok) return opened;
  const { decided, invalidKind, holdReasons, when, rows, group, label } = input;
  if (decided === 'INVALID' && !invalidKind) return needed('invalidKind');
  if (rows === undefined && group === undefined && label === undefined) return needed('rows');
  const wish = { rows, group, label: label === undefined ? undefined : labelKey(label), ...when };
  const found = await listWished(tx, id, wish);
  if (found.length === 0) return refuse('imports.no_such_rows', {}, 422);
  const actNo = await insertAct(tx, id);
  await insertRowDecisions(
    tx,
    id,
    actNo,
    found.map(({ no }) => no),
    {
      code: decided,
      invalidKind: decided === 'INVALID' ? (invalidKind ?? null) : null,
      holdReasons: decided === 'HOLD' ? (holdReasons ?? []) : [],
    },
  );
  const keys = new Set(found.map(({ labelKey: key }) => key));
  const opening = (await listLabels(tx, id)).filter((one) => keys.has(one.labelKey) && one.code === null && !one.byRow);
  const byRow = opening.map((one) => ({ ...one, byRow: true }));
  for (const one of byRow) await updateLabel(tx, id, one);
  await insertLabelDecisions(tx, id, actNo, byRow);
  await settle(tx, opened.value);
  return ok({ rows: found.length });
}

function needed(field: string): Outcome<never> {
  return refuseFields([{ field, code: 'field.required', params: {} }]);
}

/** The last act of deciding is taken back, and what stood before it stands again. Refuses what `openImport` refuses, imports.nothing_to_undo. */
export async function undoDecision(tx: Tx, id: Id): Promise<Outcome<{ act: number }>> {
  const opened = await openImport(tx, id);
  if (!opened.ok) return opened;
  const act = await undoLastAct(tx, id);
  if (act === null) return refuse('imports.nothing_to_undo', {}, 409);
  await updateDecidedRows(tx, id, act);
  const now = new Map((await listLabels(tx, id)).map((label) => [label.labelKey, label]));
  for (const before of await listLabelsOfAct(tx, id, act)) {
    const label = now.get(before.labelKey);
    if (label) await updateLabel(tx, id, { ...label, ...before });
  }
  await settle(tx, opened.value);
  return ok({ act });
}

/** After a decision: orphans are found anew, and the import says whether something is left to say. */
export async function settle(tx: Tx, record: ImportRecord): Promise<void> {
  await updateOrphans(tx, record.id);
  if (record.state !== 'failed') {
    const asking = isAsking(record, await labelsWithAsked(tx, record.id));
    await updateImport(tx, record.id, { state: !asking && record.dryRun ? 'done' : 'waiting' });
  }
  tx.audit({ action: 'imports.labels_decided', entity: 'import', entityId: record.id });
  tx.emit({ type: 'imports.labels_decided', payload: { importId: record.id } });
}
