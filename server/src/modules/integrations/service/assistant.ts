import type { RowExample, StatusEffect, StatusQuestion } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { maskName, mayReadPeople } from '../neighbours.ts';
import { effectOf, standingByName, standingOf, unconnectedShare, type Standing } from '../rules/assistant/standing.ts';
import { SURE } from '../rules/assistant/weights.ts';
import { WAY } from '../rules/joined.ts';
import { findImport } from '../store/import-store.ts';
import { countEffect, listAskedGroups, listShown, type ShownRow } from '../store/reading-store.ts';

/** Rows that a person must say the meaning of, those that are alike together, the most first, each with examples of the list. */
export async function statusQuestions(tx: Tx, id: Id): Promise<Outcome<StatusQuestion[]>> {
  if (!(await findImport(tx, id))) return notFound('import');
  const groups = await listAskedGroups(tx, id, SURE);
  const rows = await listShown(
    tx,
    id,
    groups.flatMap(({ examples }) => examples),
  );
  const shown = new Map(rows.map((row) => [row.no, row]));
  const open = mayReadPeople(tx);
  tx.audit({ action: 'imports.examples_read', entity: 'import', entityId: id });
  return ok(
    groups.map(({ groupKey, label, count, confidence, code, second, examples }) => ({
      group: groupKey,
      label,
      count,
      confidence,
      choices: [code, second],
      examples: examples.flatMap((no) => {
        const row = shown.get(no);
        return row ? [exampleOf(row, open)] : [];
      }),
    })),
  );
}

/** Who may not read people sees names masked and no memo, which may hold a name too. */
function exampleOf({ no, user, plan }: ShownRow, open: boolean): RowExample {
  const enquiry = plan?.enquiry;
  const name = plan?.person.name;
  return {
    row: no,
    name: name === undefined ? null : open ? name : maskName(name),
    receivedOn: enquiry?.receivedOn ?? null,
    user,
    calls: enquiry?.callCount ?? null,
    bookingOn: enquiry?.bookingOn ?? null,
    visitOn: enquiry?.visitOn ?? null,
    recontactOn: enquiry?.recontactOn ?? null,
    text: open ? (enquiry?.text?.slice(0, LONGEST_MEMO) ?? null) : null,
  };
}

const LONGEST_MEMO = 300;

/**
 * What the list's cohorts look like by their labels' names, and by what their rows are read as, before anything is entered. Rows that are
 * asked count as what they are most likely.
 */
export async function statusEffect(tx: Tx, id: Id): Promise<Outcome<StatusEffect>> {
  const record = await findImport(tx, id);
  if (!record) return notFound('import');
  const names = new Map<string, Standing>();
  const byName = (label: string | null): Standing => {
    if (label === null) return 'uncalled';
    const known = names.get(label) ?? standingByName(label);
    names.set(label, known);
    return known;
  };
  const counted = (await countEffect(tx, id, WAY)).map(({ month, label, code, count }) => ({
    month,
    from: byName(label),
    to: code === null ? ('unknown' as const) : standingOf(code),
    count,
  }));
  const effect = effectOf(counted);
  const groups = await listAskedGroups(tx, id, SURE);
  return ok({
    asOf: record.readOn,
    enquiries: effect.enquiries,
    asked: groups.reduce((sum, { count }) => sum + count, 0),
    unconnectedBefore: unconnectedShare(effect.before),
    unconnectedAfter: unconnectedShare(effect.after),
    before: effect.before,
    after: effect.after,
    months: effect.months.map((month) => ({ ...month })),
    flows: effect.flows.map((flow) => ({ ...flow })),
  });
}
