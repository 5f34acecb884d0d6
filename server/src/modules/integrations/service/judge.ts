import type { ImportKind } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { contentKey, naturalKey } from '../rules/keys.ts';
import { labelKey } from '../rules/labels.ts';
import type { Issue, Plan, ReadRow } from '../rules/plan.ts';
import type { AnalysedRow, RowOutcome } from '../store/row-store.ts';
import {
  listAppliedContents,
  listEarlierRows,
  listEnquiryDays,
  type EarlierRow,
  type EnquiryDay,
} from '../store/same-store.ts';
import { meetPersons, type Met } from './persons.ts';

export type NumberedRow = { readonly no: number; readonly cells: readonly string[]; readonly read: ReadRow | Issue };
/** Which import, and where its fields stand in the file. */
export type JudgedImport = {
  readonly id: Id;
  readonly kind: ImportKind;
  readonly columnOf: (field: string) => { readonly header: string; readonly index: number } | null;
};

export const ALREADY_IMPORTED = 'imports.already_imported';

/** A row that can be entered, with whom it tells of. */
type Told = {
  readonly no: number;
  readonly cells: readonly string[];
  readonly plan: Plan;
  readonly met: Met;
  readonly naturalKey: string;
  readonly contentKey: string;
};
/** What stands already: rows of the file by enquiry, what other imports entered, enquiries of the persons. */
type Standing = {
  readonly earlier: Map<string, EarlierRow[]>;
  readonly applied: ReadonlySet<string>;
  readonly days: ReadonlyMap<string, EnquiryDay>;
};
type Verdict = {
  readonly outcome: RowOutcome;
  readonly note: Issue | null;
  readonly leaderNo: number | null;
  readonly known: EnquiryDay | null;
};

/** What would become of each row, against the database and the rows before it. Changes nothing. */
export async function judgeRows(tx: Tx, judged: JudgedImport, rows: readonly NumberedRow[]): Promise<AnalysedRow[]> {
  const told = await tellRows(tx, judged, rows);
  const standing = await standingOf(tx, judged.id, [...told.values()]);
  return rows.map((row): AnalysedRow => {
    if (!('plan' in row.read))
      return { ...NOTHING, no: row.no, cells: row.cells, outcome: 'skipped', issues: [row.read] };
    const { issues, label, ownerText } = row.read;
    const said = { no: row.no, cells: row.cells, label, labelKey: label === null ? null : labelKey(label), ownerText };
    const one = told.get(row.no);
    if (!one) return { ...NOTHING, ...said, outcome: 'rejected', issues };
    const { met, plan } = one;
    const verdict = judged.kind === 'people' ? judgePerson(one, standing) : judgeEnquiry(one, standing);
    const skipped = verdict.outcome === 'skipped';
    remember(standing, one, verdict);
    const notes = [...(skipped ? [] : warningsOf(one, judged)), ...(verdict.note ? [verdict.note] : [])];
    return {
      ...NOTHING,
      ...said,
      outcome: verdict.outcome,
      // A memo that the person has is not written again.
      plan: skipped ? null : met.isNewMemo ? plan : { ...plan, text: null },
      issues: [...issues, ...notes],
      ...(skipped ? {} : keysOf(met)),
      naturalKey: skipped ? null : one.naturalKey,
      contentKey: skipped ? null : one.contentKey,
      leaderNo: verdict.leaderNo,
      knownEnquiryId: verdict.known?.id ?? null,
      knownStatus: verdict.known?.status ?? null,
    };
  });
}

export const NOTHING = {
  plan: null,
  label: null,
  labelKey: null,
  ownerText: null,
  personKey: null,
  phoneKey: null,
  numberKey: null,
  birthKey: null,
  naturalKey: null,
  contentKey: null,
  leaderNo: null,
  knownPersonId: null,
  knownEnquiryId: null,
  knownStatus: null,
} as const;

function keysOf({ someone, phoneKey, numberKey, birthKey }: Met) {
  return { personKey: someone?.key ?? null, knownPersonId: someone?.id ?? null, phoneKey, numberKey, birthKey };
}

