import './people.css';
import '../enquiries/enquiries.css';
import { Button, TextInput } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus, Search, Users } from 'lucide-react';
import { useRef, useState } from 'react';
import { Person, PersonPage, type PersonHit } from '@anbu/contract';
import { api, keys, useAct, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import {
  DayInput,
  Dialog,
  EmptyState,
  errorProp,
  Form,
  FormActs,
  FormError,
  PageHeader,
  type Column,
  useFormErrors,
  VirtualTable,
} from '../../ui/index.ts';
import { PersonCell } from '../enquiries/person-cell.tsx';
import { SearchBox } from '../enquiries/search-box.tsx';

const route = getRouteApi('/app/people');

function useColumns(): readonly Column<PersonHit>[] {
  const t = useT();
  const time = useTime();
  return [
    { id: 'person', header: t('desk.col.person'), width: 320, cell: (row) => <PersonCell person={row} /> },
    { id: 'number', header: t('people.number'), width: 120, drop: 1, cell: (row) => row.number },
    { id: 'birth', header: t('people.birth'), width: 130, drop: 2, cell: (row) => row.birthDate ?? '' },
    {
      id: 'open',
      header: t('people.openEnquiries'),
      width: 140,
      cell: (row) =>
        row.openEnquiries > 0 ? (
          <span className="open-count">{t('common.count', { count: row.openEnquiries })}</span>
        ) : (
          <span className="text-2">–</span>
        ),
    },
    {
      id: 'last',
      header: t('people.lastContact'),
      width: 'auto',
      cell: (row) => <span className="text-2">{row.lastContactAt ? time.ago(row.lastContactAt) : '–'}</span>,
    },
  ];
}

export function PeoplePage() {
  const t = useT();
  const can = useCan();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/people' });
  const box = useRef<HTMLInputElement>(null);
  const [adding, setAdding] = useState(false);
  const query = search.q ? { q: search.q } : {};
  const list = usePages(keys.people.list(query), '/people', PersonPage, query);
  const columns = useColumns();
  const open = (row: PersonHit) => void navigate({ to: '/people/$personId', params: { personId: row.id }, search: {} });
  useShortcuts([{ keys: '/', label: t('shell.shortcut.search'), run: () => box.current?.focus() }]);
  return (
    <div className="page page-fill">
      <PageHeader
        title={t('shell.nav.people')}
        sub={t('people.sub')}
        hints={[
          { keys: '/', label: t('common.search') },
          { keys: 'J K', label: t('desk.key.move') },
        ]}
        primary={
          can('people.write') ? (
            <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
              {t('people.new')}
            </Button>
          ) : null
        }
      />
      <SearchBox
        ref={box}
        label={t('shell.search')}
        value={search.q ?? ''}
        onSearch={(q) => void navigate({ search: q ? { q } : {}, replace: true })}
      />
      <VirtualTable
        label={t('shell.nav.people')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
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
        empty={
          <EmptyState
            icon={search.q ? <Search size={22} strokeWidth={1.75} /> : <Users size={22} strokeWidth={1.75} />}
            title={search.q ? t('people.empty.search', { q: search.q }) : t('people.empty')}
            body={search.q ? t('people.empty.searchBody') : t('people.empty.body')}
            action={
              can('people.write') ? (
                <Button variant="default" onClick={() => setAdding(true)}>
                  {t('people.new')}
                </Button>
              ) : null
            }
          />
        }
      />
      {adding ? <NewPerson start={search.q ?? ''} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function NewPerson({ start, onClose }: { start: string; onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const isPhone = /^[\d\s+-]{8,}$/.test(start);
  const [name, setName] = useState(isPhone ? '' : start);
  const [phone, setPhone] = useState(isPhone ? start : '');
  const [birthDate, setBirthDate] = useState<string | null>(null);
  const create = useAct({
    run: (body: Record<string, string>, key) => api.post('/people', Person, body, { idempotencyKey: key }),
    refresh: [keys.people.all],
    showError: 'form',
    onDone: (person) => {
      onClose();
      void navigate({ to: '/people/$personId', params: { personId: person.id }, search: {} });
    },
  });
  const errors = useFormErrors(create.error, ['name', 'phone', 'birthDate']);
  return (
    <Dialog title={t('people.new')} onClose={onClose}>
      <Form
        label={t('people.new')}
        onSubmit={() =>
          create.mutate({
            ...(name.trim() ? { name: name.trim() } : {}),
            ...(phone.trim() ? { phone: phone.trim() } : {}),
            ...(birthDate ? { birthDate } : {}),
          })
        }
      >
        <TextInput
          label={t('common.name')}
          data-autofocus
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          {...errorProp(errors.field('name'))}
        />
        <TextInput
          label={t('common.phone')}
          type="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          {...errorProp(errors.field('phone'))}
        />
        <DayInput
          label={t('people.birth')}
          value={birthDate}
          onChange={setBirthDate}
          {...errorProp(errors.field('birthDate'))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={create.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
