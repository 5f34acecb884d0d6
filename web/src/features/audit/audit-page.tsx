import './audit.css';
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { AuditPage as AuditView, type AuditEntry } from '@anbu/contract';
import { keys, usePages } from '../../api/index.ts';
import { startOfDay, useT, useTime } from '../../i18n/index.ts';
import { EmptyState, PageHeader, SideDialog, VirtualTable, type Column } from '../../ui/index.ts';
import { actorName } from './actor-name.ts';
import { AuditFilters } from './audit-filters.tsx';
import { ChainCheck, VerifyButton } from './chain-check.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { SummaryPanel } from './summary-panel.tsx';

type Time = ReturnType<typeof useTime>;

function useColumns(time: Time): readonly Column<AuditEntry>[] {
  const t = useT();
  return [
    { id: 'when', header: t('audit.when'), width: 168, cell: (entry) => time.when(entry.at) },
    {
      id: 'who',
      header: t('audit.who'),
      width: 150,
      cell: (entry) => <span className="clip">{actorName(t, entry)}</span>,
    },
    { id: 'what', header: t('audit.what'), width: 'auto', cell: (entry) => <span className="clip">{entry.text}</span> },
    { id: 'whom', header: t('audit.whom'), width: 190, cell: (entry) => <Whom entry={entry} /> },
    {
      id: 'from',
      header: t('audit.from'),
      width: 140,
      drop: 1,
      cell: (entry) => <span className="text-2">{entry.address}</span>,
    },
  ];
}

/** The person by name; of several the first, and how many more. */
function Whom({ entry }: { entry: AuditEntry }) {
  const t = useT();
  const { person, personIds } = entry;
  if (personIds.length === 0) return null;
  if (!person) return <span className="text-2">{t('audit.peopleCount', { count: personIds.length })}</span>;
  const name = person.name ?? t('people.numberIs', { number: person.number });
  if (personIds.length > 1) {
    return <span className="clip">{t('audit.whomMore', { name, count: personIds.length - 1 })}</span>;
  }
  return (
    <Link className="clip" to="/people/$personId" params={{ personId: person.id }} search={{}}>
      {name}
    </Link>
  );
}

export function AuditPage() {
  const t = useT();
  const time = useTime();
  const search = useSearch({ from: '/app/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const query = {
    userId: search.user,
    personId: search.person,
    entityId: search.entity,
    action: search.action,
    from: search.from ? startOfDay(search.from, time.zone) : undefined,
    to: search.to ? startOfDay(search.to, time.zone, 1) : undefined,
  };
  const list = usePages(keys.audit.list(query), '/audit', AuditView, query);
  return (
    <div className="page page-fill">
      <PageHeader title={t('audit.title')} sub={t('audit.sub')} primary={<VerifyButton />} />
      <ChainCheck />
      <AuditFilters />
      <SummaryPanel
        query={{ userId: query.userId, action: query.action, from: query.from, to: query.to }}
        onUser={(user) => void navigate({ search: (before) => ({ ...before, user }), replace: true })}
      />
      <VirtualTable
        label={t('audit.table')}
        list={list}
        columns={useColumns(time)}
        rowId={(entry) => entry.id}
        rowHeight={36}
        onOpen={setOpened}
        card={{
          height: 92,
          content: (entry) => (
            <div className="audit-card">
              <strong>{actorName(t, entry)}</strong>
              <span className="text-2">{time.when(entry.at)}</span>
              <span className="audit-card-text clip">{entry.text}</span>
              <span className="text-2">
                <Whom entry={entry} />
              </span>
            </div>
          ),
        }}
        empty={
          <EmptyState
            icon={<ScrollText size={22} strokeWidth={1.75} />}
            title={t('audit.empty')}
            body={t('audit.emptyBody')}
            action={
              <Button variant="default" onClick={() => void navigate({ search: {} })}>
                {t('common.clearFilters')}
              </Button>
            }
          />
        }
      />
      {opened ? (
        <SideDialog title={t('audit.detail')} size={440} onClose={() => setOpened(null)}>
          <EntryDetail entry={opened} />
        </SideDialog>
      ) : null}
    </div>
  );
}