async function tellRows(
  tx: Tx,
  { id, kind }: JudgedImport,
  rows: readonly NumberedRow[],
): Promise<ReadonlyMap<number, Told>> {
  const planned = rows.flatMap(({ no, cells, read }) =>
    'plan' in read && read.plan ? [{ no, cells, plan: read.plan, label: read.label }] : [],
  );
  const met = await meetPersons(tx, id, planned, kind === 'people');
  return new Map(
    planned.map(({ no, cells, plan, label }) => {
      const whom = met.get(no);
      if (!whom) throw new Error('each row has met somebody or nobody');
      const said = label === null ? null : labelKey(label);
      const keys = {
        naturalKey: naturalKey(plan, whom.someone?.key ?? null, cells),
        contentKey: contentKey(plan, said, cells),
      };
      return [no, { no, cells, plan, met: whom, ...keys }];
    }),
  );
}

async function standingOf(tx: Tx, importId: Id, told: readonly Told[]): Promise<Standing> {
  const unique = (values: readonly string[]) => [...new Set(values)];
  const earlier = await listEarlierRows(tx, importId, unique(told.map((one) => one.naturalKey)));
  const applied = await listAppliedContents(tx, importId, unique(told.map((one) => one.contentKey)));
  const ids = unique(told.flatMap(({ plan, met }) => (plan.enquiry && met.someone?.id ? [met.someone.id] : [])));
  const days = ids.length === 0 ? [] : await listEnquiryDays(tx, ids);
  return {
    earlier: Map.groupBy(earlier, (row) => row.naturalKey),
    applied,
    days: new Map(days.map((day) => [dayKey(day.personId, day.receivedOn, day.interests), day])),
  };
}

function judgeEnquiry({ plan, met, naturalKey: key, contentKey: content }: Told, standing: Standing): Verdict {
  const group = standing.earlier.get(key) ?? [];
  const same = group.find((row) => row.contentKey === content);
  if (same) return verdict('skipped', note('imports.repeated_row', { row: same.no }));
  const id = met.someone?.id ?? null;
  const applied = standing.applied.has(content);
  const known =
    id !== null && plan.enquiry ? standing.days.get(dayKey(id, plan.enquiry.receivedOn, plan.enquiry.interests)) : null;
  if (known) return { ...verdict('merged', note(applied ? ALREADY_IMPORTED : 'imports.known_enquiry')), known };
  const leader = group.find((row) => row.leaderNo === null && row.outcome === 'created');
  if (leader) return { ...verdict('updated', note('imports.joined_row', { row: leader.no })), leaderNo: leader.no };
  // A name alone finds nobody: only the same row of an earlier file does.
  if (applied && met.someone === null) return verdict('merged', note(ALREADY_IMPORTED));
  return verdict('created', null);
}

function judgePerson({ met, naturalKey: key, contentKey: content }: Told, standing: Standing): Verdict {
  const same = (standing.earlier.get(key) ?? []).find((row) => row.contentKey === content);
  if (same) return verdict('skipped', note('imports.repeated_row', { row: same.no }));
  const applied = standing.applied.has(content);
  if (met.known && met.learning.learns) return verdict('updated', null);
  if (met.known) return verdict('merged', note(applied ? ALREADY_IMPORTED : 'imports.known_person'));
  return applied && met.someone === null ? verdict('merged', note(ALREADY_IMPORTED)) : verdict('created', null);
}

function verdict(outcome: RowOutcome, said: Issue | null): Verdict {
  return { outcome, note: said, leaderNo: null, known: null };
}

function remember(standing: Standing, { no, naturalKey: key, contentKey: content }: Told, said: Verdict): void {
  if (said.outcome === 'skipped') return;
  const row = { no, naturalKey: key, contentKey: content, leaderNo: said.leaderNo, outcome: said.outcome };
  standing.earlier.set(key, [...(standing.earlier.get(key) ?? []), row]);
}

/** What of the row is not taken, because the person has it otherwise. */
function warningsOf({ met, cells, plan }: Told, { columnOf }: JudgedImport): Issue[] {
  const at = (field: string, code: string): Issue => {
    const column = columnOf(field);
    const value = column ? (cells[column.index]?.trim() ?? null) : null;
    return { level: 'warning', column: column?.header ?? null, value, code, params: {} };
  };
  return [
    ...met.learning.differs.map((field) => at(field, 'imports.kept_other')),
    ...(met.numberTaken && plan.person.number !== undefined ? [at('number', 'imports.number_taken')] : []),
  ];
}

function dayKey(personId: Id, day: string, interests: readonly string[]): string {
  return `${personId} ${day} ${[...interests].sort().join()}`;
}

export function note(code: string, params: Issue['params'] = {}): Issue {
  return { level: 'note', column: null, value: null, code, params };
}
