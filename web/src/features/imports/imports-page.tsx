import './imports.css';
import { Button, Radio } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Database, FileUp } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { ImportAccepted, ImportPage as ImportList, type Import } from '@anbu/contract';
import { api, keys, useAct, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, Form, FormError, PageHeader, VirtualTable, type Column } from '../../ui/index.ts';
import { KnownMappings } from './known-mappings.tsx';
import { standingOf } from './steps.ts';

type Kind = Import['kind'];
const KINDS = ['people', 'enquiries', 'consents'] as const satisfies readonly Kind[];

export function ImportsPage() {
  const t = useT();
  const time = useTime();
  const navigate = useNavigate();
  const list = usePages(keys.imports.list, '/imports', ImportList);
  const columns: readonly Column<Import>[] = [
    {
      id: 'file',
      header: t('import.file'),
      width: 'auto',
      cell: (row) => <span className="clip">{row.fileName}</span>,
    },
    { id: 'kind', header: t('import.kind'), width: 150, cell: (row) => t(`import.kind.${row.kind}`) },
    { id: 'state', header: t('common.status'), width: 130, cell: (row) => <State row={row} /> },
    {
      id: 'rows',
      header: t('import.counts.rows'),
      width: 110,
      align: 'end',
      cell: (row) => (row.counts ? row.counts.rows.toLocaleString(t.locale) : '–'),
    },
    { id: 'when', header: t('common.when'), width: 150, cell: (row) => time.when(row.createdAt) },
  ];
  const open = (row: Import) => void navigate({ to: '/imports/$importId', params: { importId: row.id } });
  return (
    <div className="page page-fill">
      <PageHeader title={t('import.title')} sub={t('import.sub')} />
      <Upload />
      <KnownMappings />
      <h2>{t('import.history')}</h2>
      <VirtualTable
        label={t('import.history')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowHeight={36}
        onOpen={open}
        card={{
          height: 70,
          content: (row) => (
            <div className="import-card">
              <strong className="clip">{row.fileName}</strong>
              <State row={row} />
              <span className="text-2">
                {t(`import.kind.${row.kind}`)} · {time.when(row.createdAt)}
              </span>
            </div>
          ),
        }}
        empty={
          <EmptyState
            icon={<Database size={22} strokeWidth={1.75} />}
            title={t('import.history.empty')}
            body={t('import.history.emptyBody')}
          />
        }
      />
    </div>
  );
}

function State({ row }: { row: Import }) {
  const t = useT();
  const tone = row.state === 'failed' ? 'text-late' : row.state === 'waiting' ? 'text-soon' : '';
  return <span className={tone}>{t(`import.state.${standingOf(row)}`)}</span>;
}

function Upload() {
  const t = useT();
  const navigate = useNavigate();
  const picker = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<Kind>('people');
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  const upload = useAct({
    run: ({ chosen, of }: { chosen: File; of: Kind }, key) => {
      const form = new FormData();
      // Fields before the file: the server reads the stream in order. Here nothing is entered before somebody has seen it.
      form.set('kind', of);
      form.set('dryRun', 'true');
      form.set('file', chosen);
      return api.post('/imports', ImportAccepted, form, { idempotencyKey: key });
    },
    refresh: [keys.imports.all],
    onDone: ({ id }) => void navigate({ to: '/imports/$importId', params: { importId: id } }),
    showError: 'form',
  });
  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    setFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    <section className="panel panel-body">
      <Form
        label={t('import.new')}
        onSubmit={() => (file ? upload.mutate({ chosen: file, of: kind }) : picker.current?.click())}
      >
        <FormError error={upload.error} />
        <Radio.Group
          label={t('import.kind')}
          value={kind}
          onChange={(value) => setKind(KINDS.find((each) => each === value) ?? 'people')}
        >
          <div className="import-kinds">
            {KINDS.map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(`import.kind.${each}`)}
                description={t(`import.kind.${each}Hint`)}
              />
            ))}
          </div>
        </Radio.Group>
        <div
          className={over ? 'import-drop is-over' : 'import-drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={handleDrop}
        >
          <FileUp size={22} strokeWidth={1.75} aria-hidden />
          <div className="import-drop-words">
            <strong>{file?.name ?? t('import.drop')}</strong>
            <span className="text-2">{t('import.fileHint')}</span>
          </div>
          <label className="import-choose">
            <input
              ref={picker}
              type="file"
              className="visually-hidden"
              accept=".xlsx,.csv,.tsv,.txt,text/csv,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
              onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
            />
            {t('import.choose')}
          </label>
        </div>
        <div className="form-acts">
          <Button type="submit" loading={upload.isPending}>
            {t('import.upload')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
