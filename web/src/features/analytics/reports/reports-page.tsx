import '../../enquiries/enquiries.css';
import '../analytics.css';
import { Button } from '@mantine/core';
import { CalendarClock, Plus } from 'lucide-react';
import { useState } from 'react';
import { Nothing } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../../../ui/index.ts';
import { StatisticsTabs } from '../tabs.tsx';
import { ReportCard } from './report-card.tsx';
import { ReportDialog, type ReportDraft } from './report-dialog.tsx';
import { useReports } from './use-reports.ts';

/** Pages of statistics that are made as files by themselves: when, for whom, what came of it (screen 23). */
export function ReportsPage() {
  const t = useT();
  const can = useCan();
  const reports = useReports();
  const [draft, setDraft] = useState<ReportDraft | null>(null);
  const seen = useAct({
    run: () => api.post('/reports/seen', Nothing, undefined),
    refresh: [keys.metrics.reports],
  });
  const { data } = reports;
  const mayPlan = can('enquiries.export');
  const plan = (
    <Button
      leftSection={<Plus size={16} aria-hidden />}
      onClick={() => setDraft({ name: '', query: null, report: null })}
    >
      {t('reports.plan')}
    </Button>
  );
  return (
    <div className="page statistics">
      <PageHeader title={t('reports.title')} sub={t('reports.sub')} primary={mayPlan ? plan : null} />
      <StatisticsTabs page="reports" search={{}} />
      {reports.error && !data ? (
        <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
      ) : !data ? (
        <LoadingRows rows={6} />
      ) : (
        <>
          {data.unseen > 0 ? (
            <p className="statistics-unknown" aria-live="polite">
              <strong>{t('reports.unseen', { count: data.unseen })}</strong>
              <Button
                size="compact-sm"
                variant="default"
                loading={seen.isPending}
                onClick={() => seen.mutate(undefined)}
              >
                {t('reports.seen')}
              </Button>
            </p>
          ) : null}
          {data.items.length === 0 ? (
            <section className="panel">
              <EmptyState
                icon={<CalendarClock size={22} strokeWidth={1.75} />}
                title={t('reports.empty')}
                body={t(mayPlan ? 'reports.emptyBody' : 'reports.emptyNone')}
              />
            </section>
          ) : (
            <ul className="report-list">
              {data.items.map((report) => (
                <ReportCard
                  key={report.id}
                  report={report}
                  onEdit={() => setDraft({ name: report.name, query: report.query, report })}
                />
              ))}
            </ul>
          )}
        </>
      )}
      {draft ? <ReportDialog key={draft.report?.id ?? 'new'} draft={draft} onClose={() => setDraft(null)} /> : null}
    </div>
  );
}
