import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findSite, foreseeImport, sitePractice, type EnquiryImport, type ImportPlace } from '../neighbours.ts';
import { joinRows, type Saying } from '../rules/joined.ts';
import type { Issue, LabelReading } from '../rules/plan.ts';
import type { ImportRecord } from '../store/import-store.ts';
import { listLabels } from '../store/label-store.ts';
import { listReadings } from '../store/reading-store.ts';
import { SURE } from '../rules/assistant/weights.ts';
import { listFollowers, type ReportedRow, type WaitingRow } from '../store/row-store.ts';

/** A file without a column of statuses tells of enquiries that nobody has worked on. */
const AS_NEW: LabelReading = { code: 'NEW', invalidKind: null, holdReasons: [], likelihood: null };

/** How a row's label is read; null while that is undecided. */
export type ReadLabel = (row: Pick<WaitingRow, 'no' | 'labelKey'>) => LabelReading | null;

/** By the label, or, of one that is read row by row, as the row was read. For these rows. */
export async function labelReader(tx: Tx, importId: Id, rows: readonly Pick<WaitingRow, 'no'>[]): Promise<ReadLabel> {
  const listed = await listLabels(tx, importId);
  const labels = new Map(listed.map((label) => [label.labelKey, label]));
  const nos = listed.some(({ byRow }) => byRow) ? rows.map(({ no }) => no) : [];
  const readings = new Map((await listReadings(tx, importId, nos)).map((reading) => [reading.no, reading]));
  return ({ no, labelKey }) => {
    if (labelKey === null) return AS_NEW;
    const label = labels.get(labelKey);
    if (label?.byRow) {
      const reading = readings.get(no);
      return reading && (reading.decided || reading.confidence >= SURE) ? reading : null;
    }
    return label?.code ? { ...label, code: label.code } : null;
  };
}

/** The enquiry that a row and those that follow it tell of; null while a label of them is undecided. */
export function enquiryOf(
  record: Pick<ImportRecord, 'id'>,
  rows: readonly WaitingRow[],
  personId: Id,
  read: ReadLabel,
): EnquiryImport | null {
  const sayings = rows.flatMap(({ no, label, labelKey, plan }): Saying[] => {
    const reading = read({ no, labelKey });
    return reading && plan.enquiry ? [{ no, label, reading, plan: plan.enquiry }] : [];
  });
  const [first, ...rest] = sayings;
  if (!first || sayings.length < rows.length) return null;
  const { last, earlier, plan } = joinRows([first, ...rest]);
  const origin = (row: number, callCount: number | null) => ({ importId: record.id, row, callCount });
  return {
    ...plan,
    personId,
    status: last.reading.code,
    label: last.label,
    likelihood: plan.likelihood ?? last.reading.likelihood,
    holdReasons: plan.holdReasons.length > 0 ? plan.holdReasons : last.reading.holdReasons,
    invalidKind: last.reading.invalidKind,
    origin: origin(last.no, plan.callCount),
    earlier: earlier.map((row) => ({
      status: row.reading.code,
      label: row.label,
      origin: origin(row.no, row.plan.callCount),
    })),
  };
}

export async function placesOf(tx: Tx, siteIds: Iterable<Id>): Promise<Map<Id, ImportPlace>> {
  const places = new Map<Id, ImportPlace>();
  for (const id of new Set(siteIds)) {
    const row = await findSite(tx, id);
    if (row) places.set(id, { site: await sitePractice(tx, id), teamId: row.intakeTeamId });
  }
  return places;
}

export function warning(code: string, params: Issue['params'] = {}): Issue {
  return { level: 'warning', column: null, value: null, code, params };
}

/** The list says another status than an enquiry has that is there already: it stays as it is. */
export function differing(row: WaitingRow, read: ReadLabel, status: string | null): Issue[] {
  const code = row.labelKey === null ? null : (read(row)?.code ?? null);
  const said = code === 'NEW' && row.plan.enquiry?.ownerId ? 'WAITING' : code;
  if (said === null || status === null || said === status) return [];
  return [{ level: 'note', column: null, value: row.label, code: 'imports.known_status_differs', params: {} }];
}

/**
 * What entering the rows will warn of, where their labels are decided; for rows of an import that is not entered yet. The same words
 * stand in the report afterwards. Changes nothing.
 */
export async function foresee(tx: Tx, record: ImportRecord, rows: readonly ReportedRow[]): Promise<ReportedRow[]> {
  if (record.kind !== 'enquiries' || record.phase !== 'analyse') return [...rows];
  const planned = rows.flatMap((row) => (row.plan === null ? [] : [{ ...row, plan: row.plan }]));
  const leaders = planned.filter(({ outcome, leaderNo }) => outcome === 'created' && leaderNo === null);
  const followers = Map.groupBy(
    leaders.length === 0
      ? []
      : await listFollowers(
          tx,
          record.id,
          leaders.map(({ no }) => no),
        ),
    ({ leaderNo }) => leaderNo,
  );
  const read = await labelReader(tx, record.id, [...planned, ...[...followers.values()].flat()]);
  const places = await placesOf(
    tx,
    leaders.flatMap(({ plan }) => plan.enquiry?.siteId ?? []),
  );
  const more = new Map<number, Issue[]>();
  for (const row of leaders) {
    const input = enquiryOf(record, [row, ...(followers.get(row.no) ?? [])], record.id, read);
    const place = input && places.get(input.siteId);
    if (place)
      more.set(
        row.no,
        foreseeImport(input, place, tx.now).map(({ code, params }) => warning(code, params)),
      );
  }
  for (const row of planned) if (row.outcome === 'merged') more.set(row.no, differing(row, read, row.knownStatus));
  return rows.map((row) => ({ ...row, issues: [...row.issues, ...(more.get(row.no) ?? [])] }));
}
