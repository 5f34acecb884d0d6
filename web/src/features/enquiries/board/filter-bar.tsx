import { SegmentedControl, Select } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { ENQUIRY_SORTS } from '@anbu/contract';
import { useCan } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { useNarrow } from '../../../ui/index.ts';
import { SearchBox } from '../search-box.tsx';
import { ActiveFilters } from '../../views/active-filters.tsx';
import { ListBar } from '../../views/list-bar.tsx';
import { GROUPS, groupOf } from './groups.ts';
import { useCounts, type Filters } from './use-filters.ts';

/** `acts`: what is done with the list as it is shown. */
export function FilterBar({ filters, box, acts }: { filters: Filters; box: Ref<HTMLInputElement>; acts: ReactNode }) {
  const t = useT();
  const can = useCan();
  const narrow = useNarrow();
  return (
    <>
      <ListBar
        filters={filters}
        search={
          can('people.read') ? (
            <SearchBox
              ref={box}
              label={t('shell.search')}
              value={filters.query.q ?? ''}
              onSearch={(q) => filters.set({ q: q || undefined })}
            />
          ) : null
        }
        order={
          <>
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
          </>
        }
        acts={acts}
      />
      <ActiveFilters filters={filters} apart={filters.query.late ? ['late', 'status'] : ['status']} />
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
  const partly = counts?.closedCounted === false;
  const total = counts?.statuses.reduce((sum, each) => sum + each.count, 0);
  return (
    <div className={wrap ? 'chips chips-wrap' : 'chips'} role="group" aria-label={t('common.status')}>
      <button
        type="button"
        className="chip"
        aria-pressed={current === 'all'}
        onClick={() => filters.set({ status: undefined })}
      >
        {t('common.all')} <b>{total === undefined || partly ? '' : t.number(total)}</b>
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
          {t(`desk.group.${group.code}`)} <b>{group.closed && partly ? '' : shown(count(group.statuses))}</b>
        </button>
      ))}
      <LateChip filters={filters} />
      {partly ? <span className="text-2 chips-note">{t('views.partCounts')}</span> : null}
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
  return (
    <Select
      w={150}
      aria-label={t('desk.board.sort')}
      allowDeselect={false}
      data={ENQUIRY_SORTS.map((value) => ({ value, label: t(`desk.sort.${value}`) }))}
      value={filters.query.sort ?? '-receivedAt'}
      onChange={(value) => {
        const sort = ENQUIRY_SORTS.find((each) => each === value);
        filters.set({ sort: sort === '-receivedAt' ? undefined : sort });
      }}
    />
  );
}
