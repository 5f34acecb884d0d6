import { Select } from '@mantine/core';
import { useState, type ReactNode, type Ref } from 'react';
import { PEOPLE_SORTS } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { SearchBox } from '../enquiries/search-box.tsx';
import { ActiveFilters } from '../views/active-filters.tsx';
import { FiltersButton } from '../views/list-acts.tsx';
import { FilterFields } from '../views/filter-fields.tsx';
import { ViewMenu } from '../views/view-menu.tsx';
import type { PeopleFilters } from './use-people-filters.ts';

/** `acts`: what is done with the list as it is shown. */
export function PeopleBar({
  filters,
  box,
  acts,
}: {
  filters: PeopleFilters;
  box: Ref<HTMLInputElement>;
  acts: ReactNode;
}) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="filter-line">
        <ViewMenu filters={filters} />
        <SearchBox
          ref={box}
          label={t('shell.search')}
          value={filters.query.q ?? ''}
          onSearch={(q) => filters.put({ q: q || undefined })}
        />
        <Sort filters={filters} />
        <FiltersButton count={filters.count} open={open} onToggle={() => setOpen(!open)} />
        {acts}
      </div>
      {open ? <FilterFields filters={filters} /> : null}
      <ActiveFilters filters={filters} />
    </>
  );
}

/** Best hits come first where a search is neither cut nor ordered. */
function Sort({ filters }: { filters: PeopleFilters }) {
  const t = useT();
  const searched = Boolean(filters.query.q) && filters.count === 0;
  const standard = searched ? 'best' : '-registered';
  return (
    <Select
      w={160}
      aria-label={t('desk.board.sort')}
      allowDeselect={false}
      data={[
        ...(searched ? [{ value: 'best', label: t('people.sort.best') }] : []),
        ...PEOPLE_SORTS.map((value) => ({ value, label: t(`people.sort.${value}`) })),
      ]}
      value={filters.query.sort ?? standard}
      onChange={(value) => filters.put({ sort: value === null || value === standard ? undefined : value })}
    />
  );
}
