import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hashKey, nameKey, naturalKey, personKey } from '../rules/keys.ts';
import { labelKey } from '../rules/labels.ts';
import type { Issue, PersonPlan, Plan, ReadRow } from '../rules/plan.ts';
import {
  listByBirthDate,
  listByPhone,
  listEnquiryDays,
  listSame,
  type AnalysedRow,
  type KnownPerson,
  type RowOutcome,
} from '../store/row-store.ts';

export type NumberedRow = { readonly no: number; readonly cells: readonly string[]; readonly read: ReadRow | Issue };

/** What would become of each row, against the database and the rows before it. Changes nothing. */
export async function judgeRows(tx: Tx, importId: Id, rows: readonly NumberedRow[]): Promise<AnalysedRow[]> {
  const plans = rows.flatMap(({ read }) => ('plan' in read && read.plan ? [read.plan] : []));
  const keys = new Map(rows.map((row) => [row.no, keyOf(row)]));
  const same = new Map(
    (
      await listSame(
        tx,
        importId,
        [...keys.values()].filter((key) => key !== null),
      )
    ).map((one) => [one.naturalKey, one]),
  );
  const find = await personFinder(tx, plans);
  const found = new Map(
    rows
      .map((row) => ['plan' in row.read && row.read.plan, row] as const)
      .map(([plan, row]) => [row.no, plan ? find(plan.person) : null]),
  );
  const ids = [...found.values()].flatMap((person) => (person ? [person.id] : []));
  const days = new Set(
    (ids.length === 0 ? [] : await listEnquiryDays(tx, [...new Set(ids)])).map((one) =>
      dayKey(one.personId, one.receivedOn, one.interests),
    ),
  );
  const inBatch = new Map<string, number>();
  return rows.map((row): AnalysedRow => {
    const base = { no: row.no, cells: row.cells, personKey: null, naturalKey: null, knownPersonId: null };
    if (!('plan' in row.read)) {
      return {
        ...base,
        outcome: 'skipped',
        plan: null,
        issues: [row.read],
        label: null,
        labelKey: null,
        ownerText: null,
      };
    }
    const { plan, issues, label, ownerText } = row.read;
    const said = { issues, label, labelKey: label === null ? null : labelKey(label), ownerText };
    const key = keys.get(row.no) ?? null;
    if (!plan || key === null) return { ...base, ...said, outcome: 'rejected', plan: null };
    const first = same.get(key)?.row ?? inBatch.get(key) ?? null;
    if (first !== null) {
      return {
        ...base,
        ...said,
        outcome: 'skipped',
        plan: null,
        issues: [...issues, note('imports.repeated_row', { row: first })],
      };
    }
    inBatch.set(key, row.no);
    const person = found.get(row.no) ?? null;
    const applied = same.get(key)?.applied ?? false;
    const [outcome, code] = judgePlan(plan, person, applied, days);
    const who = personKey(plan);
    return {
      ...base,
      ...said,
      outcome,
      plan,
      issues: code === null ? issues : [...issues, note(code)],
      personKey: who === null ? null : hashKey(who),
      naturalKey: key,
      knownPersonId: person?.id ?? null,
    };
  });
}

export const ALREADY_IMPORTED = 'imports.already_imported';

function judgePlan(
  plan: Plan,
  person: KnownPerson | null,
  applied: boolean,
  days: ReadonlySet<string>,
): [RowOutcome, string | null] {
  if (plan.enquiry) {
    if (person && days.has(dayKey(person.id, plan.enquiry.receivedOn, plan.enquiry.interests))) {
      return ['merged', 'imports.known_enquiry'];
    }
    // A name alone finds nobody: only the same row of an earlier file does.
    if (applied && !person && personKey(plan) === null) return ['merged', ALREADY_IMPORTED];
    return ['created', null];
  }
  if (person)
    return learns(person, plan.person)
      ? ['updated', null]
      : ['merged', applied ? ALREADY_IMPORTED : 'imports.known_person'];
  return applied ? ['merged', ALREADY_IMPORTED] : ['created', null];
}

function learns(known: KnownPerson, told: PersonPlan): boolean {
  return (
    (known.name === null && told.name !== undefined) ||
    (known.birthDate === null && told.birthDate !== undefined) ||
    (known.sex === 'unknown' && told.sex !== undefined && told.sex !== 'unknown') ||
    (known.language === null && told.language !== undefined)
  );
}

/** As people match persons: number and name; a number without a name on either side; or name and birth date. */
async function personFinder(tx: Tx, plans: readonly Plan[]): Promise<(person: PersonPlan) => KnownPerson | null> {
  const phones = [...new Set(plans.flatMap(({ person }) => (person.phone ? [person.phone] : [])))];
  const births = [
    ...new Set(plans.flatMap(({ person }) => (!person.phone && person.birthDate ? [person.birthDate] : []))),
  ];
  const holders = Map.groupBy(phones.length > 0 ? await listByPhone(tx, phones) : [], ({ e164 }) => e164);
  const born = Map.groupBy(births.length > 0 ? await listByBirthDate(tx, births) : [], ({ birthDate }) => birthDate);
  return (person) => {
    const name = nameKey(person.name);
    if (!person.phone) {
      const candidates = person.birthDate ? (born.get(person.birthDate) ?? []) : [];
      return candidates.find((one) => name !== '' && nameKey(one.name) === name) ?? null;
    }
    const candidates = holders.get(person.phone) ?? [];
    const same = candidates.find((one) => name !== '' && nameKey(one.name) === name);
    if (same) return same;
    const right = candidates.filter((one) => !one.wrong);
    const nameless = right.find((one) => one.name === null);
    if (nameless && (name === '' || right.length === 1)) return nameless;
    return name === '' && right.length === 1 ? (right[0] ?? null) : null;
  };
}

/** Persons without a number whom name and birth date find. */
export async function findByBirth(tx: Tx, persons: readonly PersonPlan[]): Promise<(person: PersonPlan) => Id | null> {
  const find = await personFinder(
    tx,
    persons.filter(({ phone }) => !phone).map((person) => ({ person, text: null, enquiry: null })),
  );
  return (person) => (person.phone ? null : (find(person)?.id ?? null));
}

function keyOf({ read, cells }: NumberedRow): string | null {
  return 'plan' in read && read.plan ? naturalKey(read.plan, cells) : null;
}

function dayKey(personId: Id, day: string, interests: readonly string[]): string {
  return `${personId} ${day} ${[...interests].sort().join()}`;
}

export function note(code: string, params: Issue['params'] = {}): Issue {
  return { level: 'note', column: null, value: null, code, params };
}
