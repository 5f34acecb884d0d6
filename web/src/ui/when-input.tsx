import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/store.ts';
import { useTime } from '../i18n/use-time.ts';
import { addDays, nextMonday, readTime } from './calendar-days.ts';
import { DayInput } from './day-input.tsx';

type Parts = { day: string | null; time: string };
const partsOf = (value: string | null): Parts => ({
  day: value?.slice(0, 10) ?? null,
  time: value?.slice(11, 16) ?? '',
});

/**
 * A day and a time of the site in 24 hours (2026-11-27T15:00), the same in every browser. Null while one of the two is missing. `quickDays`
 * offers the days that people name on the phone.
 */
export function WhenInput({
  label,
  value,
  onChange,
  min,
  max,
  error,
  quickDays = false,
  size = 'sm',
}: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  /** The first and the last day that may be chosen. */
  min?: string;
  max?: string;
  error?: string | undefined;
  quickDays?: boolean;
  size?: 'xs' | 'sm';
}) {
  const t = useT();
  const [parts, setParts] = useState(() => partsOf(value));
  const [given, setGiven] = useState(value);
  // Somebody else set it: what was typed halfway gives way.
  if (value !== given) {
    setGiven(value);
    setParts(partsOf(value));
  }
  const put = (next: Parts) => {
    const time = readTime(next.time);
    const whole = next.day && time ? `${next.day}T${time}` : null;
    setParts(next);
    setGiven(whole);
    if (whole !== value) onChange(whole);
  };
  return (
    <div className="when">
      {quickDays ? <QuickDays day={parts.day} onChoose={(day) => put({ ...parts, day })} /> : null}
      <div className="when-fields">
        <DayInput
          className="when-day"
          size={size}
          label={label}
          value={parts.day}
          min={min}
          max={max}
          onChange={(day) => put({ ...parts, day })}
          aria-invalid={error ? true : undefined}
        />
        <TextInput
          className="when-time"
          size={size}
          label={t('common.time')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={5}
          placeholder="15:00"
          value={parts.time}
          onChange={(event) => put({ ...parts, time: event.currentTarget.value })}
          onBlur={() => setParts({ ...parts, time: readTime(parts.time) ?? parts.time })}
          aria-invalid={error ? true : undefined}
        />
      </div>
      {error ? (
        <p className="choice-error" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function QuickDays({ day, onChoose }: { day: string | null; onChoose: (day: string) => void }) {
  const t = useT();
  const { today, weekday } = useTime();
  const days = [
    { label: t('time.today'), at: today },
    { label: t('time.tomorrow'), at: addDays(today, 1) },
    { label: t('time.inDays', { count: 3 }), at: addDays(today, 3) },
    { label: t('time.nextWeek'), at: nextMonday(today) },
  ];
  return (
    <div className="choice-flow" role="group" aria-label={t('common.day')}>
      {days.map(({ label, at }) => (
        <button type="button" className="choice" key={label} aria-pressed={day === at} onClick={() => onChoose(at)}>
          <span>
            {label} <span className="text-2">{weekday(at)}</span>
          </span>
        </button>
      ))}
    </div>
  );
}
