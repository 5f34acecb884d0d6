import './statuses.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { StatusLabelPage } from '@anbu/contract';
import { api, keys, useStatuses } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { ButtonLink, ErrorState, LoadingRows, PageHeader, StatusBadge } from '../../../ui/index.ts';

const STAGES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** For the wall, A4: each of the 21 with its next rule, and the names that it was called before. */
export function SheetPage() {
  const t = useT();
  const { importId } = useParams({ from: '/app/imports/$importId/sheet' });
  const statuses = useStatuses();
  const labels = useQuery({
    queryKey: keys.imports.labels(importId),
    queryFn: ({ signal }) => api.get(`/imports/${importId}/status-mapping`, StatusLabelPage, { signal }),
  });
  if (labels.error) return <ErrorState error={labels.error} onRetry={() => void labels.refetch()} />;
  if (labels.isPending || statuses.length === 0) return <LoadingRows rows={21} />;
  const { items } = labels.data;
  const namesOf = (code: string) => items.filter((label) => meaning(label) === code).map(({ label }) => label);
  const mixed = items.filter((label) => meaning(label) === null && label.label !== '').map(({ label }) => label);
  return (
    <div className="page page-narrow assistant-sheet">
      <PageHeader
        title={t('assistant.sheet.title')}
        aside={
          <ButtonLink variant="default" to="/imports/$importId/statuses" params={{ importId }}>
            {t('assistant.title')}
          </ButtonLink>
        }
        primary={<Button onClick={() => window.print()}>{t('assistant.sheet.print')}</Button>}
      />
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('assistant.sheet.status')}</th>
            <th scope="col">{t('assistant.sheet.next')}</th>
            <th scope="col">{t('assistant.sheet.old')}</th>
          </tr>
        </thead>
        {STAGES.map((stage) => (
          <tbody key={stage}>
            <tr>
              <th colSpan={3} scope="rowgroup">
                {t(`settings.stage.${stage}`)}
              </th>
            </tr>
            {statuses
              .filter((status) => status.stage === stage)
              .map((status) => (
                <tr key={status.code}>
                  <th scope="row">
                    {status.order}. <StatusBadge status={status.code} />
                  </th>
                  <td>{status.clock[t.language]}</td>
                  <td>{namesOf(status.code).join(' · ')}</td>
                </tr>
              ))}
          </tbody>
        ))}
      </table>
      {mixed.length > 0 ? <p>{t('assistant.sheet.byRow', { labels: mixed.join(' · ') })}</p> : null}
    </div>
  );
}

/** The one status of a name: as it was decided, or as all its rows are read; null where they differ. */
function meaning({ decided, split }: { decided: string | null; split: readonly { code: string }[] }): string | null {
  if (decided !== null && decided !== 'by-row') return decided;
  return split.length === 1 ? (split[0]?.code ?? null) : null;
}
