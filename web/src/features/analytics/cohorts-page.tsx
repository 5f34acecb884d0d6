import { getRouteApi } from '@tanstack/react-router';
import { STATISTICS_PAGES, type FigureCode, type Metric } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { AttemptsPanel } from './attempts.tsx';
import { BestHours } from './best-hours.tsx';
import { BookingGoals } from './booking-goals.tsx';
import { cohortLines, StackedRates, type RateBar } from './cohort-chart.tsx';
import { Compared } from './compared.tsx';
import { Definitions } from './definitions.tsx';
import { FigureTable, type TableLine } from './figure-table.tsx';
import { StatisticsFrame } from './frame.tsx';
import type { Period } from './periods.ts';
import { useQuestion } from './use-page.ts';
import { byKey, useMetric, wholeOf } from './use-metric.ts';
import { useKeyName, useMonthLabels } from './words.ts';

const route = getRouteApi('/app/statistics/cohorts');
/** Those of whom most enquiries are: more bars than that nobody reads. */
const MOST_BARS = 12;

const CODES = STATISTICS_PAGES.cohorts.figures;
const COMPARED = [
  'enquiries',
  'sameMonth',
  'byNow',
  'visitRate',
  'invalidShare',
] as const satisfies readonly FigureCode[];

/** What became of the enquiries of each month: booked in it, added by follow-up, visited; how often and when people are reached. */
export function CohortsPage() {
  const t = useT();
  const question = useQuestion(route.useSearch(), 'last12');
  const bars = useBars();
  const { by: _by, ...whole } = question.query;
  const metric = useMetric('booking-cohorts', question.query);
  const before = useMetric('booking-cohorts', question.compared);
  const attempts = useMetric('attempts', whole);
  const hours = useMetric('best-hours', whole);
  return (
    <StatisticsFrame page="cohorts" {...question} metrics={[metric]} isEmpty={({ totals }) => totals.length === 0}>
      {(cohorts) => (
        <>
          <section className="panel panel-body">
            <StackedRates
              title={
                cohorts.by === null
                  ? t('statistics.cohorts.chart')
                  : t('statistics.cohorts.chartBy', { by: t(`statistics.by.${cohorts.by}`) })
              }
              bars={bars(cohorts, question.period)}
              table={<CohortTable metric={cohorts} period={question.period} />}
            />
          </section>
          {question.compared && before.data ? (
            <Compared metric={cohorts} before={before.data} codes={COMPARED} />
          ) : null}
          <BookingGoals query={whole} period={question.period} />
          <div className="statistics-charts">
            {attempts.data ? <AttemptsPanel metric={attempts.data} /> : null}
            {hours.data ? <BestHours metric={hours.data} /> : null}
          </div>
          <Definitions metric={cohorts} codes={CODES} />
        </>
      )}
    </StatisticsFrame>
  );
}

/** A bar for each month, or for those of whom most enquiries are. */
function useBars(): (metric: Metric, period: Period) => readonly RateBar[] {
  const keyName = useKeyName();
  const monthLabels = useMonthLabels();
  return (metric, period) => {
    const { by } = metric;
    if (by !== null)
      return byKey(metric)
        .slice(0, MOST_BARS)
        .map((row) => ({ label: keyName(by, row), row, partial: false }));
    const lines = cohortLines(metric, period);
    const labels = monthLabels(lines.map(({ month }) => month));
    return lines.map(({ month, row }, at) => ({
      label: labels[at] ?? month,
      row,
      partial: metric.partial.includes(month),
    }));
  };
}

/** Months, or whom they are of; INVALID stands beside each rate, because it leaves the denominator. */
function CohortTable({ metric, period }: { metric: Metric; period: Period }) {
  const t = useT();
  const time = useTime();
  const keyName = useKeyName();
  const lines: readonly TableLine[] =
    metric.by === null
      ? cohortLines(metric, period)
          .filter(({ row }) => row !== undefined)
          .map(({ month, row }) => ({
            id: month,
            label: time.month(month),
            row,
            note: metric.partial.includes(month) ? t('statistics.partialMonth') : undefined,
          }))
      : byKey(metric).map((row) => ({ id: row.key ?? 'none', label: keyName(metric.by, row), row }));
  return (
    <FigureTable
      metric={metric}
      label={t('statistics.cohorts.chart')}
      corner={metric.by === null ? t('statistics.cohortMonth') : t(`statistics.by.${metric.by}`)}
      codes={CODES}
      lines={[...lines, { id: 'all', label: t('statistics.all'), row: wholeOf(metric), isSum: true }]}
    />
  );
}
