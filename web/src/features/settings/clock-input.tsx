import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { readClock } from './site-hours.ts';

type Props = { label: string; value: string; onChange: (clock: string) => void; readOnly: boolean };

/**
 * A time of the day in 24 hours, the same in every language; the browser's own field shows AM and PM to some and cannot hold 24:00.
 * What is no time goes back to what was there.
 */
export function ClockInput({ label, value, onChange, readOnly }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    const clock = readClock(typed ?? value);
    setTyped(null);
    if (clock && clock !== value) onChange(clock);
  };
  return (
    <TextInput
      className="time-field"
      aria-label={label}
      inputMode="numeric"
      maxLength={5}
      value={typed ?? value}
      readOnly={readOnly}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => event.key === 'Enter' && finish()}
    />
  );
}
