import { FIGURES, type FigureCode, type Metric } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { Change } from './change.tsx';
import { FigureValue } from './figure.tsx';
import { useFigureName } from './words.ts';
import { valueOf, wholeOf } from './use-metric.ts';

/** Two periods beside each other, as a whole. */
export function Compared({ metric, before, codes }: { metric: Metric; before: Metric; codes: readonly FigureCode[] }) {
  const t = useT();
  const time = useTime();
  const name = useFigureName();
  const said = ({ from, to }: Metric) =>
    from === to ? time.month(from) : t('statistics.fromTo', { from: time.month(from), to: time.month(to) });
  const [now, then] = [wholeOf(metric), wholeOf(before)];
  return (
    <section className="panel panel-body" aria-label={t('statistics.compared')}>
      <h2>{t('statistics.compared')}</h2>
      <div className="table-scroll">
        <table className="plain-table figure-table">
          <thead>
            <tr>
              <th scope="col">{t('statistics.figure')}</th>
              <th scope="col">{said(metric)}</th>
              <th scope="col">{said(before)}</th>
              <th scope="col">{t('statistics.change')}</th>
            </tr>
          </thead>
          <tbody>
            {codes.map((code) => (
              <tr key={code}>
                <th scope="row">{name(code)}</th>
                <td>
                  <FigureValue code={code} row={now} what={said(metric)} />
                </td>
                <td>
                  <FigureValue code={code} row={then} what={said(before)} />
                </td>
                <td>
                  <Change
                    code={code}
                    now={valueOf(now, code)}
                    before={valueOf(then, code)}
                    uneven={FIGURES[code].unit === 'count' && metric.partial.length !== before.partial.length}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
