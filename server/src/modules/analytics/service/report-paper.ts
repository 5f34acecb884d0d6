import {
  FIGURES,
  StatisticsQuery,
  type FigureCode,
  type Language,
  type MetricQuery,
  type ReportQuery,
} from '@anbu/contract';
import { addDays, addMonths, monthOf, weekdayOf, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findOrganisation } from '../../identity/index.ts';
import { numbersOf, saidText } from '../rules/cell-text.ts';
import { chartOf } from '../rules/charts.ts';
import { DAY_CODES, recordedOn } from '../rules/days.ts';
import type { Paper, PaperBlock, PaperTable, PaperTiles } from '../rules/paper.ts';
import type { ReportSpan } from '../rules/report-schedule.ts';
import {
  channelSheet,
  comparedSheet,
  hourSheet,
  pageSheet,
  periodOf,
  titleOf,
  type Cell,
  type MetricView,
  type Naming,
  type Sheet,
} from '../rules/sheets.ts';
import { metricOf } from './metrics.ts';
import { localeOf, namingOf } from './naming.ts';
import { inFile, tablesOfPage, type FileTable, type PageTable } from './sheets.ts';

/** Months before the days of a report whose enquiries may still be acted on in them. */
const MONTHS_ACTED_ON = 24;
const MOST_DAYS_APART = 7;
/** Of all that the desk is told by, what its screen shows: more has no room on a page. */
const TILES: readonly FigureCode[] = [
  ...(['enquiries', 'sameMonth', 'byNow', 'visitRate', 'bookings', 'reconsulted'] as const),
  ...(['unconnectedShare', 'neverCalledShare', 'neglectedShare', 'lostShare', 'connectRate', 'invalidShare'] as const),
  ...(['responseMedian', 'within5', 'within30', 'promisesKeptShare', 'newPatients', 'visited'] as const),
];
const isTiles = ({ metric, isCourse }: PageTable) => metric.name === 'lead-desk' && !isCourse;

export type ReportAsked = {
  /** Of the site whose clock the report goes by. */
  readonly timeZone: string;
  readonly name: string;
  readonly query: ReportQuery;
  readonly span: ReportSpan;
  readonly language: Language;
};
export type ReportContent = { readonly paper: Paper; readonly tables: readonly FileTable[] };

/** What a report holds: its page of statistics for its period, as pages and as tables of a file. Refuses what `metricOf` refuses. */
export async function contentOf(
  tx: Tx,
  { name, query, span, language, timeZone }: ReportAsked,
): Promise<Outcome<ReportContent>> {
  const { fromMonth: from, toMonth: to, asOf } = span;
  const asked = StatisticsQuery.parse({ ...query, from, to, ...(asOf === null ? {} : { asOf }) });
  const found = await tablesOfPage(tx, asked);
  if (!found.ok) return found;
  const tables = found.value;
  const naming = await namingOf(tx, language);
  const days = asOf === null ? ok(null) : await daySheet(tx, query, span, naming);
  if (!days.ok) return days;
  const numbers = numbersOf(localeOf(language));
  const say = (cell: Cell) => saidText(cell, numbers, naming);
  const [first] = tables;
  if (!first) throw new Error('a page has a table');
  const blocks = [
    ...(days.value ? [tableOf(days.value, 'whole', say)] : []),
    ...tables.flatMap((table) => blocksOf(table, naming, say)),
  ];
  const paper: Paper = {
    language,
    title: name,
    owner: (await findOrganisation(tx)).name,
    about: [...aboutOf(first.metric, query, naming), madeOn(tx.now, timeZone, language, naming)],
    notes: notesOf(tables, naming),
    blocks,
    definitionsTitle: naming.text('statistics.how'),
    definitions: definitionsOf(tables, days.value !== null, naming),
    foot: naming.text('reports.page', { page: '{page}', pages: '{pages}' }),
    madeAt: formatInstant(tx.now),
  };
  return ok({ paper, tables: inFile(tables, naming, days.value ? [days.value] : []) });
}

/** What was recorded on each day: the difference of what was known at its end and at the end of the day before. */
async function daySheet(
  tx: Tx,
  { page: _page, compare: _compare, by: _by, ...filters }: ReportQuery,
  { from, to }: ReportSpan,
  naming: Naming,
): Promise<Outcome<Sheet>> {
  const months = { from: addMonths(monthOf(from), -MONTHS_ACTED_ON), to: monthOf(to) };
  const ends: MetricView[] = [];
  const days: CalendarDay[] = [];
  for (let day = addDays(from, -1); day <= to && days.length <= MOST_DAYS_APART; day = addDays(day, 1)) {
    const query: MetricQuery = { ...filters, ...months, asOf: day };
    const found = await metricOf(tx, 'lead-desk', query);
    if (!found.ok) return found;
    ends.push(found.value);
    if (day >= from) days.push(day);
  }
  const apart = days.length > 1;
  const { text } = naming;
  return ok({
    title: text(apart ? 'reports.days.week' : 'reports.days.day'),
    head: [
      { text: text('statistics.figure'), unit: null },
      ...days.map((day) => ({ text: `${day.slice(5)} ${naming.weekday(weekdayOf(day))}`, unit: 'count' as const })),
      ...(apart ? [{ text: text('statistics.sum'), unit: 'count' as const }] : []),
    ],
    lines: DAY_CODES.map((code) => {
      const values = recordedOn(ends, code);
      const count = (value: number): Cell => ({ unit: 'count', value, of: null });
      const sum = values.reduce((all, value) => all + value, 0);
      return {
        cells: [text(`metrics.figure.${code}`), ...values.map(count), ...(apart ? [count(sum)] : [])],
        kind: 'line',
      };
    }),
  });
}

