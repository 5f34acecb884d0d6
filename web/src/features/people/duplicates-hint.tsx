import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DuplicatePage } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useSexAge } from '../../ui/index.ts';

/** Persons that may be the same one, with the reason; nothing is merged by itself. */
export function DuplicatesHint({ personId }: { personId: string }) {
  const t = useT();
  const time = useTime();
  const sexAge = useSexAge();
  const duplicates = useQuery({
    queryKey: keys.people.duplicates(personId),
    queryFn: ({ signal }) => api.get(`/people/${personId}/duplicates`, DuplicatePage, { signal }),
  });
  // Who shares a number only is likelier to be family: the card above suggests it.
  const items = (duplicates.data?.items ?? []).filter(({ reasons }) => reasons.includes('name'));
  if (items.length === 0) return null;
  return (
    <details className="panel panel-body duplicates">
      <summary>{t('people.duplicates', { count: items.length })}</summary>
      <ul>
        {items.map(({ person, reasons }) => (
          <li key={person.id}>
            <Link to="/people/$personId" params={{ personId: person.id }} search={{}}>
              {person.name ?? t('common.noName')}
            </Link>{' '}
            <span className="text-2">
              {[sexAge(person, time.today), ...reasons.map((reason) => t(`people.reason.${reason}`))]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
