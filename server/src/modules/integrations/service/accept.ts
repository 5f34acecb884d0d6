import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { SURE } from '../rules/assistant/weights.ts';
import { insertAct, insertLabelDecisions } from '../store/decision-store.ts';
import { listLabels, updateOrphans } from '../store/label-store.ts';
import { acceptSureLabels } from '../store/reading-store.ts';

/** Every label of whose rows the assistant is sure is read row by row, as an act of the caller. */
export async function acceptProposals(tx: Tx, importId: Id): Promise<void> {
  const accepted = new Set(await acceptSureLabels(tx, importId, SURE));
  if (accepted.size === 0) return;
  const labels = (await listLabels(tx, importId)).filter(({ labelKey: key }) => accepted.has(key));
  await insertLabelDecisions(tx, importId, await insertAct(tx, importId), labels);
  await updateOrphans(tx, importId);
}
