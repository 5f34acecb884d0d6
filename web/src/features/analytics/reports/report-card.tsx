import { Button } from '@mantine/core';
import { Download, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Nothing, Report, ReportRun, ReportRunPage } from '@anbu/contract';
import { api, keys, useAct, usePages } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { ConfirmDialog, ErrorState } from '../../../ui/index.ts';
import { fileOf, useSayWhat, useSayWhen } from './report-words.ts';

/** One report: what, when, for whom; the last file; run now, pause, change, take away; earlier runs on demand. */
export function ReportCard({ report, onEdit }: { report: Report; onEdit: () => void }) {
  const t = useT();
  const time = useTime();
  const sayWhen = useSayWhen();
  const sayWhat = useSayWhat();
  const [asking, setAsking] = useState(false);
  const [past, setPast] = useState(false);
  const refresh = [keys.metrics.reports];
  const run = useAct({
    run: (_: undefined, key) => api.post(`/reports/${report.id}/runs`, ReportRun, undefined, { idempotencyKey: key }),
    refresh,
    done: t('reports.running'),
  });
  const pause = useAct({
    run: (paused: boolean) => api.patch(`/reports/${report.id}`, Report, { paused, version: report.version }),
    refresh,
  });
  const drop = useAct({
    run: () => api.delete(`/reports/${report.id}`, Nothing),
    refresh,
    done: t('reports.dropped'),
    showError: 'form',
    onDone: () => setAsking(false),
  });
  const { lastRun } = report;
  return (
    <li className="panel panel-body report-card">
      <div className="report-head">
        <h2>{report.name}</h2>
        {report.changeable ? (
          <div className="report-acts">
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<Play size={14} aria-hidden />}
              loading={run.isPending}
              disabled={lastRun?.state === 'waiting'}
              aria-label={`${t('reports.runNow')}: ${report.name}`}
              onClick={() => run.mutate(undefined)}
            >
              {t('reports.runNow')}
            </Button>
            <Act
              label={`${t(report.paused ? 'reports.resume' : 'reports.pause')}: ${report.name}`}
              icon={report.paused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
              onClick={() => pause.mutate(!report.paused)}
            />
            <Act
              label={`${t('reports.edit')}: ${report.name}`}
              icon={<Pencil size={16} aria-hidden />}
              onClick={onEdit}
            />
            <Act
              label={`${t('reports.drop')}: ${report.name}`}
              icon={<Trash2 size={16} aria-hidden />}
              onClick={() => setAsking(true)}
            />
          </div>
        ) : null}
      </div>
      <dl className="report-facts">
        <Fact name={t('reports.what')}>{sayWhat(report)}</Fact>
        <Fact name={t('reports.when')}>
          {sayWhen(report.schedule)}
          {report.paused ? <strong className="text-soon"> · {t('reports.paused')}</strong> : null}
          {report.nextRunAt ? (
            <span className="text-2"> · {t('reports.next', { when: time.when(report.nextRunAt) })}</span>
          ) : null}
        </Fact>
        <Fact name={t('reports.recipients')}>{t.list(report.recipients.map(({ name }) => name))}</Fact>
        <Fact name={t('reports.last')} wide>
          {lastRun ? <Run run={lastRun} /> : t('reports.never')}
        </Fact>
      </dl>
      {lastRun ? (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={past}
          aria-label={`${t('reports.past')}: ${report.name}`}
          onClick={() => setPast(!past)}
        >
          {t('reports.past')}
        </Button>
      ) : null}
      {past ? <Past id={report.id} /> : null}
      <ConfirmDialog
        opened={asking}
        danger
        title={t('reports.dropAsk', { name: report.name })}
        body={t('reports.dropBody')}
        confirm={t('reports.drop')}
        busy={drop.isPending}
        error={drop.error}
        onConfirm={() => drop.mutate(undefined)}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: React.ReactNode }) {
  return (
    <div className={wide ? 'report-last' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Act({ label, icon, onClick }: { label: string; icon: React.ReactNode; onClick: () => void }) {
  return (
    <button type="button" className="icon-act" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </button>
  );
}

/** When it was made, about which days, and its files; or why there is none. */
function Run({ run }: { run: ReportRun }) {
  const t = useT();
  const time = useTime();
  const days =
    run.from === run.to
      ? time.day(run.from)
      : t('statistics.fromTo', { from: time.day(run.from), to: time.day(run.to) });
  return (
    <span className="report-run">
      <span>
        {time.when(run.finishedAt ?? run.dueAt)} · {days}
      </span>
      {run.unseen ? <strong className="report-new">{t('reports.new')}</strong> : null}
      {run.state === 'waiting' ? <span className="text-2">{t('reports.making')}</span> : null}
      {run.state === 'failed' ? <span className="text-late">{run.error?.text}</span> : null}
      {run.state === 'done' && run.files.length === 0 ? <span className="text-2">{t('reports.gone')}</span> : null}
      {run.files.map(({ format, fileName }) => (
        <Button
          key={format}
          component="a"
          href={fileOf(run, format)}
          size="compact-xs"
          variant="light"
          leftSection={<Download size={13} aria-hidden />}
          aria-label={t('reports.download', { file: fileName })}
        >
          {t(`reports.format.${format}`)}
        </Button>
      ))}
    </span>
  );
}

function Past({ id }: { id: string }) {
  const t = useT();
  const runs = usePages(keys.metrics.reportRuns(id), `/reports/${id}/runs`, ReportRunPage, {}, { pageSize: 20 });
  if (runs.error) return <ErrorState error={runs.error} onRetry={runs.retry} />;
  return (
    <>
      <ul className="report-past" aria-label={t('reports.past')}>
        {runs.items.map((run) => (
          <li key={run.id}>
            <Run run={run} />
          </li>
        ))}
      </ul>
      {runs.hasMore ? (
        <Button size="compact-sm" variant="default" loading={runs.isFetchingMore} onClick={runs.loadMore}>
          {t('reports.more')}
        </Button>
      ) : null}
    </>
  );
}
