import { useT, useTime } from '../../../i18n/index.ts';
import { WhenInput } from '../../../ui/index.ts';
import { toFieldTime } from '../site-time.ts';
import { Choices } from './choices.tsx';

/** Now, unless somebody writes down later what happened before. Null = now, empty while the other time is not whole. */
export function MomentField({
  label,
  siteId,
  value,
  onChange,
  since,
  error,
}: {
  label: string;
  siteId: string;
  value: string | null;
  onChange: (value: string | null) => void;
  /** The first instant that can have been. */
  since: string;
  error: string | undefined;
}) {
  const t = useT();
  const time = useTime(siteId);
  return (
    <div className="moment">
      <Choices
        label={label}
        options={[
          { value: 'now', label: t('desk.moment.now') },
          { value: 'other', label: t('desk.moment.other') },
        ]}
        chosen={[value === null ? 'now' : 'other']}
        onChoose={(choice) => onChange(choice === 'now' ? null : (value ?? toFieldTime(time.now, time.zone)))}
      />
      {value === null ? null : (
        <WhenInput
          size="xs"
          label={t('common.day')}
          value={value || null}
          min={time.dayOf(since)}
          max={time.today}
          onChange={(at) => onChange(at ?? '')}
          error={error}
        />
      )}
    </div>
  );
}
