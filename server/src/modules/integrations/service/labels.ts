import type { StatusDecision, StatusLabel, ImportStatusRow } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { labelKey, proposalsFor } from '../rules/labels.ts';
import { findImport, updateImport } from '../store/import-store.ts';
import { countLabelUsers, listLabels, updateLabel, updateOrphans, type LabelRow } from '../store/label-store.ts';
import { listLabelled } from '../store/row-store.ts';
import { openImport } from './acts.ts';

type Decision = z.output<typeof StatusDecision>;

/** Every label of the file with what it may mean and what was decided; the most frequent first. */
export async function statusLabels(tx: Tx, id: Id): Promise<Outcome<z.input<typeof StatusLabel>[]>> {
  if (!(await findImport(tx, id))) return notFound('import');
  const users = Map.groupBy(await countLabelUsers(tx, id), ({ labelKey: key }) => key);
  return ok(
    (await listLabels(tx, id)).map((row) => ({
      label: row.label,
      count: row.rows,
      users: (users.get(row.labelKey) ?? []).map(({ name, rows }) => ({ name, count: rows })),
      proposals: row.governed ? [] : proposalsFor(row.label).map(viewProposal),
      decided: row.code,
      invalidKind: row.invalidKind,
      holdReasons: row.holdReasons,
      likelihood: row.likelihood,
      governed: row.governed,
    })),
  );
}

function viewProposal({ code, confidence, why, invalidKind, holdReasons }: ReturnType<typeof proposalsFor>[number]) {
  return {
    code,
    confidence,
    why: { ...why, text: '' },
    ...(invalidKind ? { invalidKind } : {}),
    ...(holdReasons ? { holdReasons: [...holdReasons] } : {}),
  };
}

/**
 * A person says what labels mean; null takes it back. INVALID says which of the three kinds, where the label's own words do not.
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
  for (const [index, decision] of decisions.entries()) {
    const row = known.get(labelKey(decision.label));
    const decided = row ? decide(row, decision) : null;
    if (!row)
      errors.push({ field: `items.${index}.label`, code: 'imports.label_unknown', params: { label: decision.label } });
    else if (!decided) errors.push({ field: `items.${index}.invalidKind`, code: 'field.required', params: {} });
    else await updateLabel(tx, id, decided);
  }
  if (errors.length > 0) return refuseFields(errors);
  await updateOrphans(tx, id);
  const undecided = (await listLabels(tx, id)).some(({ code }) => code === null);
  const { state, dryRun } = opened.value;
  if (state !== 'failed') await updateImport(tx, id, { state: !undecided && dryRun ? 'done' : 'waiting' });
  tx.audit({ action: 'imports.labels_decided', entity: 'import', entityId: id });
  tx.emit({ type: 'imports.labels_decided', payload: { importId: id } });
  return statusLabels(tx, id);
}

/** Null: INVALID without its kind. */
function decide(row: LabelRow, { decided, invalidKind, holdReasons, likelihood }: Decision): LabelRow | null {
  const proposal = proposalsFor(row.label).find(({ code }) => code === decided);
  const kind = decided === 'INVALID' ? (invalidKind ?? proposal?.invalidKind ?? row.invalidKind) : null;
  if (decided === 'INVALID' && kind === null) return null;
  return {
    ...row,
    code: decided,
    invalidKind: kind,
    holdReasons: decided === 'HOLD' ? [...(holdReasons ?? proposal?.holdReasons ?? [])] : [],
    likelihood: decided === 'HOLD' ? (likelihood ?? null) : null,
  };
}

export async function statusRows(
  tx: Tx,
  id: Id,
  page: { readonly after: number; readonly limit: number },
): Promise<Outcome<{ items: z.input<typeof ImportStatusRow>[]; last: number | null }>> {
  if (!(await findImport(tx, id))) return notFound('import');
  const labels = new Map((await listLabels(tx, id)).map((row) => [row.labelKey, row]));
  const rows = await listLabelled(tx, id, page.after, page.limit + 1);
  const items = rows.slice(0, page.limit).map(({ no, label, labelKey: key }) => {
    const decided = labels.get(key)?.code ?? null;
    const [proposal] = decided === null ? proposalsFor(label) : [];
    return {
      row: no,
      label,
      proposedStatus: decided ?? proposal?.code ?? null,
      confidence: decided === null ? (proposal?.confidence ?? 0) : 1,
      asked: decided === null,
    };
  });
  return ok({ items, last: rows.length > page.limit ? (items.at(-1)?.row ?? null) : null });
}
