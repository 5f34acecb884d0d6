import { ActionIcon } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useT } from '../i18n/store.ts';
import { useTime } from '../i18n/use-time.ts';
import { addDays, addMonths, weeksOf } from './calendar-days.ts';

const STEPS: Readonly<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

/** One month to choose a day from: arrows move by days, Page Up and Down by months. In the language of the reader. */
export function MonthGrid({
  value,
  min,
  max,
  onChoose,
}: {
  value: string | null;
  min?: string | undefined;
  max?: string | undefined;
  onChoose: (day: string) => void;
}) {
  const t = useT();
  const time = useTime();
  const [at, setAt] = useState(value ?? (min && min > time.today ? min : time.today));
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(), [at]);
  const weeks = weeksOf(at, t.language === 'zh' ? 1 : 7);
  const isOut = (day: string) => (min !== undefined && day < min) || (max !== undefined && day > max);
  const handleKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(step(at));
  };
  return (
    <div className="month">
      <div className="month-head">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('common.month.before')}
          onClick={() => setAt(addMonths(at, -1))}
        >
          <ChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <strong aria-live="polite">{time.month(at.slice(0, 7))}</strong>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('common.month.after')}
          onClick={() => setAt(addMonths(at, 1))}
        >
          <ChevronRight size={16} aria-hidden />
        </ActionIcon>
      </div>
      <table ref={grid} role="grid" aria-label={time.month(at.slice(0, 7))} onKeyDown={handleKey}>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col">
                {time.weekday(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} role="gridcell" aria-selected={day === value}>
                  <button
                    type="button"
                    className={day.slice(0, 7) === at.slice(0, 7) ? 'month-day' : 'month-day is-other'}
                    tabIndex={day === at ? 0 : -1}
                    aria-label={time.longDay(day)}
                    aria-current={day === time.today ? 'date' : undefined}
                    disabled={isOut(day)}
                    onClick={() => onChoose(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
