import { Link } from '@tanstack/react-router';
import { useMe } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { EnquiriesSearch } from '../../routes/enquiry-search.ts';
import { useGoals } from './use-goals.ts';

/** One's own goals of the month, against what is expected by today (A20). Nothing where none is set. */
export function GoalLine() {
  const t = useT();
  const me = useMe();
  const own = useGoals().data?.items.find(({ id }) => id === me.userId);
  const set = own?.figures.filter(({ target }) => target !== null) ?? [];
  if (set.length === 0) return null;
  return (
    <p className="load-line">
      {set.map(({ measure, actual, target, expected, standing, drill }) => (
        <Link
          key={measure}
          className="goal-own"
          to="/enquiries"
          search={{ ...EnquiriesSearch.parse(drill), saved: 'none' }}
        >
          {t(`goals.own.${standing ?? 'even'}`, {
            measure: t(`goals.${measure}`),
            actual,
            target: target ?? 0,
            expected: expected ?? 0,
          })}
        </Link>
      ))}
    </p>
  );
}
