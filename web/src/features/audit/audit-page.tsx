import './audit.css';
import { Button, Drawer, Pill, Select } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { AuditPage as AuditView, type AuditEntry } from '@anbu/contract';
import { keys, usePages, useUsers } from '../../api/index.ts';
import { startOfDay, useT, useTime } from '../../i18n/index.ts';
import { DayInput, EmptyState, PageHeader, VirtualTable, type Column } from '../../ui/index.ts';
import { actionKey, AUDIT_ACTIONS } from './actions.ts';
import { actorName } from './actor-name.ts';
import { ChainCheck, VerifyButton } from './chain-check.tsx';
import { EntryDetail } from './entry-detail.tsx';

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
    { id: 'whom', header: t('audit.whom'), width: 150, cell: (entry) => <Whom entry={entry} /> },
    {
      id: 'from',
      header: t('audit.from'),
      width: 140,
      from: 1200,
      cell: (entry) => <span className="text-2">{entry.address}</span>,
    },
  ];
}

function Whom({ entry }: { entry: AuditEntry }) {
  const t = useT();
  const [first] = entry.personIds;
  if (!first) return null;
  if (entry.personIds.length > 1) {
    return <span className="text-2">{t('audit.peopleCount', { count: entry.personIds.length })}</span>;
  }
  return (
    <Link to="/people/$personId" params={{ personId: first }} search={{}}>
      {t('audit.openPerson')}
    </Link>
  );
}

export function AuditPage() {
  const t = useT();
  const time = useTime();
  const search = useSearch({ from: '/app/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const users = useUsers();
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
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <div className="page page-fill">
      <PageHeader title={t('audit.title')} sub={t('audit.sub')} primary={<VerifyButton />} />
      <ChainCheck />
      <div className="form-line" role="search">
        <Select
          aria-label={t('audit.filter.user')}
          placeholder={t('audit.filter.anyone')}
          data={users.map((user) => ({ value: user.id, label: user.name }))}
          value={search.user ?? null}
          onChange={(user) => set({ user: user ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          w={170}
        />
        <Select
          aria-label={t('audit.filter.action')}
          placeholder={t('audit.filter.anything')}
          data={AUDIT_ACTIONS.map((action) => ({ value: action, label: t(actionKey(action), { people: '' }) }))}
          value={search.action ?? null}
          onChange={(action) => set({ action: action ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          w={260}
        />
        <DayInput
          aria-label={t('audit.filter.from')}
          value={search.from ?? null}
          onChange={(from) => set({ from: from ?? undefined })}
        />
        <DayInput
          aria-label={t('audit.filter.to')}
          value={search.to ?? null}
          onChange={(to) => set({ to: to ?? undefined })}
        />
        {search.person ? (
          <FilterPill label={t('audit.filter.person')} onRemove={() => set({ person: undefined })} />
        ) : null}
        {search.entity ? (
          <FilterPill label={t('audit.filter.entity')} onRemove={() => set({ entity: undefined })} />
        ) : null}
      </div>
      <VirtualTable
        label={t('audit.table')}
        list={list}
        columns={useColumns(time)}
        rowId={(entry) => entry.id}
        rowHeight={36}
        onOpen={setOpened}
        card={{
          height: 76,
          content: (entry) => (
            <div className="audit-card">
              <strong>{actorName(t, entry)}</strong>
              <span className="text-2">{time.when(entry.at)}</span>
              <span className="audit-card-text">{entry.text}</span>
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
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        size={440}
        title={<strong>{t('audit.detail')}</strong>}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {opened ? <EntryDetail entry={opened} /> : null}
      </Drawer>
    </div>
  );
}

function FilterPill({ label, onRemove }: { label: string; onRemove: () => void }) {
  const t = useT();
  return (
    <Pill
      size="lg"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': t('audit.filter.remove', { filter: label }) }}
    >
      {label}
    </Pill>
  );
}
