import {
  STATISTICS_TABLES,
  StatisticsQuery,
  type FigureCode,
  type Language,
  type MetricQuery,
  type ViewQuery,
} from '@anbu/contract';
import { addMonths, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { plainHead, plainText } from '../rules/cell-text.ts';
import { channelSheet, comparedSheet, longSheet, type MetricView, type Naming, type Sheet } from '../rules/sheets.ts';
import { metricOf } from './metrics.ts';
import { namingOf } from './naming.ts';

/** A table of a page with what it was asked about; `before`: of the period that it is compared with. */
export type PageTable = {
  readonly metric: MetricView;
  readonly before: MetricView | null;
  readonly codes: readonly FigureCode[];
  /** Of the twelve months up to the last one asked for. */
  readonly isCourse: boolean;
};

/** All tables of a page of statistics, each as its own metric gives it. Refuses what `metricOf` refuses. */
export async function tablesOfPage(tx: Tx, query: StatisticsQuery): Promise<Outcome<PageTable[]>> {
  const { page, compare, ...asked } = query;
  const tables: PageTable[] = [];
  for (const { metric: name, figures, cut, months } of STATISTICS_TABLES[page]) {
    const { by, ...whole } = asked;
    const own: MetricQuery = cut && by !== undefined ? { ...whole, by } : whole;
    const first = await metricOf(tx, name, own);
    if (!first.ok) return first;
    const isCourse = months === 'year';
    const found = isCourse ? await metricOf(tx, name, { ...own, ...yearTo(first.value.to) }) : first;
    if (!found.ok) return found;
    const before =
      compare && !isCourse ? await metricOf(tx, name, { ...own, ...comparedWith(found.value, compare) }) : null;
    if (before && !before.ok) return before;
    tables.push({ metric: found.value, before: before?.value ?? null, codes: figures, isCourse });
  }
  return ok(tables);
}

const yearTo = (to: string) => ({ from: addMonths(to as CalendarMonth, -11), to });

/** As long and right before it, or the same months a year before. */
function comparedWith({ from, to }: Pick<MetricView, 'from' | 'to'>, compare: 'previous' | 'year') {
  const length =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5)) + 1;
  const back = compare === 'year' ? 12 : length;
  return { from: addMonths(from as CalendarMonth, -back), to: addMonths(to as CalendarMonth, -back) };
}

/** A table of a file: texts that a spreadsheet reads. */
export type FileTable = { readonly title: string; readonly lines: readonly (readonly string[])[] };

/** Every table of a page as a file holds it, the head in its first line. Refuses what `metricOf` refuses. */
export async function fileTables(tx: Tx, query: ViewQuery, language: Language): Promise<Outcome<FileTable[]>> {
  const found = await tablesOfPage(tx, StatisticsQuery.parse(query));
  if (!found.ok) return found;
  return ok(inFile(found.value, await namingOf(tx, language)));
}

/** `first`: what stands before the tables of the page. */
export function inFile(tables: readonly PageTable[], naming: Naming, first: readonly Sheet[] = []): FileTable[] {
  const sheets = tables.flatMap(({ metric, before, codes, isCourse }): Sheet[] => {
    const long = longSheet(metric, codes, naming);
    return [
      isCourse ? { ...long, title: naming.text('statistics.course') } : long,
      ...(metric.name === 'acquisition-channels'
        ? [{ ...channelSheet(metric, 'newPatients', naming), title: naming.text('statistics.channels.table') }]
        : []),
      ...(before ? [comparedSheet({ metric, before, codes }, naming, (head) => plainHead(head, naming))] : []),
    ];
  });
  return [...first, ...sheets].map(({ title, head, lines }) => ({
    title,
    lines: [head.map((one) => plainHead(one, naming)), ...lines.map(({ cells }) => cells.map(plainText))],
  }));
}
