import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core';
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../i18n/store.ts';
import { useTime } from '../i18n/use-time.ts';
import { readDay } from './calendar-days.ts';
import { MonthGrid } from './month-grid.tsx';

type Props = Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'min' | 'max' | 'rightSection'> & {
  value: string | null;
  onChange: (day: string | null) => void;
  min?: string | undefined;
  max?: string | undefined;
};

/** A calendar day, typed or chosen from a month, in the language of the reader: the browser's own field follows the browser's. Empty = null. */
export function DayInput({ value, onChange, min, max, ...rest }: Props) {
  const t = useT();
  const time = useTime();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const put = (day: string | null) => {
    if (day !== value) onChange(day);
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      trapFocus
      returnFocus
      // Its roles would make a field for text of another kind.
      withRoles={false}
    >
      <Popover.Target>
        <TextInput
          {...rest}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          placeholder={t('common.day.example')}
          value={typed ?? value ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            put(readDay(text, time.today));
          }}
          onBlur={() => setTyped(null)}
          rightSectionWidth={value ? 72 : 36}
          rightSection={
            <span className="day-side">
              {value ? <span aria-hidden>{time.weekday(value)}</span> : null}
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                aria-label={t('common.calendar')}
                aria-expanded={opened}
                onClick={() => setOpened(!opened)}
              >
                <CalendarDays size={16} strokeWidth={1.75} aria-hidden />
              </ActionIcon>
            </span>
          }
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('common.calendar')} data-mantine-stop-propagation="true">
        <MonthGrid
          value={value}
          min={min}
          max={max}
          onChoose={(day) => {
            setOpened(false);
            setTyped(null);
            put(day);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
