import './imports.css';
import { Button, Progress, Stepper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Import } from '@anbu/contract';
import { z } from 'zod';
import { api, fileAddress, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ButtonLink, ConfirmDialog, ErrorState, LoadingRows, PageHeader, StatTile } from '../../ui/index.ts';
import { ImportMapping } from './import-mapping.tsx';
import { ImportReportTable } from './import-report.tsx';
import { SheetChoice } from './sheet-choice.tsx';
import { Undone, UndoImport } from './undo-import.tsx';
import { IMPORT_STEPS, isInterrupted, isOpen, percentOf, standingOf, stepOf } from './steps.ts';

/** How often the progress is asked for; the stream says only that something changed. */
const WATCH_MS = 1500;
const COUNTS = ['created', 'updated', 'merged', 'skipped', 'rejected'] as const;

export function ImportPage() {
  const t = useT();
  const { importId } = useParams({ from: '/app/imports/$importId' });
  const query = useQuery({
    queryKey: keys.imports.detail(importId),
    queryFn: ({ signal }) => api.get(`/imports/${importId}`, Import, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCH_MS : false),
  });
  const job = query.data;
  return (
    <div className="page">
      <PageHeader
        title={job?.fileName ?? t('import.title')}
        sub={job ? `${t(`import.kind.${job.kind}`)} · ${t(`import.state.${standingOf(job)}`)}` : null}
        aside={
          <ButtonLink variant="default" to="/imports">
            {t('import.history')}
          </ButtonLink>
        }
        primary={
          job ? (
            isInterrupted(job) ? (
              <Resume job={job} />
            ) : job.undo ? (
              <UndoImport job={job} />
            ) : (
              <Apply job={job} />
            )
          ) : null
        }
      />
      {query.error && !job ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <LoadingRows rows={5} /> : null}
      {job ? <Body job={job} /> : null}
    </div>
  );
}

function Body({ job }: { job: Import }) {
  const t = useT();
  const step = IMPORT_STEPS.indexOf(stepOf(job));
  const finished = job.state === 'done' && job.phase === 'apply';
  const past = finished || job.phase === 'undo';
  return (
    <>
      <Stepper active={past ? IMPORT_STEPS.length : step} size="xs" aria-label={t('import.title')}>
        {IMPORT_STEPS.map((each) => (
          <Stepper.Step key={each} label={t(`import.step.${each}`)} />
        ))}
      </Stepper>
      {job.state === 'running' ? <Running job={job} /> : null}
      {job.state === 'failed' ? (
        <div className="form-error" role="alert">
          <strong>{t('import.failed')}</strong>
          {'\n'}
          {job.error?.text}
        </div>
      ) : null}
      {finished ? (
        <div className="import-done" role="status">
          <strong>{t('import.applied')}</strong> {t('import.appliedBody')}
        </div>
      ) : null}
      {job.undo?.at ? <Undone job={job} /> : null}
      {job.counts ? <Counts job={job} counts={job.counts} /> : null}
      {isOpen(job) && job.mapping['status'] ? <ToAssistant job={job} /> : null}
      {(isOpen(job) || job.state === 'failed') && job.sheets.length > 1 ? <SheetChoice job={job} /> : null}
      {isOpen(job) || (job.state === 'failed' && job.headers.length > 0) ? (
        <ImportMapping key={JSON.stringify([job.mapping, job.questions])} job={job} />
      ) : null}
      {job.counts ? <ImportReportTable job={job} /> : null}
    </>
  );
}

/** Home-made statuses are sorted out on a screen of their own. */
function ToAssistant({ job }: { job: Import }) {
  const t = useT();
  return (
    <section className="panel panel-body import-head">
      <div>
        <h2>{t('assistant.title')}</h2>
        <p className="text-2">
          {job.undecidedLabels > 0 ? t('import.labels.left', { count: job.undecidedLabels }) : t('assistant.openHint')}
        </p>
      </div>
      <ButtonLink variant="light" to="/imports/$importId/statuses" params={{ importId: job.id }}>
        {t('assistant.open')}
      </ButtonLink>
    </section>
  );
}

function Running({ job }: { job: Import }) {
  const t = useT();
  const percent = percentOf(job.progress);
  const { done, total } = job.progress;
  return (
    <section className="panel panel-body" role="status">
      <strong>{t(`import.phase.${job.phase}`)}</strong>
      <Progress
        value={percent ?? 100}
        animated={percent === null}
        my={10}
        size="lg"
        aria-label={t(`import.phase.${job.phase}`)}
      />
      <span className="text-2">
        {total ? t('jobs.progress', { done, total }) : t('jobs.progressOnly', { done })} · {t('import.leave')}
      </span>
    </section>
  );
}

function Counts({ job, counts }: { job: Import; counts: NonNullable<Import['counts']> }) {
  const t = useT();
  return (
    <>
      <div className="tiles import-tiles">
        <StatTile label={t('import.counts.rows')} value={counts.rows.toLocaleString(t.locale)} />
        {COUNTS.map((name) => (
          <StatTile
            key={name}
            label={t(`import.counts.${name}`)}
            value={counts[name].toLocaleString(t.locale)}
            late={name === 'rejected' && counts.rejected > 0}
          />
        ))}
      </div>
      {counts.rejected > 0 ? (
        <div className="import-rejected">
          {(['xlsx', 'csv'] as const).map((form) => (
            <Button
              key={form}
              component="a"
              variant="default"
              leftSection={<Download size={16} aria-hidden />}
              href={fileAddress(`/imports/${job.id}/rejected.${form}`)}
              download
            >
              {t(`import.rejectedFile.${form}`)}
            </Button>
          ))}
          <span className="text-2">{t('import.rejectedHint')}</span>
        </div>
      ) : null}
    </>
  );
}

function Apply({ job }: { job: Import }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const apply = useAct({
    run: (_: null, key) => api.post(`/imports/${job.id}/apply`, z.unknown(), {}, { idempotencyKey: key }),
    refresh: [keys.imports.all],
    onDone: () => setAsking(false),
    showError: 'form',
  });
  if (!isOpen(job) || !job.counts) return null;
  const { created, updated, merged, rejected } = job.counts;
  const count = created + updated + merged;
  const [question] = job.questions;
  const why = question?.text ?? (count === 0 ? t('import.nothingToApply') : null);
  return (
    <>
      {why ? (
        <span id="apply-why" className="text-2">
          {why}
        </span>
      ) : null}
      <Button disabled={why !== null} aria-describedby={why ? 'apply-why' : undefined} onClick={() => setAsking(true)}>
        {t('import.apply', { count })}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('import.applyTitle')}
        body={t('import.applyBody', { created, updated: updated + merged, rejected })}
        confirm={t('import.apply', { count })}
        busy={apply.isPending}
        error={apply.error}
        onConfirm={() => apply.mutate(null)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

function Resume({ job }: { job: Import }) {
  const t = useT();
  const resume = useAct({
    run: (_: null, key) => api.post(`/imports/${job.id}/apply`, z.unknown(), {}, { idempotencyKey: key }),
    refresh: [keys.imports.all],
  });
  return (
    <Button loading={resume.isPending} onClick={() => resume.mutate(null)}>
      {t('import.resume')}
    </Button>
  );
}
