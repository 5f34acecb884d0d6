import { MOST_SPEND_WON, type FigureCode, type Metric } from '@anbu/contract';
import { useCan, useSourceChannels } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ButtonLink } from '../../ui/index.ts';
import { Compared } from './compared.tsx';
import { COST_CODES } from './cost-codes.ts';
import { FigureTable } from './figure-table.tsx';
import { FigureValue } from './figure.tsx';
import { GivenGrid } from './given-grid.tsx';
import { monthsOf, type Period } from './periods.ts';
import { byKey, wholeOf } from './use-metric.ts';
import { useSpend } from './use-given.ts';
import { useKeyName, wonFormat } from './words.ts';

const COMPARED = [
  'spend',
  'costPerEnquiry',
  'costPerBooked',
  'costPerNewPatient',
] as const satisfies readonly FigureCode[];

/** What channels cost and brought, whose channel nobody knows, and what was spent, typed over in its place. */
export function Costs({ metric, before, period }: { metric: Metric; before: Metric | undefined; period: Period }) {
  const t = useT();
  const keyName = useKeyName();
  const lines = byKey(metric).map((row) => ({ id: row.key ?? 'none', label: keyName('channel', row), row }));
  return (
    <>
      <section className="panel panel-body" aria-label={t('metrics.name.channel-costs')}>
        <h2>{t('metrics.name.channel-costs')}</h2>
        <UnknownSource metric={metric} />
        <FigureTable
          metric={metric}
          label={t('metrics.name.channel-costs')}
          corner={t('statistics.by.channel')}
          codes={COST_CODES}
          lines={[...lines, { id: 'all', label: t('statistics.all'), row: wholeOf(metric), isSum: true }]}
        />
      </section>
      {before ? <Compared metric={metric} before={before} codes={COMPARED} /> : null}
      <Spend period={period} />
    </>
  );
}

/** How many there are whose channel nobody knows, and the way to ask for it. */
function UnknownSource({ metric }: { metric: Metric }) {
  const t = useT();
  const can = useCan();
  const row = byKey(metric).find(({ key }) => key === 'unknown');
  const what = t('statistics.missing.what');
  return (
    <p className="statistics-unknown">
      {row ? (
        <span>
          {what}: <FigureValue code="enquiries" row={row} what={what} />
          {row.figures.enquiryShare?.value === null ? null : (
            <>
              {' '}
              (<FigureValue code="enquiryShare" row={row} what={what} />)
            </>
          )}
        </span>
      ) : (
        <span className="text-2">{t('statistics.missing.none')}</span>
      )}
      {can('enquiries.read') ? (
        <ButtonLink to="/statistics/missing-source" variant="default" size="compact-sm">
          {t('statistics.missing.open')}
        </ButtonLink>
      ) : null}
    </p>
  );
}

function Spend({ period }: { period: Period }) {
  const t = useT();
  const can = useCan();
  const spend = useSpend(period);
  const channels = useSourceChannels();
  const months = monthsOf(period);
  const won = wonFormat(t.locale);
  const rows = channels
    .filter(({ code, active }) => active || months.some((month) => spend.cellOf(month, code).value !== null))
    .filter(({ code }) => code !== 'unknown')
    .map(({ code, names }) => ({ key: code, label: names[t.language] }));
  const writes = can('metrics.write');
  if (!spend.query.data) return null;
  return (
    <section className="panel panel-body" aria-label={t('statistics.spend.title')}>
      <h2>{t('statistics.spend.title')}</h2>
      <p className="text-2">{t(writes ? 'statistics.spend.how' : 'statistics.spend.read')}</p>
      <GivenGrid
        label={t('statistics.spend.title')}
        corner={t('statistics.by.channel')}
        rows={rows}
        months={months.toReversed()}
        cellOf={spend.cellOf}
        say={(value) => won.format(value)}
        save={writes ? (entry) => spend.save.mutate(entry) : null}
        busy={spend.save.isPending}
        most={MOST_SPEND_WON}
      />
    </section>
  );
}
