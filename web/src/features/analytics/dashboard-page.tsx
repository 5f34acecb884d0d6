import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FIGURES, type FigureCode, type Metric } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { Chart, type ChartSpec } from '../../ui/chart/index.ts';
import { StartView } from '../views/view-issues.tsx';
import { Change } from './change.tsx';
import { CohortChart, cohortLines } from './cohort-chart.tsx';
import { Definitions } from './definitions.tsx';
import { Denominator, FigureName, FigureValue } from './figure.tsx';
import { FigureTable } from './figure-table.tsx';
import { StatisticsFrame } from './frame.tsx';
import { monthsOf, periodOf } from './periods.ts';
import { queryOf } from './search.ts';
import { placeOfView } from './use-views.ts';
import { useQuestion } from './use-page.ts';
import { byMonth, figureOf, useMetric, valueOf, wholeOf } from './use-metric.ts';
import { definitionIn, useFigureName, useMonthLabels } from './words.ts';

const route = getRouteApi('/app/statistics');

/** The tiles in their groups. */
const GROUPS = {
  booking: ['enquiries', 'sameMonth', 'byNow', 'visitRate', 'bookings', 'reconsulted'],
  connection: ['unconnectedShare', 'neverCalledShare', 'neglectedShare', 'lostShare', 'connectRate', 'invalidShare'],
  response: ['responseMedian', 'within5', 'within30', 'promisesKeptShare'],
  patients: ['newPatients', 'visited'],
} as const satisfies Record<string, readonly FigureCode[]>;
const GROUP_NAMES = Object.keys(GROUPS) as (keyof typeof GROUPS)[];
const ALL_CODES = Object.values(GROUPS).flat();
const TREND = ['unconnectedShare', 'within30', 'promisesKeptShare'] as const satisfies readonly FigureCode[];

/** How the lead desk does; it begins with the view that the user starts with. */
export function DashboardPage() {
  return (
    <StartView
      list="statistics"
      search={route.useSearch()}
      onStart={(view) => <Navigate {...placeOfView(view)} replace />}
    >
      <Dashboard />
    </StartView>
  );
}

/** Each figure with its n and its change, each a way to what it counts. */
function Dashboard() {
  const t = useT();
  const time = useTime();
  const question = useQuestion(route.useSearch(), 'this');
  const { by: _by, ...search } = question.search;
  const year = periodOf('last12', time.today);
  const desk = useMetric('lead-desk', queryOf(search, question.period));
  const { by: _comparedBy, ...comparedQuery } = question.compared ?? {};
  const before = useMetric('lead-desk', question.compared && comparedQuery);
  const course = useMetric('lead-desk', queryOf(search, year));
  return (
    <StatisticsFrame
      page="desk"
      {...question}
      cut={false}
      metrics={[desk]}
      isEmpty={(metric) => metric.totals.length === 0 && course.data?.totals.length === 0}
    >
      {(metric) => (
        <>
          <div className="statistics-groups">
            {GROUP_NAMES.map((group) => (
              <section
                key={group}
                className="statistics-tiles-of"
                style={{ ['--tiles' as string]: GROUPS[group].length }}
                aria-label={t(`statistics.group.${group}`)}
              >
                <h2 className="statistics-group">{t(`statistics.group.${group}`)}</h2>
                <div className="statistics-tiles">
                  {GROUPS[group].map((code) => (
                    <Tile key={code} code={code} metric={metric} before={question.compared ? before.data : undefined} />
                  ))}
                </div>
              </section>
            ))}
          </div>
          {course.data && course.data.totals.length > 0 ? (
            <div className="statistics-charts">
              <section className="panel panel-body">
                <CohortChart metric={course.data} lines={cohortLines(course.data, year)} />
              </section>
              <section className="panel panel-body">
                <Course metric={course.data} />
              </section>
            </div>
          ) : null}
          <Definitions metric={metric} codes={ALL_CODES} />
        </>
      )}
    </StatisticsFrame>
  );
}

function Tile({ code, metric, before }: { code: FigureCode; metric: Metric; before: Metric | undefined }) {
  const t = useT();
  const name = useFigureName();
  const row = wholeOf(metric);
  const figure = figureOf(row, code);
  const isCount = FIGURES[code].unit === 'count';
  return (
    <section className="tile" aria-label={name(code)}>
      <span className="tile-label">
        <FigureName code={code} definition={definitionIn(metric, code)} />
      </span>
      <span className="tile-value">
        <FigureValue code={code} row={row} what={t('statistics.wholePeriod')} />
      </span>
      <span className="tile-note">
        <Denominator code={code} figure={figure} what={t('statistics.wholePeriod')} />
      </span>
      {before ? (
        <div className="tile-change">
          <Change
            code={code}
            now={figure?.value ?? null}
            before={valueOf(wholeOf(before), code)}
            uneven={isCount && metric.partial.length !== before.partial.length}
          />
        </div>
      ) : null}
    </section>
  );
}

/** How three shares went over the year. */
function Course({ metric }: { metric: Metric }) {
  const t = useT();
  const time = useTime();
  const name = useFigureName();
  const months = useMemo(() => monthsOf(metric), [metric]);
  const labels = useMonthLabels()(months);
  const rows = byMonth(metric);
  const spec: ChartSpec = {
    kind: 'lines',
    unit: 'share',
    categories: months.map((month, at) => ({
      label: labels[at] ?? month,
      ...(metric.partial.includes(month) ? { partial: true } : {}),
    })),
    series: TREND.map((code) => ({
      name: name(code),
      values: months.map((month) => valueOf(rows.get(month), code)),
    })),
  };
  return (
    <Chart
      title={t('statistics.course')}
      spec={spec}
      onPaper="half"
      tableOnDemand
      table={
        <FigureTable
          metric={metric}
          label={t('statistics.course')}
          corner={t('statistics.month')}
          codes={TREND}
          lines={months.map((month) => ({ id: month, label: time.month(month), row: rows.get(month) }))}
        />
      }
    />
  );
}
