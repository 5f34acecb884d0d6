import './people.css';
import '../enquiries/enquiries.css';
import { Button } from '@mantine/core';
import { getRouteApi, Navigate, useNavigate } from '@tanstack/react-router';
import { Plus, Search, Users } from 'lucide-react';
import { useRef, useState } from 'react';
import { PersonPage, STANDARD_PEOPLE_COLUMNS, type PersonRow } from '@anbu/contract';
import { keys, useCan, usePages } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { EmptyState, PageHeader, useNarrow, VirtualTable } from '../../ui/index.ts';
import { PersonCell } from '../enquiries/person-cell.tsx';
import { ColumnsDialog } from '../views/columns-dialog.tsx';
import { ListActs } from '../views/list-acts.tsx';
import { ExportDialog } from '../views/export-dialog.tsx';
import { exportQuery, searchOf } from '../views/list-filters.ts';
import { StartView, ViewIssues } from '../views/view-issues.tsx';
import { useListColumns } from './list-columns.tsx';
import { NewPerson } from './new-person.tsx';
import { PeopleBar } from './people-bar.tsx';
import { usePeopleFilters, type PeopleFilters, type PeopleSearch } from './use-people-filters.ts';

const route = getRouteApi('/app/people');

/** Everybody, by any cut; it begins with the view that the user starts with. */
export function PeoplePage() {
  return (
    <StartView
      list="people"
      search={route.useSearch()}
      onStart={(view) => <Navigate to="/people" search={searchOf(view) as PeopleSearch} replace />}
    >
      <People />
    </StartView>
  );
}

function People() {
  const t = useT();
  const can = useCan();
  const narrow = useNarrow();
  const navigate = useNavigate({ from: '/people' });
  const filters = usePeopleFilters();
  const box = useRef<HTMLInputElement>(null);
  const [dialog, setDialog] = useState<'new' | 'columns' | 'export' | null>(null);
  const list = usePages(keys.people.list(filters.query), '/people', PersonPage, filters.query);
  const columns = useListColumns(filters.columns);
  const open = (row: PersonRow) => void navigate({ to: '/people/$personId', params: { personId: row.id }, search: {} });
  useShortcuts([{ keys: '/', label: t('shell.shortcut.search'), run: () => box.current?.focus() }]);
  const close = () => setDialog(null);
  return (
    <div className="page page-fill">
      <PageHeader
        title={t('shell.nav.people')}
        sub={narrow ? null : t('people.sub')}
        hints={[
          { keys: '/', label: t('common.search') },
          { keys: 'J K', label: t('desk.key.move') },
        ]}
        primary={
          can('people.write') ? (
            <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setDialog('new')}>
              {t('people.new')}
            </Button>
          ) : null
        }
      />
      <PeopleBar filters={filters} box={box} acts={<ListActs mayExport={can('people.export')} onOpen={setDialog} />} />
      <ViewIssues filters={filters} />
      <VirtualTable
        label={t('shell.nav.people')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        keepAll={filters.columns !== STANDARD_PEOPLE_COLUMNS}
        onOpen={open}
        card={{
          height: 74,
          content: (row) => (
            <div className="row-card-line">
              <PersonCell person={row} />
              {row.openEnquiries > 0 ? (
                <span className="open-count">{t('shell.palette.openEnquiries', { count: row.openEnquiries })}</span>
              ) : null}
            </div>
          ),
        }}
        empty={<Nobody filters={filters} onNew={() => setDialog('new')} />}
      />
      {dialog === 'new' ? <NewPerson start={filters.query.q ?? ''} onClose={close} /> : null}
      {dialog === 'columns' ? <ColumnsDialog filters={filters} onClose={close} /> : null}
      {dialog === 'export' ? (
        <ExportDialog list="people" query={exportQuery(filters.kept)} columns={filters.columns} onClose={close} />
      ) : null}
    </div>
  );
}

function Nobody({ filters, onNew }: { filters: PeopleFilters; onNew: () => void }) {
  const t = useT();
  const can = useCan();
  const { q } = filters.query;
  if (filters.count > 0) {
    return (
      <EmptyState
        icon={<Search size={22} strokeWidth={1.75} />}
        title={t('people.empty.filters')}
        body={t('people.empty.filtersBody')}
        action={
          <Button variant="default" onClick={filters.clear}>
            {t('common.clearFilters')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={q ? <Search size={22} strokeWidth={1.75} /> : <Users size={22} strokeWidth={1.75} />}
      title={q ? t('people.empty.search', { q }) : t('people.empty')}
      body={q ? t('people.empty.searchBody') : t('people.empty.body')}
      action={
        can('people.write') ? (
          <Button variant="default" onClick={onNew}>
            {t('people.new')}
          </Button>
        ) : null
      }
    />
  );
}
