import { useQuery } from '@tanstack/react-query';
import { StatusPage } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ButtonLink, ErrorState, LoadingRows, StatusBadge } from '../../ui/index.ts';
import { Panel, SettingsPage } from './parts.tsx';

const STAGES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** The governed vocabulary, for reading: what each status means, until when it waits, and what may follow. */
export function StatusesPage() {
  const t = useT();
  const can = useCan();
  const statuses = useQuery({
    queryKey: keys.statuses,
    queryFn: ({ signal }) => api.get('/statuses', StatusPage, { query: { limit: 200 }, signal }),
    staleTime: Infinity,
  });
  const items = statuses.data?.items ?? [];
  return (
    <SettingsPage
      title={t('settings.statuses')}
      sub={t('settings.statuses.sub')}
      primary={
        can('enquiries.supervise') ? <ButtonLink to="/settings/statuses/health">{t('health.open')}</ButtonLink> : null
      }
    >
      {statuses.error ? <ErrorState error={statuses.error} onRetry={() => void statuses.refetch()} /> : null}
      {statuses.isPending ? <LoadingRows rows={10} /> : null}
      {statuses.data
        ? STAGES.map((stage) => (
            <Panel key={stage} title={t(`settings.stage.${stage}`)}>
              {items
                .filter((status) => status.stage === stage)
                .sort((a, b) => a.order - b.order)
                .map((status) => (
                  <div className="status-row" key={status.code}>
                    <div>
                      <StatusBadge status={status.code} />
                    </div>
                    <div>
                      <div>{status.clock[t.language]}</div>
                      <div className="text-2">
                        {status.allowed.length === 0 ? t('settings.statuses.final') : t('settings.statuses.allowed')}
                      </div>
                      <div className="status-next">
                        {status.allowed.map((code) => (
                          <StatusBadge status={code} key={code} />
                        ))}
                      </div>
                    </div>
                  </div>
                ))}
            </Panel>
          ))
        : null}
    </SettingsPage>
  );
}
