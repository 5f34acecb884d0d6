import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { ImportKeptPage, type Import, type ImportKept } from '@anbu/contract';
import { api, keys, useAct, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ConfirmDialog, EmptyState, VirtualTable, type Column } from '../../ui/index.ts';

/** Takes back what the file has brought, as long as it may be. */
export function UndoImport({ job }: { job: Import }) {
  const t = useT();
  const time = useTime();
  const [asking, setAsking] = useState(false);
  const undo = useAct({
    run: (_: null, key) => api.post(`/imports/${job.id}/undo`, z.unknown(), {}, { idempotencyKey: key }),
    refresh: [keys.imports.all],
    onDone: () => setAsking(false),
    showError: 'form',
  });
  const { until, possible } = job.undo ?? { until: null, possible: false };
  if (until === null) return null;
  return (
    <>
      <span id="undo-until" className="text-2">
        {possible ? t('import.undo.until', { date: time.when(until) }) : t('import.undo.over')}
      </span>
      <Button variant="default" disabled={!possible} aria-describedby="undo-until" onClick={() => setAsking(true)}>
        {t('import.undo')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('import.undo.title')}
        body={t('import.undo.body')}
        confirm={t('import.undo')}
        busy={undo.isPending}
        error={undo.error}
        onConfirm={() => undo.mutate(null)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** Who took it back and when, and the rows of which something stays. */
export function Undone({ job }: { job: Import }) {
  const t = useT();
  const time = useTime();
  const { at, by, kept } = job.undo!;
  return (
    <>
      <div className="import-done" role="status">
        <strong>{t('import.undone')}</strong>{' '}
        {t('import.undoneBody', { name: by ?? '', when: time.when(at ?? ''), kept })}
      </div>
      {kept > 0 ? <KeptRows job={job} /> : null}
    </>
  );
}

function KeptRows({ job }: { job: Import }) {
  const t = useT();
  const list = usePages([...keys.imports.detail(job.id), 'kept'], `/imports/${job.id}/kept`, ImportKeptPage, {});
  const person = (row: ImportKept) =>
    row.personId ? (
      <Link to="/people/$personId" params={{ personId: row.personId }}>
        {t('import.kept.person')}
      </Link>
    ) : null;
  const columns: readonly Column<ImportKept>[] = [
    { id: 'row', header: t('import.report.row'), width: 90, cell: (row) => row.row.toLocaleString(t.locale) },
    {
      id: 'reason',
      header: t('import.report.reason'),
      width: 'auto',
      cell: (row) => <span className="clip">{row.text}</span>,
    },
    { id: 'person', header: t('import.kept.person'), width: 140, cell: person },
  ];
  return (
    <section className="import-kept">
      <h2>{t('import.kept')}</h2>
      <VirtualTable
        label={t('import.kept')}
        list={list}
        columns={columns}
        rowId={(row) => String(row.row)}
        rowHeight={36}
        card={{
          height: 84,
          content: (row) => (
            <div className="import-card">
              <strong>
                {t('import.report.row')} {row.row}
              </strong>
              {person(row)}
              <span>{row.text}</span>
            </div>
          ),
        }}
        empty={<EmptyState title={t('import.report.empty')} />}
      />
    </section>
  );
}
