import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { GoalPage, type GoalFigure, type GoalRow } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { EnquiriesSearch } from '../../routes/enquiry-search.ts';

const MOST = 100_000;

/** A figure that opens its rows, its goal to be typed over, and how it stands in words. Leaving the field or Enter saves, Escape takes back. */
export function GoalCell({ row, figure, month }: { row: GoalRow; figure: GoalFigure; month: string }) {
  const t = useT();
  const { measure, actual, target, expected, standing, version, drill } = figure;
  const was = target === null ? '' : String(target);
  const [typed, setTyped] = useState(was);
  const save = useAct({
    run: (goal: number | null) =>
      api.put('/goals', GoalPage, { month, goals: [{ of: row.of, id: row.id, measure, target: goal, version }] }),
    refresh: [keys.today.allGoals],
    done: t('goals.saved'),
  });
  const text = typed.trim();
  const isFit = /^\d{0,6}$/.test(text) && Number(text) <= MOST;
  const leave = () => {
    if (isFit && text !== was) save.mutate(text === '' ? null : Number(text));
  };
  const named = { name: row.name, measure: t(`goals.${measure}`) };
  return (
    <>
      <div className="goal-figure">
        <Link
          to="/enquiries"
          search={{ ...EnquiriesSearch.parse(drill), saved: 'none' }}
          aria-label={t('goals.rows', { ...named, count: actual })}
        >
          {t('goals.actual', { count: t.number(actual) })}
        </Link>
        <span className="text-2">{t('goals.of')}</span>
        <TextInput
          size="xs"
          inputMode="numeric"
          aria-label={t('goals.goalFor', named)}
          value={typed}
          disabled={save.isPending}
          error={isFit ? null : t('goals.range')}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={leave}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') setTyped(was);
          }}
        />
      </div>
      <div className={standing === 'behind' ? 'goal-standing text-late' : 'goal-standing text-2'}>
        {standing === null || expected === null
          ? t('goals.none')
          : t(`goals.${standing}`, { expected: t.number(expected), by: t.number(Math.abs(actual - expected)) })}
      </div>
    </>
  );
}
