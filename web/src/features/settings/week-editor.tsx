import { ActionIcon, Button } from '@mantine/core';
import { Copy, Plus, X } from 'lucide-react';
import type { WeekHours } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { ClockInput } from './clock-input.tsx';
import { breaks, nextPiece, WEEK, type Weekday } from './site-hours.ts';

type Props = { hours: WeekHours; onChange: (hours: WeekHours) => void; readOnly: boolean };

/** Opening hours by weekday, in pieces; what lies between two pieces is a break. */
export function WeekEditor({ hours, onChange, readOnly }: Props) {
  const t = useT();
  const set = (day: Weekday, pieces: WeekHours[Weekday]) => onChange({ ...hours, [day]: pieces });
  return (
    <fieldset className="bare-fieldset">
      <legend className="legend">{t('settings.sites.hours')}</legend>
      <p className="text-2 legend-hint">{t('settings.sites.hoursHint')}</p>
      <div className="week">
        {WEEK.map((day) => (
          <Day key={day} day={day} pieces={hours[day]} onChange={(pieces) => set(day, pieces)} readOnly={readOnly} />
        ))}
      </div>
      {readOnly ? null : (
        <Button
          variant="subtle"
          size="xs"
          mt={8}
          leftSection={<Copy size={14} aria-hidden />}
          onClick={() => onChange({ ...hours, tue: hours.mon, wed: hours.mon, thu: hours.mon, fri: hours.mon })}
        >
          {t('settings.sites.copyMonday')}
        </Button>
      )}
    </fieldset>
  );
}

function Day({
  day,
  pieces,
  onChange,
  readOnly,
}: {
  day: Weekday;
  pieces: WeekHours[Weekday];
  onChange: (pieces: WeekHours[Weekday]) => void;
  readOnly: boolean;
}) {
  const t = useT();
  const name = t(`settings.day.${day}`);
  const change = (at: number, side: 0 | 1, value: string) =>
    onChange(pieces.map((piece, index) => (index !== at ? piece : side === 0 ? [value, piece[1]] : [piece[0], value])));
  return (
    <div className="week-day">
      <span>{name}</span>
      <div className="week-pieces">
        {pieces.length === 0 ? <span className="text-2">{t('settings.sites.closed')}</span> : null}
        {pieces.map((piece, index) => {
          const position = index + 1;
          return (
            <span className="week-piece" key={index}>
              <ClockInput
                label={t('settings.sites.pieceFrom', { day: name, position })}
                value={piece[0]}
                readOnly={readOnly}
                onChange={(clock) => change(index, 0, clock)}
              />
              <span aria-hidden>–</span>
              <ClockInput
                label={t('settings.sites.pieceTo', { day: name, position })}
                value={piece[1]}
                readOnly={readOnly}
                onChange={(clock) => change(index, 1, clock)}
              />
              {readOnly ? null : (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('settings.sites.removePiece', { day: name, position })}
                  onClick={() => onChange(pieces.filter((_, at) => at !== index))}
                >
                  <X size={15} aria-hidden />
                </ActionIcon>
              )}
            </span>
          );
        })}
        {breaks(pieces).map(([from, to]) => (
          <span className="week-break" key={from}>
            {t('settings.sites.break', { from, to })}
          </span>
        ))}
      </div>
      {readOnly ? null : (
        <ActionIcon
          variant="subtle"
          size={34}
          aria-label={t('settings.sites.addPiece', { day: name })}
          onClick={() => onChange([...pieces, nextPiece(pieces)])}
        >
          <Plus size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
