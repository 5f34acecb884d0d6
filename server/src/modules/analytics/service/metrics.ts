import {
  FIGURES,
  METRICS,
  type FigureCode,
  type Metric,
  type MetricBy,
  type MetricName,
  type MetricQuery,
} from '@anbu/contract';
import type { z } from 'zod';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { allSites, memberNames } from '../../identity/index.ts';
import { measuresOf, needsGiven } from '../rules/figures.ts';
import { givenLines, type GivenMeasure } from '../rules/given.ts';
import { tableOf, type Drill, type Line, type Row } from '../rules/table.ts';
import { listBookingGoals, listSpend, type Given } from '../store/given-store.ts';
import { listCut, listSums, type Scope } from '../store/metric-store.ts';
import { findProgress } from '../store/progress-store.ts';
import { readQuestion, type Question } from './question.ts';

const MOST_KEYS = 200;
const BY_CHANNEL: ReadonlySet<MetricName> = new Set<MetricName>(['acquisition-channels', 'channel-costs']);

/**
 * A metric with its definition, denominator, as-of time, and the address of the rows behind each figure (A14, P6, P8). Shows no person. Refuses what
 * `readQuestion` refuses.
 */
export async function metricOf(tx: Tx, name: MetricName, query: MetricQuery): Promise<Outcome<z.input<typeof Metric>>> {
  const by = query.by ?? (BY_CHANNEL.has(name) ? 'channel' : undefined);
  const read = await readQuestion(tx, { ...query, by });
  if (!read.ok) return read;
  const question = read.value;
  const codes: readonly FigureCode[] = METRICS[name];
  const measures = [...new Set(codes.flatMap((code) => measuresOf(code)))];
  const { from, to, asOfDay, months, partial } = question;
  const scope: Scope = { from, to, measures, asOf: asOfDay, byHour: name === 'best-hours' };
  const entered = await enteredOf(tx, question, codes);
  const linesBy = async (cut: MetricBy | null) => [
    ...(await linesOf(tx, scope, question, cut)),
    ...entered.flatMap(([measure, given]) => givenLines(measure, given, { by: cut, filters: question.filters })),
  ];
  const whole = await linesBy(null);
  const lines = question.by === null ? whole : await linesBy(question.by);
  const asked = { metric: name, months, by: question.by, partial, mostKeys: MOST_KEYS };
  const { rows, totals, omitted } = tableOf(asked, lines, whole);
  const progress = await findProgress(tx);
  const nameOf = await namesOf(tx, question.by, totals);
  const addressOf = addressing(question);
  const view = (row: Row) => viewRow(row, name, addressOf, nameOf, codes);
  return ok({
    name,
    from,
    to,
    by: question.by,
    asOf: formatInstant(question.asOf),
    asOfDay,
    complete: progress?.complete ?? false,
    counted: progress?.counted ?? 0,
    definition: { code: `metrics.definition.${name}`, params: {}, text: '' },
    denominator: { code: `metrics.denominator.${name}`, params: {}, text: '' },
    figures: codes.map((code) => ({ code, unit: FIGURES[code].unit, definition: meaningOf(code) })),
    rows: rows.map(view),
    totals: totals.map(view),
    partial: months.filter((month) => partial.has(month)),
    omitted,
  });
}

export function meaningOf(code: FigureCode) {
  return { code: `metrics.means.${code}`, params: {}, text: '' };
}

/** From the sums where one dimension is asked about, else from the enquiries of the months. Of several interests an enquiry counts once. */
function linesOf(tx: Tx, scope: Scope, { filters }: Question, by: MetricBy | null): Promise<Line[]> {
  const filtered = Object.keys(filters) as MetricBy[];
  const [only] = filtered;
  if (only === undefined) return listSums(tx, scope, { dimension: by ?? 'all', values: null, apart: by !== null });
  const values = filters[only] ?? [];
  const overlaps = only === 'interest' && values.length > 1;
  if (filtered.length === 1 && !overlaps && (by === null || (by === only && by !== 'interest'))) {
    return listSums(tx, scope, { dimension: only, values, apart: by !== null });
  }
  return listCut(tx, scope, filters, by);
}

/** What was entered for these months, where a figure asks for it. */
async function enteredOf(tx: Tx, months: Question, codes: readonly FigureCode[]) {
  const found: (readonly [GivenMeasure, readonly Given[]])[] = [];
  const measures = new Set(codes.flatMap((code) => needsGiven(code)));
  if (measures.has('spend')) found.push(['spend', await listSpend(tx, months)]);
  if (measures.has('goal')) found.push(['goal', await listBookingGoals(tx, months)]);
  return found;
}

async function namesOf(tx: Tx, by: MetricBy | null, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  if (by === 'owner')
    return memberNames(
      tx,
      rows.flatMap(({ key }) => key ?? []),
    );
  if (by === 'site') return new Map((await allSites(tx)).map(({ id, name }) => [id, name]));
  return new Map();
}

function viewRow(
  { month, key, of, bucket, figures }: Row,
  metric: MetricName,
  addressOf: Addresses,
  nameOf: ReadonlyMap<string, string>,
  codes: readonly FigureCode[],
): z.input<typeof Metric>['rows'][number] {
  const address = (drill: Drill | null) => drill && addressOf(metric, drill);
  const cells = codes.map((code) => {
    const cell = figures[code];
    if (!cell) throw new Error('a row has each figure of its metric');
    return [
      code,
      { value: cell.value, of: cell.of, drill: address(cell.drill), ofDrill: address(cell.ofDrill) },
    ] as const;
  });
  return {
    ...{ month, key, of, bucket },
    name: key === null ? null : (nameOf.get(key) ?? null),
    figures: Object.fromEntries(cells),
    drill: cells[0]?.[1].drill ?? null,
  };
}

type Addresses = (metric: MetricName, drill: Drill) => string;

/** Addresses of rows, below /api/v1. There are thousands in a table: what is the same in all of them is written once. */
function addressing({ asOfDay, filters }: Question): Addresses {
  const rest = new URLSearchParams();
  for (const [name, values] of Object.entries(filters)) {
    for (const value of values) rest.append(name, value === '' ? 'none' : value);
  }
  const asOf = asOfDay === null ? '' : `&asOf=${asOfDay}`;
  const tail = rest.size === 0 ? '' : `&${rest.toString()}`;
  const keys = new Map<string, string>();
  const keyed = (by: string, key: string) => {
    let text = keys.get(key);
    if (text === undefined) keys.set(key, (text = `&${new URLSearchParams({ by, key }).toString()}`));
    return text;
  };
  // Figures, months, days and buckets are words that need no escape.
  return (metric, { figure, from, to, by, key, bucket, whole }) =>
    `/metrics/${metric}/rows?figure=${figure}&from=${from}&to=${to}${asOf}${by === null || key === null ? '' : keyed(by, key)}` +
    `${bucket === null ? '' : `&bucket=${bucket}`}${whole ? '&whole=true' : ''}${tail}`;
}
