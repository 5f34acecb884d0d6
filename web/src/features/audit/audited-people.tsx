import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { AuditedPersonPage } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';

const AT_ONCE = 100;

/** Everybody whom a line is about, by name; that their names were read is in the audit too. */
export function AuditedPeople({ ids }: { ids: readonly string[] }) {
  const t = useT();
  const can = useCan();
  const [shown, setShown] = useState(AT_ONCE);
  const parts = Array.from({ length: Math.ceil(Math.min(shown, ids.length) / AT_ONCE) }, (_, part) =>
    ids.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
  return (
    <section>
      <h2>
        {t('audit.people')} <span className="text-2">{t.number(ids.length)}</span>
      </h2>
      {can('people.read') ? parts.map((part) => <Named key={part[0]} ids={part} />) : null}
      {shown < ids.length ? (
        <Button variant="default" fullWidth onClick={() => setShown(shown + AT_ONCE)}>
          {t('common.more')}
        </Button>
      ) : null}
    </section>
  );
}

function Named({ ids }: { ids: readonly string[] }) {
  const t = useT();
  const query = { ids };
  const people = useQuery({
    queryKey: keys.audit.people(ids),
    queryFn: ({ signal }) => api.get('/audit/people', AuditedPersonPage, { query, signal }),
    staleTime: Infinity,
  });
  if (people.error) return <ErrorState error={people.error} onRetry={() => void people.refetch()} />;
  if (!people.data) return <LoadingRows rows={2} />;
  const gone = ids.length - people.data.items.length;
  return (
    <ul className="audit-people">
      {people.data.items.map((person) => (
        <li key={person.id}>
          <Link to="/people/$personId" params={{ personId: person.id }} search={{}}>
            {person.name ?? t('common.noName')}
          </Link>{' '}
          <span className="text-2">{person.number}</span>
        </li>
      ))}
      {gone > 0 ? <li className="text-2">{t('audit.people.gone', { count: gone })}</li> : null}
    </ul>
  );
}
