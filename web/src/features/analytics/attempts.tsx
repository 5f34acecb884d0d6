import type { Metric } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { Chart, type ChartSpec } from '../../ui/chart/index.ts';
import { FigureTable } from './figure-table.tsx';
import { useFigureName } from './words.ts';
import { valueOf } from './use-metric.ts';

const CODES = ['connected', 'notConnected', 'connectedBy'] as const;

/** At which call people are reached: how many at each, how many not yet. */
export function AttemptsPanel({ metric }: { metric: Metric }) {
  const t = useT();
  const name = useFigureName();
  const rows = metric.rows.filter(({ bucket }) => bucket !== null);
  const label = (bucket: string | null) => t('statistics.attempt', { no: bucket ?? '' });
  const spec: ChartSpec = {
    kind: 'bars',
    unit: 'count',
    categories: rows.map(({ bucket }) => ({ label: label(bucket) })),
    series: (['connected', 'notConnected'] as const).map((code) => ({
      name: name(code),
      values: rows.map((row) => valueOf(row, code)),
    })),
  };
  return (
    <section className="panel panel-body">
      {rows.length === 0 ? (
        <>
          <h2>{t('metrics.name.attempts')}</h2>
          <p className="text-2">{t('statistics.noCalls')}</p>
        </>
      ) : (
        <Chart
          title={t('metrics.name.attempts')}
          spec={spec}
          height={220}
          onPaper="half"
          table={
            <FigureTable
              metric={metric}
              label={t('metrics.name.attempts')}
              corner={t('statistics.attemptHead')}
              codes={CODES}
              lines={rows.map((row) => ({ id: row.bucket ?? '', label: label(row.bucket), row }))}
            />
          }
        />
      )}
    </section>
  );
}
