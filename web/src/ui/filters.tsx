import { Button } from '@mantine/core';
import { SlidersHorizontal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useT } from '../i18n/index.ts';
import { useNarrow } from './use-narrow.ts';

/** Opens the filters of a list, and says how many are on. */
export function FiltersButton({ count, open, onToggle }: { count: number; open: boolean; onToggle: () => void }) {
  const t = useT();
  return (
    <Button
      variant={count > 0 ? 'light' : 'default'}
      leftSection={<SlidersHorizontal size={15} aria-hidden />}
      aria-expanded={open}
      onClick={onToggle}
    >
      {count > 0 ? t('desk.board.filtersOn', { count }) : t('desk.board.filters')}
    </Button>
  );
}

/** The filters of a list, `count` of them on, and what stands beside them; on a phone behind one button, so that the list is seen. */
export function FilterRow({ count, beside, children }: { count: number; beside?: ReactNode; children: ReactNode }) {
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  if (!narrow) {
    return (
      <div className="filter-row" role="search">
        {children}
        {beside}
      </div>
    );
  }
  return (
    <div role="search" className="filter-folded">
      <div className="filter-folded-acts">
        <FiltersButton count={count} open={open} onToggle={() => setOpen(!open)} />
        {beside}
      </div>
      {open ? <div className="filter-row">{children}</div> : null}
    </div>
  );
}
