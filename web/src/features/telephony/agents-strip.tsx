import { useQuery } from '@tanstack/react-query';
import { PhoneAgentPage } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState } from '../../ui/index.ts';

/** Who sits at which telephone and what she does now, for those who supervise. It moves with the calls. */
export function AgentsStrip() {
  const t = useT();
  const time = useTime();
  const list = useQuery({
    queryKey: keys.phone.agents,
    queryFn: ({ signal }) => api.get('/telephony/agents', PhoneAgentPage, { signal }),
  });
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const agents = (list.data?.items ?? []).filter(({ extension }) => extension !== null);
  return (
    <section className="panel panel-body" aria-label={t('calls.agents')}>
      <h2 className="agents-strip-title">{t('calls.agents')}</h2>
      {list.data && agents.length === 0 ? <p className="text-2">{t('calls.agents.none')}</p> : null}
      <ul className="agents-strip">
        {agents.map(({ userId, name, extension, state, since }) => (
          <li key={userId} className={`agent-chip is-${state}`}>
            <strong>{name}</strong> <span className="text-2">{extension}</span>
            <span>{t(`telephony.state.${state}`)}</span>
            {since === null ? null : <span className="text-2">{time.when(since)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
