import { useMe } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useLoad } from './use-load.ts';

/** One's own work left today against one's time (A20). */
export function LoadLine() {
  const t = useT();
  const me = useMe();
  const time = useTime();
  const own = useLoad().data?.items.find(({ userId }) => userId === me.userId);
  if (!own || own.due === 0) return null;
  const minutes = time.minutes(own.minutes);
  const capacity = time.minutes(own.capacityMinutes);
  return (
    <p className={own.percent !== null && own.percent > 100 ? 'load-line text-late' : 'load-line text-2'}>
      {own.percent === null
        ? t('load.ownNoTime', { due: own.due, minutes })
        : t('load.own', { due: own.due, minutes, capacity, percent: own.percent })}
    </p>
  );
}