function blocksOf(table: PageTable, naming: Naming, say: (cell: Cell) => string): PaperBlock[] {
  const { metric, before, isCourse } = table;
  const codes = isTiles(table) ? TILES : table.codes;
  const compared = before ? [tableOf(comparedSheet({ metric, before, codes }, naming), 'half', say)] : [];
  if (isTiles(table)) return [tilesOf(metric, TILES, naming, say), ...compared];
  const chart = chartOf(metric, naming, isCourse);
  if (metric.name === 'acquisition-channels') {
    const shares = { ...channelSheet(metric, 'channelShare', naming), title: naming.text('statistics.channels.chart') };
    const counts = channelSheet(metric, 'newPatients', naming);
    return [tableOf({ ...counts, chart }, 'whole', say), tableOf(shares, 'whole', say), ...compared];
  }
  if (metric.name === 'best-hours') return [tableOf(hourSheet(metric, naming), 'half', say)];
  const isSmall = metric.name === 'attempts' || metric.name === 'bookings';
  const sheet = pageSheet(metric, codes, naming);
  const title = isCourse ? naming.text('statistics.course') : sheet.title;
  return [tableOf({ ...sheet, title, chart }, isSmall ? 'half' : 'whole', say), ...compared];
}

function tableOf(
  { title, head, lines, chart }: Sheet,
  width: PaperTable['width'],
  say: (cell: Cell) => string,
): PaperTable {
  return {
    ...{ kind: 'table', title, width, chart },
    head: head.map(({ text }) => text),
    lines: lines.map(({ cells, kind }) => ({ kind, cells: cells.map(say) })),
  };
}

/** Each figure of the whole period with its n. */
function tilesOf(
  metric: MetricView,
  codes: readonly FigureCode[],
  naming: Naming,
  say: (cell: Cell) => string,
): PaperTiles {
  const row = metric.totals.find(({ of }) => of === 'all');
  const tiles = codes.map((code) => {
    const figure = row?.figures[code];
    const cell: Cell = { unit: FIGURES[code].unit, value: figure?.value ?? null, of: figure?.of ?? null };
    const note =
      !figure || figure.value === null || figure.of === null ? '' : naming.text('statistics.n', { n: figure.of });
    return { name: naming.text(`metrics.figure.${code}`), value: say(cell), note };
  });
  return { kind: 'tiles', title: titleOf(metric, naming), tiles };
}

/** Of which time, cut by what, as of when. */
function aboutOf(metric: MetricView, query: ReportQuery, naming: Naming): string[] {
  const { text } = naming;
  const filters = (['owner', 'channel', 'campaign', 'interest', 'patientKind', 'site'] as const).filter(
    (one) => query[one],
  );
  return [
    periodOf(metric, naming),
    ...(query.by ? [`${text('statistics.by')}: ${text(`statistics.by.${query.by}`)}`] : []),
    ...(filters.length > 0
      ? [text('reports.filtered', { by: filters.map((one) => text(`statistics.by.${one}`)).join(', ') })]
      : []),
    ...(metric.asOfDay === null ? [] : [text('statistics.asOfDay', { day: metric.asOfDay })]),
  ];
}

function madeOn(now: number, timeZone: string, language: Language, { text }: Naming): string {
  const when = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeStyle: 'short', timeZone });
  return text('reports.madeOn', { when: when.format(now) });
}

function notesOf(tables: readonly PageTable[], naming: Naming): string[] {
  const { text } = naming;
  const partial = [...new Set(tables.flatMap(({ metric }) => metric.partial))].toSorted();
  const incomplete = tables.find(({ metric }) => !metric.complete)?.metric;
  return [
    ...(partial.length > 0 ? [text('statistics.partial', { months: partial.map(naming.month).join(', ') })] : []),
    ...(incomplete ? [text('statistics.counting', { count: incomplete.counted })] : []),
  ];
}

/** What each figure of the tables counts, once; before them what each table is about. */
function definitionsOf(tables: readonly PageTable[], hasDays: boolean, naming: Naming): Paper['definitions'] {
  const { text } = naming;
  const codes = [...new Set(tables.flatMap((table) => (isTiles(table) ? TILES : table.codes)))];
  return [
    ...(hasDays ? [{ name: text('reports.days.day'), text: text('reports.days.means') }] : []),
    ...tables
      .filter(({ isCourse }) => !isCourse)
      .map(({ metric }) => ({ name: titleOf(metric, naming), text: text(metric.definition.code) })),
    ...codes.map((code) => ({ name: text(`metrics.figure.${code}`), text: text(`metrics.means.${code}`) })),
  ];
}
