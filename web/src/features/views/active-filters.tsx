import { X } from 'lucide-react';
import { useT } from '../../i18n/index.ts';
import { useNarrow } from '../../ui/index.ts';
import { useFilterWords } from './filter-words.ts';
import type { FilterName, ListFilters } from './list-filters.ts';

/** Each filter that is on, in words; one press takes it off. `apart`: those that have a chip of their own. */
export function ActiveFilters({ filters, apart = [] }: { filters: ListFilters; apart?: readonly FilterName[] }) {
  const t = useT();
  const words = useFilterWords(filters.list);
  const narrow = useNarrow();
  const shown = filters.on.filter((name) => !apart.includes(name));
  if (shown.length === 0) return null;
  return (
    <div className={narrow ? 'chips' : 'chips chips-wrap'}>
      {shown.map((name) => (
        <button
          type="button"
          key={name}
          className="chip chip-on"
          aria-label={t('filters.remove', { filter: words(name, filters.search) })}
          onClick={() => filters.remove(name)}
        >
          <span className="clip">{words(name, filters.search)}</span>
          <X size={13} aria-hidden />
        </button>
      ))}
      <button type="button" className="chip" onClick={filters.clear}>
        {t('common.clearFilters')}
      </button>
    </div>
  );
}
