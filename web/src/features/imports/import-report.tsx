import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { ImportOutcome, ImportReport, type Import, type ImportRow } from '@anbu/contract';
import { keys, usePages } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { EmptyState, VirtualTable, type Column } from '../../ui/index.ts';

const OUTCOMES = ImportOutcome.options;
type Outcome = (typeof OUTCOMES)[number];

/** What becomes, or became, of each row; the rejected ones first, with column, value and reason. */
export function ImportReportTable({ job }: { job: Import }) {
  const t = useT();
  const [outcome, setOutcome] = useState<Outcome | undefined>(job.counts?.rejected ? 'rejected' : undefined);
  const query = { outcome };
  const list = usePages(keys.imports.report(job.id, query), `/imports/${job.id}/report`, ImportReport, query);
  const columns: readonly Column<ImportRow>[] = [
    { id: 'row', header: t('import.report.row'), width: 90, cell: (row) => row.row.toLocaleString(t.locale) },
    {
      id: 'outcome',
      header: t('import.report.outcome'),
      width: 170,
      cell: (row) => (
        <span className={row.outcome === 'rejected' ? 'text-late' : row.level === 'warning' ? 'text-soon' : ''}>
          {t(`import.counts.${row.outcome}`)}
        </span>
      ),
    },
    { id: 'column', header: t('import.report.column'), width: 140, cell: (row) => row.column },
    {
      id: 'value',
      header: t('import.report.value'),
      width: 180,
      cell: (row) => <span className="clip">{row.value}</span>,
    },
    {
      id: 'reason',
      header: t('import.report.reason'),
      width: 'auto',
      cell: (row) => (
        <span className="clip">{row.code ? t.code(row.code, row.params ?? {}, row.text ?? row.code) : ''}</span>
      ),
    },
  ];
  return (
    <section className="import-report">
      <div className="import-head">
        <h2>{t('import.report')}</h2>
        <SegmentedControl
          aria-label={t('import.report.filter')}
          size="xs"
          data={[
            { value: '', label: t('common.all') },
            ...OUTCOMES.map((each) => ({ value: each, label: t(`import.counts.${each}`) })),
          ]}
          value={outcome ?? ''}
          onChange={(value) => setOutcome(OUTCOMES.find((each) => each === value))}
        />
      </div>
      <VirtualTable
        label={t('import.report')}
        list={list}
        columns={columns}
        rowId={(row) => `${row.row}.${row.column ?? ''}.${row.code ?? ''}`}
        rowHeight={36}
        card={{
          height: 84,
          content: (row) => (
            <div className="import-card">
              <strong>
                {t('import.report.row')} {row.row}
              </strong>
              <span>{t(`import.counts.${row.outcome}`)}</span>
              <span className="text-2">{[row.column, row.value, row.text].filter(Boolean).join(' · ')}</span>
            </div>
          ),
        }}
        empty={<EmptyState title={t('import.report.empty')} />}
      />
    </section>
  );
}
