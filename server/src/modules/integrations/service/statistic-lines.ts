import {
  FIGURES,
  STATISTICS_PAGES,
  StatisticsQuery,
  type FigureCode,
  type Language,
  type Metric,
  type MetricBy,
  type ViewQuery,
} from '@anbu/contract';
import type { z } from 'zod';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { metricOf } from '../neighbours.ts';
import type { LinePage, Words } from './list-lines.ts';

type Row = z.input<typeof Metric>['rows'][number];

/** Month, whom or what it is of, and the figures of the page; their units stand in the header, so that a cell is a plain number. */
export function statisticHeader(query: ViewQuery, language: Language): readonly string[] {
  const { page } = StatisticsQuery.parse(query);
  const { figures } = STATISTICS_PAGES[page];
  return [
    textOf(language, 'statistics.file.month'),
    textOf(language, 'statistics.file.key'),
    ...figures.map((code) => headerOf(code, language)),
  ];
}

function headerOf(code: FigureCode, language: Language): string {
  const figure = textOf(language, `metrics.figure.${code}`);
  switch (FIGURES[code].unit) {
    case 'count':
    // Its name says points.
    case 'points':
      return figure;
    case 'share':
    case 'ratio':
      return textOf(language, 'statistics.file.share', { figure });
    case 'minutes':
      return textOf(language, 'statistics.file.minutes', { figure });
  }
}

/** Each month, then all of them together. What is too few to say is an empty cell, as it is no rate on the screen. */
export async function statisticLines(tx: Tx, query: ViewQuery, words: Words): Promise<Outcome<LinePage>> {
  const { page, compare: _compare, ...asked } = StatisticsQuery.parse(query);
  const { metric, figures } = STATISTICS_PAGES[page];
  const found = await metricOf(tx, metric, asked);
  if (!found.ok) return found;
  const { rows, totals, by } = found.value;
  const lines = [...rows, ...totals].map((row) => [
    row.month ?? words.text('statistics.all'),
    keyOf(row, by, words),
    ...figures.map((code) => valueOf(row, code)),
  ]);
  return ok({ lines, personIds: [], next: null, total: lines.length });
}

function keyOf({ of, key, name }: Row, by: MetricBy | null, words: Words): string {
  if (of === 'all' || by === null) return words.text('statistics.all');
  if (of === 'none' || key === null) return words.text(`statistics.none.${by}`);
  if (by === 'channel') return words.name('source_channel', key);
  if (by === 'interest') return words.name('interest', key);
  if (by === 'patientKind') return words.text(`enquiries.patientKind.${key}`);
  return name ?? key;
}

/** Shares in per cent with one digit, as they are shown. */
function valueOf({ figures }: Row, code: FigureCode): string {
  const value = figures[code]?.value ?? null;
  if (value === null) return '';
  const { unit } = FIGURES[code];
  if (unit === 'count' || unit === 'minutes') return String(value);
  return (unit === 'points' ? value : value * 100).toFixed(1);
}
