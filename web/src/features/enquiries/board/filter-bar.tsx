import { Button, Checkbox, SegmentedControl, Select } from '@mantine/core';
import { SlidersHorizontal } from 'lucide-react';
import { useState, type Ref } from 'react';
import { HOLD_REASONS } from '@anbu/contract';
import { useCan, useInterests, useSourceChannels, useUsers } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { useNarrow } from '../../../ui/index.ts';
import { SearchBox } from '../search-box.tsx';
import { GROUPS, groupOf } from './groups.ts';
import { useCounts, type EnquiriesSearch, type Filters } from './use-filters.ts';

export function FilterBar({ filters, box }: { filters: Filters; box: Ref<HTMLInputElement> }) {
  const t = useT();
  const can = useCan();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="filter-line">
        {can('people.read') ? (
          <SearchBox
            ref={box}
            label={t('shell.search')}
            value={filters.query.q ?? ''}
            onSearch={(q) => filters.set({ q: q || undefined })}
          />
        ) : null}
        <SegmentedControl
          size="sm"
          aria-label={t('desk.board.view')}
          value={filters.view}
          onChange={(view) => filters.set({ view: view === 'board' ? 'board' : undefined })}
          data={[
            { value: 'list', label: t('desk.board.list') },
            { value: 'board', label: t('desk.board.board') },
          ]}
        />
        {filters.view === 'list' ? <Sort filters={filters} /> : null}
        <Button
          variant={filters.count > 0 ? 'light' : 'default'}
          leftSection={<SlidersHorizontal size={15} aria-hidden />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {filters.count > 0 ? t('desk.board.filtersOn', { count: filters.count }) : t('desk.board.filters')}
        </Button>
      </div>
      {open ? <Fields filters={filters} /> : null}
      {filters.view === 'list' ? (
        <Chips filters={filters} wrap={!narrow} />
      ) : (
        <div className="chips">
          <LateChip filters={filters} />
        </div>
      )}
    </>
  );
}

function Chips({ filters, wrap }: { filters: Filters; wrap: boolean }) {
  const t = useT();
  const counts = useCounts(filters);
  const current = groupOf(filters.query.status);
  const count = (statuses: readonly string[]) =>
    counts?.statuses.filter((each) => statuses.includes(each.status)).reduce((sum, each) => sum + each.count, 0);
  const shown = (value: number | undefined) => (value === undefined ? '' : t.number(value));
  const total = counts?.statuses.reduce((sum, each) => sum + each.count, 0);
  return (
    <div className={wrap ? 'chips chips-wrap' : 'chips'} role="group" aria-label={t('common.status')}>
      <button
        type="button"
        className="chip"
        aria-pressed={current === 'all'}
        onClick={() => filters.set({ status: undefined })}
      >
        {t('common.all')} <b>{total === undefined ? '' : t.number(total)}</b>
      </button>
      {GROUPS.map((group) => (
        <button
          type="button"
          key={group.code}
          className="chip chip-family"
          style={{ ['--family' as string]: `var(--family-${group.family})` }}
          aria-pressed={current === group.code}
          onClick={() => filters.set({ status: current === group.code ? undefined : group.statuses.join(',') })}
        >
          {t(`desk.group.${group.code}`)} <b>{shown(count(group.statuses))}</b>
        </button>
      ))}
      <LateChip filters={filters} />
    </div>
  );
}

function LateChip({ filters }: { filters: Filters }) {
  const t = useT();
  const counts = useCounts(filters);
  return (
    <button
      type="button"
      className="chip chip-late"
      aria-pressed={filters.query.late === true}
      onClick={() => filters.set({ late: filters.query.late ? undefined : true })}
    >
      {t('desk.board.late')} <b>{counts ? t.number(counts.late) : ''}</b>
    </button>
  );
}

function Sort({ filters }: { filters: Filters }) {
  const t = useT();
  const sorts = ['-receivedAt', 'receivedAt', 'dueAt', '-statusSince'] as const;
  return (
    <Select
      w={150}
      aria-label={t('desk.board.sort')}
      allowDeselect={false}
      data={sorts.map((value) => ({ value, label: t(`desk.sort.${value}`) }))}
      value={filters.query.sort ?? '-receivedAt'}
      onChange={(value) => {
        const sort = sorts.find((each) => each === value);
        filters.set({ sort: sort === '-receivedAt' ? undefined : sort });
      }}
    />
  );
}

type Named = 'owner' | 'sourceChannel' | 'interest' | 'likelihood' | 'holdReason' | 'patientKind' | 'cohortMonth';

function Fields({ filters }: { filters: Filters }) {
  const t = useT();
  const time = useTime();
  const users = useUsers();
  const channels = useSourceChannels();
  const interests = useInterests();
  const named = (items: readonly { code: string; names: Record<'ko' | 'en' | 'zh', string> }[]) =>
    items.map((item) => ({ value: item.code, label: item.names[t.language] }));
  const options: [Named, string, { value: string; label: string }[]][] = [
    ['owner', t('common.owner'), users.map((user) => ({ value: user.id, label: user.name }))],
    ['sourceChannel', t('desk.channel'), named(channels)],
    ['interest', t('desk.interests'), named(interests)],
    [
      'likelihood',
      t('enquiries.likelihood'),
      (['H', 'M', 'L'] as const).map((value) => ({ value, label: t(`enquiries.likelihood.${value}`) })),
    ],
    [
      'holdReason',
      t('desk.hold.reasons'),
      HOLD_REASONS.map((value) => ({ value, label: t(`enquiries.hold.${value}`) })),
    ],
    [
      'patientKind',
      t('desk.patientKind'),
      (['new', 'returning', 're_new'] as const).map((value) => ({ value, label: t(`enquiries.patientKind.${value}`) })),
    ],
    ['cohortMonth', t('desk.month'), months(time.today).map((value) => ({ value, label: time.month(value) }))],
  ];
  return (
    <div className="panel panel-body filter-fields">
      {options.map(([name, label, data]) => (
        <Select
          key={name}
          label={label}
          placeholder={t('common.all')}
          clearable
          searchable={data.length > 8}
          data={data}
          value={filters.query[name] ?? null}
          onChange={(value) => filters.set({ [name]: value ?? undefined } as Partial<EnquiriesSearch>)}
        />
      ))}
      <Checkbox
        label={t('desk.board.openOnly')}
        checked={filters.query.open === true}
        onChange={(event) => filters.set({ open: event.currentTarget.checked || undefined })}
      />
      {filters.count > 0 ? (
        <Button variant="subtle" onClick={filters.clear}>
          {t('common.clearFilters')}
        </Button>
      ) : null}
    </div>
  );
}

/** This month and the eleven before. */
export function months(today: string): readonly string[] {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  return Array.from({ length: 12 }, (_, back) => {
    const index = year * 12 + month - 1 - back;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
  });
}
