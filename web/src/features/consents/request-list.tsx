import { NativeSelect } from '@mantine/core';
import { FileQuestion } from 'lucide-react';
import { useState } from 'react';
import type { DataRequest } from '@anbu/contract';
import { DataRequestPage } from '@anbu/contract';
import { keys, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, focusSelectedRow, VirtualTable, type Column } from '../../ui/index.ts';
import { RequestDialog } from './request-dialog.tsx';

const SHOWN = ['open', 'mine', 'nobody', 'settled'] as const;
type Shown = (typeof SHOWN)[number];
const QUERY = {
  open: { state: 'open' },
  mine: { state: 'open', owner: 'me' },
  nobody: { state: 'open', owner: 'none' },
  settled: { state: 'settled' },
} as const;

/** Who asked for what of her data, and how many of the ten days are left. */
export function RequestList() {
  const t = useT();
  const time = useTime();
  const [shown, setShown] = useState<Shown>('open');
  const [openedId, setOpenedId] = useState<string | null>(null);
  const list = usePages(keys.privacy.requests(shown), '/data-requests', DataRequestPage, QUERY[shown]);
  const settled = shown === 'settled';
  const when = (row: DataRequest) => {
    if (row.settledAt) return time.when(row.settledAt);
    const words = t('consents.request.due', { day: time.day(time.dayOf(row.dueAt)) });
    return (
      <span className={row.late ? 'text-late' : undefined}>{row.late ? t('privacy.late', { words }) : words}</span>
    );
  };
  const columns: readonly Column<DataRequest>[] = [
    { id: 'when', header: t(settled ? 'privacy.settledAt' : 'privacy.due'), width: 190, cell: when },
    {
      id: 'who',
      header: t('privacy.person'),
      width: 150,
      cell: (row) => <span className="clip">{row.personName}</span>,
    },
    { id: 'what', header: t('privacy.what'), width: 220, cell: (row) => t(`consents.request.${row.kind}`) },
    {
      id: 'words',
      header: t(settled ? 'privacy.given' : 'privacy.wish'),
      width: 'auto',
      cell: (row) => <span className="clip text-2">{settled ? row.answer : row.wish}</span>,
    },
    {
      id: 'owner',
      header: t('privacy.owner'),
      width: 130,
      cell: (row) => <span className="clip">{row.settledByName ?? row.ownerName ?? t('privacy.nobody')}</span>,
    },
  ];
  const opened = list.items.find(({ id }) => id === openedId);
  return (
    <>
      <div className="filter-row">
        <NativeSelect
          label={t('privacy.show')}
          value={shown}
          onChange={(event) => setShown(SHOWN.find((one) => one === event.currentTarget.value) ?? 'open')}
          data={SHOWN.map((value) => ({ value, label: t(`privacy.show.${value}`) }))}
        />
      </div>
      <VirtualTable
        label={t('privacy.requests')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowHeight={36}
        tone={(row) => (row.late ? 'late' : undefined)}
        onOpen={(row) => setOpenedId(row.id)}
        empty={
          <EmptyState
            icon={<FileQuestion size={22} strokeWidth={1.75} />}
            title={t('privacy.requests.empty')}
            body={t('privacy.requests.emptyBody')}
          />
        }
        card={{
          height: 84,
          content: (row) => (
            <div className="privacy-card">
              <strong className="clip">
                {[row.personName, t(`consents.request.${row.kind}`)].filter(Boolean).join(' · ')}
              </strong>
              <span>{when(row)}</span>
              <span className="clip text-2">{row.settledByName ?? row.ownerName ?? t('privacy.nobody')}</span>
            </div>
          ),
        }}
      />
      {opened ? (
        <RequestDialog
          request={opened}
          onClose={() => {
            setOpenedId(null);
            focusSelectedRow();
          }}
        />
      ) : null}
    </>
  );
}
