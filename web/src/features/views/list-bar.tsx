import { useState, type ReactNode } from 'react';
import { FiltersButton, useNarrow } from '../../ui/index.ts';
import { FilterFields } from './filter-fields.tsx';
import type { ListFilters } from './list-filters.ts';
import { ViewMenu } from './view-menu.tsx';

/**
 * One line over a list: saved views, its search, how it is drawn and ordered, its filters and what is done with it.
 * On a phone only the search stands beside the button of the filters, and the rest opens with these.
 */
export function ListBar({
  filters,
  search,
  order,
  acts,
}: {
  filters: ListFilters;
  search: ReactNode;
  order: ReactNode;
  acts: ReactNode;
}) {
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const views = <ViewMenu filters={filters} />;
  return (
    <>
      <div className={narrow ? 'filter-line is-narrow' : 'filter-line'}>
        {narrow ? null : views}
        {search}
        {narrow ? null : order}
        <FiltersButton count={filters.count} open={open} onToggle={() => setOpen(!open)} />
        {narrow ? null : acts}
      </div>
      {narrow && open ? (
        <div className="filter-line">
          {views}
          {order}
          {acts}
        </div>
      ) : null}
      {open ? <FilterFields filters={filters} /> : null}
    </>
  );
}
