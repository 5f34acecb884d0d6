import { Button, Select } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { GOAL_MEASURES, GoalsCopied, type GoalPage } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows, ScrollX } from '../../ui/index.ts';
import { monthAfter, months } from '../views/months.ts';
import { GoalCell } from './goal-cell.tsx';
import { GoalHistory } from './goal-history.tsx';
import { useGoals } from './use-goals.ts';

/** Goals of a month by team and consultant: what came of them, what is expected by today; whoever assigns sets them here. */
export function Goals() {
  const t = useT();
  const time = useTime();
  const [month, setMonth] = useState(() => time.today.slice(0, 7));
  const goals = useGoals(month);
  const { data } = goals;
  const copy = useAct({
    run: (input: { month: string }, key) => api.post('/goals/copy', GoalsCopied, input, { idempotencyKey: key }),
    refresh: [keys.today.allGoals],
  });
  return (
    <section className="goals" aria-labelledby="goals-title">
      <div className="goals-head">
        <h2 id="goals-title">{t('goals.title')}</h2>
        <Select
          aria-label={t('goals.month')}
          allowDeselect={false}
          data={[monthAfter(time.today), ...months(time.today)].map((value) => ({ value, label: time.month(value) }))}
          value={month}
          onChange={(value) => value && setMonth(value)}
        />
        <Button
          variant="default"
          leftSection={<Copy size={16} aria-hidden />}
          loading={copy.isPending}
          onClick={() => copy.mutate({ month })}
        >
          {t('goals.copy')}
        </Button>
      </div>
      {goals.isPending ? <LoadingRows /> : null}
      {goals.error && !data ? <ErrorState error={goals.error} onRetry={() => void goals.refetch()} /> : null}
      {data ? <Table data={data} /> : null}
      {data ? <GoalHistory month={month} /> : null}
    </section>
  );
}

function Table({ data }: { data: GoalPage }) {
  const t = useT();
  const time = useTime();
  const isSet = data.items.some(({ figures }) => figures.some(({ target }) => target !== null));
  const month = time.month(data.month);
  return (
    <>
      <p className="load-line text-2">
        {t('goals.sub', { month, total: data.openDays, passed: data.openDaysPassed, minutes: data.limitMinutes })}
      </p>
      {isSet ? null : (
        <p className="load-line">
          <strong>{t('goals.empty', { month })}</strong> {t('goals.emptyBody')}
        </p>
      )}
      <ScrollX className="panel table-scroll">
        <table className="plain-table">
          <thead>
            <tr>
              {(['name', ...GOAL_MEASURES] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`goals.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.items.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.name}
                  {row.of === 'team' ? <div className="text-2">{t('goals.team')}</div> : null}
                </th>
                {row.figures.map((figure) => (
                  <td key={figure.measure}>
                    <GoalCell key={`${data.month} ${figure.version}`} row={row} figure={figure} month={data.month} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </>
  );
}
