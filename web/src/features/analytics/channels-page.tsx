import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Metric, MetricRow } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { Chart, type ChartSpec } from '../../ui/chart/index.ts';
import { ScrollX } from '../../ui/index.ts';
import { Compared } from './compared.tsx';
import { Definitions } from './definitions.tsx';
import { AnchorLink, FigureValue } from './figure.tsx';
import { StatisticsFrame } from './frame.tsx';
import { monthsOf, type Period } from './periods.ts';
import { Costs } from './costs.tsx';
import { COST_CODES } from './cost-codes.ts';
import { rowsOf, type Asked } from './search.ts';
import { useQuestion } from './use-page.ts';
import { byKey, figureOf, useMetric, valueOf, wholeOf } from './use-metric.ts';
import { useKeyName, useMonthLabels, useSayFigure } from './words.ts';

const withoutCut = ({ by: _by, ...asked }: Asked): Asked => asked;
const route = getRouteApi('/app/statistics/channels');
const idOf = (row: MetricRow): string => `${row.of} ${row.key ?? ''}`;

/** How new patients found us: month by channel, counts and shares. A month that is not over is marked, and left out of shares and sums. */
export function ChannelsPage() {
  const question = useQuestion(route.useSearch(), 'last12');
  const metric = useMetric('acquisition-channels', question.query);
  const before = useMetric('acquisition-channels', question.compared);
  const { by: _by, ...byChannel } = question.query;
  const costs = useMetric('channel-costs', byChannel);
  const costsBefore = useMetric('channel-costs', question.compared && withoutCut(question.compared));
  return (
    <StatisticsFrame
      page="channels"
      {...question}
      metrics={[metric, costs]}
      isEmpty={({ rows }) => rows.length === 0 && costs.data?.rows.length === 0}
    >
      {(channels) => (
        <>
          <section className="panel panel-body">
            <Shares metric={channels} period={question.period} />
          </section>
          {question.compared && before.data ? (
            <Compared metric={channels} before={before.data} codes={['newPatients']} />
          ) : null}
          {costs.data ? (
            <Costs
              metric={costs.data}
              before={question.compared ? costsBefore.data : undefined}
              period={question.period}
            />
          ) : null}
          <Definitions metric={channels} codes={['newPatients', 'channelShare']} />
          {costs.data ? <Definitions metric={costs.data} codes={COST_CODES} /> : null}
        </>
      )}
    </StatisticsFrame>
  );
}

function Shares({ metric, period }: { metric: Metric; period: Period }) {
  const t = useT();
  const keyName = useKeyName();
  const months = useMemo(() => monthsOf(period), [period]);
  const whole = months.filter((month) => !metric.partial.includes(month));
  const labels = useMonthLabels()(whole);
  const cells = cellsOf(metric);
  const keys = keysOf(metric);
  const by = metric.by ?? 'channel';
  const spec: ChartSpec = {
    kind: whole.length > 1 ? 'shares' : 'bars',
    unit: whole.length > 1 ? 'share' : 'count',
    categories: whole.map((month, at) => ({ label: labels[at] ?? month })),
    series: keys.map((row) => ({
      name: keyName(by, row),
      values: whole.map((month) => valueOf(cells.get(`${month} ${idOf(row)}`), 'newPatients') ?? 0),
    })),
  };
  const table = <ChannelTable metric={metric} months={months} />;
  if (whole.length === 0 || keys.length === 0)
    return (
      <>
        <h2>{t('statistics.channels.table')}</h2>
        <p className="text-2">
          {t(keys.length === 0 ? 'statistics.channels.none' : 'statistics.channels.onlyPartial')}
        </p>
        {table}
      </>
    );
  return <Chart title={t('statistics.channels.chart')} spec={spec} table={table} />;
}

const cellsOf = (metric: Metric): ReadonlyMap<string, MetricRow> =>
  new Map(metric.rows.map((row) => [`${row.month ?? ''} ${idOf(row)}`, row]));

