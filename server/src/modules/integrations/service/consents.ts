import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { enterConsents, foreseeConsents, holdersOf, type Beside, type ListedConsent } from '../neighbours.ts';
import { hashKey } from '../rules/keys.ts';
import type { ConsentPlan, Issue } from '../rules/plan.ts';
import type { AnalysedRow, AppliedRow, RowOutcome, WaitingRow } from '../store/row-store.ts';
import { listAppliedContents, listEarlierRows } from '../store/same-store.ts';
import { ALREADY_IMPORTED, note, NOTHING, type JudgedImport, type NumberedRow } from './judge.ts';

type Told = { readonly plan: ConsentPlan; readonly personId: Id; readonly natural: string; readonly content: string };

/** What would become of each row of a list of consents. Changes nothing. Whose a shared number is cannot be told: such a row is rejected. */
export async function judgeConsents(
  tx: Tx,
  { id, columnOf }: JudgedImport,
  rows: readonly NumberedRow[],
): Promise<AnalysedRow[]> {
  const plans = new Map(
    rows.flatMap(({ no, read }) => ('plan' in read && read.plan?.consent ? [[no, read.plan.consent] as const] : [])),
  );
  const holders = await holdersOf(tx, [...new Set([...plans.values()].map(({ address }) => address))]);
  const told = new Map<number, Told>();
  for (const [no, plan] of plans) {
    const [personId, ...others] = holders.get(plan.address) ?? [];
    if (personId === undefined || others.length > 0) continue;
    const natural = `${personId} ${plan.purpose} ${plan.channel} ${plan.night}`;
    told.set(no, { plan, personId, natural, content: hashKey(`${natural} ${plan.state} ${plan.at}`) });
  }
  const all = [...told.values()];
  const unique = (values: readonly string[]) => [...new Set(values)];
  const earlier = await listEarlierRows(tx, id, unique(all.map(({ natural }) => natural)));
  const applied = await listAppliedContents(tx, id, unique(all.map(({ content }) => content)));
  const seen = new Map(earlier.map((row) => [row.contentKey, row.no]));
  const foreseen = await foreseeConsents(tx, all.map(listed));
  const besideOf = new Map(all.map((one, index) => [one, foreseen[index]]));
  return rows.map((row): AnalysedRow => {
    const said = { ...NOTHING, no: row.no, cells: row.cells };
    if (!('plan' in row.read)) return { ...said, outcome: 'skipped', issues: [row.read] };
    const { issues, plan } = row.read;
    if (!plan?.consent) return { ...said, outcome: 'rejected', issues };
    const one = told.get(row.no);
    if (!one) {
      const many = (holders.get(plan.consent.address) ?? []).length > 0;
      const column = columnOf('phone') ?? columnOf('email');
      const code = many ? 'consents.import.shared' : 'consents.import.nobody';
      const value = column ? (row.cells[column.index] ?? null) : null;
      const issue: Issue = { level: 'error', column: column?.header ?? null, value, code, params: {} };
      return { ...said, outcome: 'rejected', issues: [...issues, issue] };
    }
    const same = seen.get(one.content);
    if (same !== undefined) {
      return { ...said, outcome: 'skipped', issues: [...issues, note('imports.repeated_row', { row: same })] };
    }
    seen.set(one.content, row.no);
    const { outcome, more } = outcomeOf(besideOf.get(one) ?? 'new', applied.has(one.content));
    return {
      ...said,
      outcome,
      plan,
      issues: [...issues, ...more],
      naturalKey: one.natural,
      contentKey: one.content,
      knownPersonId: one.personId,
    };
  });
}

function outcomeOf(beside: Beside, applied: boolean): { outcome: RowOutcome; more: Issue[] } {
  if (applied && beside === 'known') return { outcome: 'merged', more: [note(ALREADY_IMPORTED)] };
  if (beside === 'known') return { outcome: 'merged', more: [note('imports.consent_known')] };
  if (beside === 'refused_later') return { outcome: 'merged', more: [note('imports.consent_refused_later')] };
  const warned: Issue = { ...note('imports.consent_after_refusal'), level: 'warning' };
  return { outcome: 'created', more: beside === 'after_refusal' ? [warned] : [] };
}

function listed({ plan, personId }: Pick<Told, 'plan' | 'personId'>): ListedConsent {
  const { address: _address, ...said } = plan;
  return { personId, ...said };
}

/** Enters the rows that the analysis found new, unless she has refused since. */
export async function applyConsents(tx: Tx, rows: readonly WaitingRow[]): Promise<AppliedRow[]> {
  const going = rows.flatMap(({ no, outcome, plan, knownPersonId }) =>
    outcome === 'created' && plan.consent && knownPersonId !== null
      ? [{ no, listed: listed({ plan: plan.consent, personId: knownPersonId }) }]
      : [],
  );
  const entered = await enterConsents(
    tx,
    going.map(({ listed: one }) => one),
  );
  const byNo = new Map(going.map(({ no }, index) => [no, entered[index]]));
  return rows.map((row): AppliedRow => {
    const done = byNo.get(row.no);
    const base = { no: row.no, orphan: false, issues: null, personId: row.knownPersonId, enquiryId: null };
    if (!done) return { ...base, outcome: row.outcome };
    if (done.id !== null) return { ...base, outcome: 'created', consentId: done.id };
    const { more } = outcomeOf(done.beside, false);
    return { ...base, outcome: 'merged', issues: [...row.issues, ...more] };
  });
}
