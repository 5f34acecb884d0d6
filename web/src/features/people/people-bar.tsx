import { Select } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { PEOPLE_SORTS } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { SearchBox } from '../enquiries/search-box.tsx';
import { ActiveFilters } from '../views/active-filters.tsx';
import { ListBar } from '../views/list-bar.tsx';
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
  return (
    <>
      <ListBar
        filters={filters}
        search={
          <SearchBox
            ref={box}
            label={t('shell.search')}
            value={filters.query.q ?? ''}
            onSearch={(q) => filters.put({ q: q || undefined })}
          />
        }
        order={<Sort filters={filters} />}
        acts={acts}
      />
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
