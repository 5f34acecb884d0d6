import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { StatusLabelPage, type Import, type StatusCode } from '@anbu/contract';
import { api, keys, useAct, useStatuses } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ErrorState, Form, FormError, LoadingRows, ScrollX } from '../../ui/index.ts';

type Label = z.output<typeof StatusLabelPage>['items'][number];

/** Below it a proposal is one to think about, not one to take with the others. */
const SURE = 0.6;

function sureOf({ proposals: [best] }: Label): StatusCode | null {
  return best && best.confidence >= SURE ? best.code : null;
}

/** Home-made statuses of the file beside the 21 governed ones: each gets one, proposed with how sure that is. */
export function StatusLabels({ job }: { job: Import }) {
  const labels = useQuery({
    queryKey: [...keys.imports.detail(job.id), 'status-mapping'],
    queryFn: ({ signal }) =>
      api.get(`/imports/${job.id}/status-mapping`, StatusLabelPage, { query: { limit: 200 }, signal }),
  });
  if (labels.error) return <ErrorState error={labels.error} onRetry={() => void labels.refetch()} />;
  if (labels.isPending) return <LoadingRows rows={3} />;
  const asked = labels.data.items.filter((label) => !label.governed);
  if (asked.length === 0) return null;
  return <LabelForm key={asked.map((label) => label.decided).join()} job={job} labels={asked} />;
}

function LabelForm({ job, labels }: { job: Import; labels: readonly Label[] }) {
  const t = useT();
  const statuses = useStatuses();
  const [decided, setDecided] = useState<Readonly<Record<string, StatusCode | null>>>(
    Object.fromEntries(labels.map(({ label, decided }) => [label, decided === 'by-row' ? null : decided])),
  );
  const left = labels.filter((label) => label.needed > 0 && !decided[label.label]).length;
  const save = useAct({
    run: () =>
      api.put(`/imports/${job.id}/status-mapping`, z.unknown(), {
        items: labels.map((label) => {
          const code = decided[label.label] ?? null;
          const proposal = label.proposals.find((each) => each.code === code);
          return {
            label: label.label,
            decided: code,
            ...(proposal?.invalidKind ? { invalidKind: proposal.invalidKind } : {}),
            ...(proposal?.holdReasons ? { holdReasons: proposal.holdReasons } : {}),
          };
        }),
      }),
    refresh: [keys.imports.all],
    done: t('common.saved'),
    showError: 'form',
  });
  const acceptAll = () =>
    setDecided(Object.fromEntries(labels.map((label) => [label.label, decided[label.label] ?? sureOf(label)])));
  return (
    <section className="panel panel-body">
      <Form onSubmit={() => save.mutate(null)} label={t('import.labels.title')}>
        <div className="import-head">
          <div>
            <h2>{t('import.labels.title')}</h2>
            <p className="text-2">{t('import.labels.sub')}</p>
          </div>
          {left > 0 ? (
            <Button variant="light" onClick={acceptAll}>
              {t('import.labels.acceptAll')}
            </Button>
          ) : null}
        </div>
        <FormError error={save.error} />
        <ScrollX className="table-scroll" tabIndex={0} role="region" aria-label={t('import.labels.title')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('import.labels.label')}</th>
                <th scope="col">{t('import.labels.count')}</th>
                <th scope="col">{t('import.labels.status')}</th>
                <th scope="col">{t('import.report.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {labels.map((label) => {
                const [best] = label.proposals;
                return (
                  <tr key={label.label}>
                    <th scope="row">{label.label}</th>
                    <td>{label.count.toLocaleString(t.locale)}</td>
                    <td className="import-field">
                      <Select
                        aria-label={t('import.labels.statusOf', { label: label.label })}
                        placeholder={t('import.labels.byRow')}
                        data={statuses.map((status) => ({ value: status.code, label: status.names[t.language] }))}
                        value={decided[label.label] ?? null}
                        onChange={(code) =>
                          setDecided({
                            ...decided,
                            [label.label]: statuses.find((status) => status.code === code)?.code ?? null,
                          })
                        }
                        searchable
                        clearable
                        clearButtonProps={{ 'aria-label': t('common.clear') }}
                      />
                    </td>
                    <td className="text-2">
                      {best
                        ? `${t('import.labels.sure', { percent: Math.round(best.confidence * 100) })} · ${best.why.text}`
                        : ''}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollX>
        <div className="form-acts">
          {left > 0 ? <span className="text-soon">{t('import.labels.left', { count: left })}</span> : null}
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('import.labels.save')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
