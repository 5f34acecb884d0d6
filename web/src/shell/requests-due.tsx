import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataRequestsDue } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useCan } from '../api/session.ts';
import { useTime } from '../i18n/use-time.ts';
import { useT } from '../i18n/store.ts';

/** The stream says when one comes near its day; this is the second net. */
const AGAIN_MS = 300_000;

/** Requests about data that the reader must see to; null while there is none. They stay until they are answered: nothing here is marked as seen. */
export function useRequestsDue(): DataRequestsDue | null {
  const can = useCan();
  const { data } = useQuery({
    queryKey: keys.privacy.due,
    queryFn: ({ signal }) => api.get('/data-requests/due', DataRequestsDue, { signal }),
    enabled: can('people.read'),
    refetchInterval: AGAIN_MS,
  });
  return data && data.near + data.late > 0 ? data : null;
}

export function RequestsDueCard({ due, onOpened }: { due: DataRequestsDue; onOpened: () => void }) {
  const t = useT();
  const time = useTime();
  const late = due.late > 0;
  return (
    <article className={late ? 'alert-card is-late' : 'alert-card'}>
      <div className="alert-card-head">
        <span className={late ? 'text-late' : 'text-soon'}>{t('shell.requests.title')}</span>
      </div>
      {late ? <strong>{t('shell.requests.late', { count: due.late })}</strong> : null}
      {due.near > 0 ? <strong>{t('shell.requests.near', { count: due.near })}</strong> : null}
      {due.nextDueAt === null ? null : (
        <div className="text-2">{t('shell.requests.next', { when: time.when(due.nextDueAt) })}</div>
      )}
      <div className="alert-card-acts">
        <Button size="compact-sm" variant="light" component={Link} to="/privacy" onClick={onOpened}>
          {t('shell.requests.go')}
        </Button>
      </div>
    </article>
  );
}