/** In the order of the server, the largest first; what stands in a partial month alone comes last. */
function keysOf(metric: Metric): readonly MetricRow[] {
  const known = byKey(metric);
  const ids = new Set(known.map(idOf));
  const others = metric.rows.filter((row) => {
    if (row.of === 'all' || ids.has(idOf(row))) return false;
    ids.add(idOf(row));
    return true;
  });
  return [...known, ...others];
}

/** As it is printed: channels down, months across, their sum; the share below each count. */
function ChannelTable({ metric, months }: { metric: Metric; months: readonly string[] }) {
  const t = useT();
  const time = useTime();
  const keyName = useKeyName();
  const labels = useMonthLabels()(months);
  const cells = cellsOf(metric);
  const by = metric.by ?? 'channel';
  return (
    <ScrollX tabIndex={0} role="region" aria-label={t('statistics.channels.table')} className="figure-scroll">
      <table className="plain-table figure-table channel-table">
        <thead>
          <tr>
            <th scope="col">{t(`statistics.by.${by}`)}</th>
            {months.map((month, at) => (
              <th key={month} scope="col">
                {labels[at]}
                {metric.partial.includes(month) ? (
                  <span className="figure-note">{t('statistics.partialMonth')}</span>
                ) : null}
              </th>
            ))}
            <th scope="col">{t('statistics.sum')}</th>
          </tr>
        </thead>
        <tbody>
          {keysOf(metric).map((row) => {
            const name = keyName(by, row);
            const total = metric.totals.find((one) => idOf(one) === idOf(row));
            return (
              <tr key={idOf(row)}>
                <th scope="row">{name}</th>
                {months.map((month) => (
                  <td key={month}>
                    <CountAndShare row={cells.get(`${month} ${idOf(row)}`)} what={`${name} ${time.month(month)}`} />
                  </td>
                ))}
                <td>
                  <CountAndShare row={total} what={name} />
                </td>
              </tr>
            );
          })}
          <tr className="figure-sum">
            <th scope="row">{t('statistics.sum')}</th>
            {months.map((month) => (
              <td key={month}>
                <MonthSum metric={metric} month={month} />
              </td>
            ))}
            <td>
              <FigureValue code="newPatients" row={wholeOf(metric)} what={t('statistics.all')} />
            </td>
          </tr>
        </tbody>
      </table>
    </ScrollX>
  );
}

/** All of a month: what its shares are divided by; of a month that is not over, which has none, what its rows make together. */
function MonthSum({ metric, month }: { metric: Metric; month: string }) {
  const t = useT();
  const time = useTime();
  const rows = metric.rows.filter((row) => row.month === month);
  const whole = rows.map((row) => figureOf(row, 'channelShare')).find((figure) => (figure?.of ?? null) !== null);
  const sum = rows.reduce((total, row) => total + (valueOf(row, 'newPatients') ?? 0), 0);
  const value = t.number(metric.partial.includes(month) ? sum : (whole?.of ?? sum));
  // Of one row alone: without its key the same address is that of all.
  const one = rows.map((row) => figureOf(row, 'newPatients')?.drill ?? null).find((drill) => drill !== null);
  const { key: _key, by: _by, ...all } = (one && rowsOf(one)) || { key: undefined, by: undefined };
  if (!one) return <>{value}</>;
  return (
    <AnchorLink
      to="/statistics/rows"
      search={all}
      inherit
      className="figure-link"
      aria-label={t('statistics.openRows', {
        value,
        figure: t('metrics.figure.newPatients'),
        what: time.month(month),
      })}
    >
      {value}
    </AnchorLink>
  );
}

function CountAndShare({ row, what }: { row: MetricRow | undefined; what: string }) {
  const say = useSayFigure();
  const share = figureOf(row, 'channelShare');
  if (!figureOf(row, 'newPatients')) return <span className="text-2">0</span>;
  return (
    <>
      <FigureValue code="newPatients" row={row} what={what} />
      {share?.value === null || share === undefined ? null : (
        <span className="figure-note">{say('channelShare', share.value)}</span>
      )}
    </>
  );
}
