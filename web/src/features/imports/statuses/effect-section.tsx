import { useQuery } from '@tanstack/react-query';
import { Standing, StatusEffect } from '@anbu/contract';
import { api, keys } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { ErrorState, LoadingRows, ScrollX } from '../../../ui/index.ts';
import { Sankey } from './sankey.tsx';

const STANDINGS = Standing.options;

/** What the list's cohorts look like once they are sorted out, before anything is entered: a sentence, a picture, a table. */
export function EffectSection({ importId }: { importId: string }) {
  const t = useT();
  const effect = useQuery({
    queryKey: keys.imports.effect(importId),
    queryFn: ({ signal }) => api.get(`/imports/${importId}/status-effect`, StatusEffect, { signal }),
  });
  if (effect.error) return <ErrorState error={effect.error} onRetry={() => void effect.refetch()} />;
  if (effect.isPending) return <LoadingRows rows={2} />;
  const { unconnectedAfter, unconnectedBefore, enquiries, asked } = effect.data;
  const percent = (share: number) => Math.round(share * 100);
  return (
    <section className="panel panel-body" aria-label={t('assistant.effect')}>
      <h2>
        {unconnectedAfter === null
          ? t('assistant.effect')
          : t('assistant.effect.reveals', { percent: percent(unconnectedAfter) })}
      </h2>
      <p className="text-2">
        {unconnectedBefore === null
          ? t('assistant.effect.few')
          : t('assistant.effect.was', { percent: percent(unconnectedBefore), enquiries, asked })}
      </p>
      <details>
        <summary>{t('assistant.effect')}</summary>
        <Sankey effect={effect.data} />
        <EffectTable effect={effect.data} />
      </details>
    </section>
  );
}

/** By month: what the names say, an arrow, and what it is. */
function EffectTable({ effect }: { effect: StatusEffect }) {
  const t = useT();
  const shown = STANDINGS.filter((one) => effect.before[one] > 0 || effect.after[one] > 0);
  const rows = [
    ...effect.months,
    { month: t('assistant.effect.all'), enquiries: effect.enquiries, before: effect.before, after: effect.after },
  ];
  return (
    <ScrollX className="table-scroll" tabIndex={0} role="region" aria-label={t('assistant.effect')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('assistant.effect.month')}</th>
            <th scope="col">{t('assistant.effect.total')}</th>
            {shown.map((one) => (
              <th scope="col" key={one}>
                {t(`assistant.standing.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ month, enquiries, before, after }) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              <td>{enquiries.toLocaleString(t.locale)}</td>
              {shown.map((one) => (
                <td key={one}>
                  {before[one].toLocaleString(t.locale)} → <strong>{after[one].toLocaleString(t.locale)}</strong>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
