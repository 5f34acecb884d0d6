import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { GoalChangePage } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState } from '../../ui/index.ts';

/** Who changed which goal of the month, the latest first; read once it is opened. */
export function GoalHistory({ month }: { month: string }) {
  const t = useT();
  const time = useTime();
  const [open, setOpen] = useState(false);
  const changes = useQuery({
    queryKey: keys.today.goalChanges(month),
    queryFn: ({ signal }) => api.get('/goals/changes', GoalChangePage, { signal, query: { month, limit: 100 } }),
    enabled: open,
  });
  const amount = (target: number | null) => (target === null ? t('goals.noTarget') : t.number(target));
  return (
    <details className="goals-history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('goals.history')}</summary>
      {changes.error ? <ErrorState error={changes.error} onRetry={() => void changes.refetch()} /> : null}
      {changes.data?.items.length === 0 ? <p>{t('goals.noHistory')}</p> : null}
      <ul>
        {changes.data?.items.map((one) => (
          <li key={`${one.id} ${one.measure} ${one.version}`}>
            {t('goals.change', {
              when: time.when(one.changedAt),
              who: one.changedBy ?? t('goals.nobody'),
              name: one.name,
              measure: t(`goals.${one.measure}`),
              before: amount(one.before),
              after: amount(one.after),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}
