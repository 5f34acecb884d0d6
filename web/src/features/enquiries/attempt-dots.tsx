import type { EnquiryRow } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';

const DAYS = 5;
const MOST = 7;

/** ●●●○○: unanswered days of the five that everybody gets; the sixth and seventh are added when they come. */
export function AttemptDots({ days, attempts }: { days: number; attempts: EnquiryRow['attempts'] }) {
  const t = useT();
  const time = useTime();
  const last = attempts.at(-1);
  const total = Math.min(MOST, Math.max(DAYS, days));
  const words =
    last === undefined
      ? t('desk.attempts.none')
      : t('desk.attempts.words', {
          days,
          calls: attempts.length,
          last: t(`enquiries.outcome.${last.outcome}`),
          when: time.ago(last.at),
        });
  return (
    <span className="dots" role="img" aria-label={words} title={words}>
      {Array.from({ length: total }, (_, day) => (
        <i key={day} className={day < days ? 'is-on' : ''} />
      ))}
    </span>
  );
}
