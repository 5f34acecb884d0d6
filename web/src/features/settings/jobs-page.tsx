import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Cog } from 'lucide-react';
import { z } from 'zod';
import { DeadLetterPage, JobPage, type Job } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ButtonLink, EmptyState, ErrorState, LoadingRows } from '../../ui/index.ts';
import { Panel, SettingsPage } from './parts.tsx';

export function JobsPage() {
  const t = useT();
  const can = useCan();
  const jobs = useQuery({
    queryKey: keys.jobs,
    queryFn: ({ signal }) => api.get('/jobs', JobPage, { signal }),
    refetchInterval: (query) => (query.state.data?.items.some((job) => job.state === 'running') ? 3000 : false),
  });
  const items = jobs.data?.items ?? [];
  return (
    <SettingsPage title={t('jobs.title')} sub={t('jobs.sub')}>
      {jobs.error ? <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      {jobs.isPending ? <LoadingRows rows={4} /> : null}
      {jobs.data && items.length === 0 ? (
        <Panel>
          <EmptyState icon={<Cog size={22} strokeWidth={1.75} />} title={t('jobs.empty')} body={t('jobs.emptyBody')} />
        </Panel>
      ) : null}
      {items.length > 0 ? (
        <Panel>
          {items.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Panel>
      ) : null}
      {can('jobs.manage') ? <DeadLetters /> : null}
    </SettingsPage>
  );
}

function JobRow({ job }: { job: Job }) {
  const t = useT();
  const time = useTime();
  const { done, total } = job.progress;
  return (
    <div className="setting-row">
      <div className="setting-row-words">
        <strong>{job.title}</strong>
        <span className={job.state === 'failed' ? 'text-late' : 'text-2'}>
          {t(`jobs.state.${job.state}`)} · {time.ago(job.finishedAt ?? job.createdAt)}
        </span>
        {job.error ? <div className="text-late">{job.error}</div> : null}
        {job.state === 'running' ? (
          <>
            <Progress value={total ? (100 * done) / total : 0} animated={!total} mt={6} aria-label={job.title} />
            <span className="text-2">
              {total ? t('jobs.progress', { done, total }) : t('jobs.progressOnly', { done })}
            </span>
          </>
        ) : null}
      </div>
      {job.ref && job.kind.startsWith('import') ? (
        <ButtonLink variant="default" size="xs" to="/imports/$importId" params={{ importId: job.ref }}>
          {t('common.open')}
        </ButtonLink>
      ) : null}
    </div>
  );
}

function DeadLetters() {
  const t = useT();
  const time = useTime();
  const letters = useQuery({
    queryKey: keys.deadLetters,
    queryFn: ({ signal }) => api.get('/dead-letters', DeadLetterPage, { signal }),
  });
  const replay = useAct({
    run: (_: null, key) => api.post('/dead-letters/replay', z.unknown(), {}, { idempotencyKey: key }),
    refresh: [keys.deadLetters],
    done: t('jobs.replayed'),
  });
  const items = letters.data?.items ?? [];
  return (
    <Panel title={t('jobs.deadLetters')}>
      {letters.error ? <ErrorState error={letters.error} onRetry={() => void letters.refetch()} /> : null}
      {letters.data && items.length === 0 ? <p className="text-2">{t('jobs.deadLettersNone')}</p> : null}
      {items.length > 0 ? <p className="text-2">{t('jobs.deadLettersSub')}</p> : null}
      {items.map((letter) => (
        <div className="setting-row" key={`${letter.eventId}.${letter.subscriber}`}>
          <div className="setting-row-words">
            <strong>{letter.eventType}</strong>
            <span className="text-2">
              {letter.subscriber} · {t('jobs.attempts', { count: letter.attempts })} · {time.ago(letter.failedAt)}
            </span>
            <div>{letter.error}</div>
          </div>
        </div>
      ))}
      {items.length > 0 ? (
        <Button variant="default" mt="sm" loading={replay.isPending} onClick={() => replay.mutate(null)}>
          {t('jobs.replay')}
        </Button>
      ) : null}
    </Panel>
  );
}
