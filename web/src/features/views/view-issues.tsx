import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { filterOfParameter, LISTS, type SavedView, type ViewList } from '@anbu/contract';
import { useSavedViews } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { LoadingRows } from '../../ui/index.ts';
import type { FilterName, ListFilters } from './list-filters.ts';

/** Who comes without a question begins with the view that she starts with: `onStart` goes there. */
export function StartView({
  list,
  search,
  onStart,
  children,
}: {
  list: ViewList;
  search: object;
  onStart: (view: SavedView) => ReactNode;
  children: ReactNode;
}) {
  const views = useSavedViews(list);
  const asksNothing = Object.values(search).every((value) => value === undefined);
  if (!asksNothing) return children;
  if (views === undefined) return <LoadingRows />;
  const start = views.find((view) => view.isDefault);
  return start ? onStart(start) : children;
}

/** What of the chosen view holds no longer, and is left out. */
export function ViewIssues({ filters }: { filters: ListFilters }) {
  const t = useT();
  const view = useSavedViews(filters.list)?.find(({ id }) => id === filters.saved);
  if (!view || view.issues.length === 0) return null;
  const names = filterOfParameter(LISTS[filters.list].filters);
  const said = new Set(
    view.issues.map(({ parameter, code }) => {
      const name = names.get(parameter) as FilterName | undefined;
      return t(`views.issue.${code}`, { filter: name ? t(`filters.${name}`) : t('common.search') });
    }),
  );
  return (
    <div className="view-issues" role="status">
      <TriangleAlert size={16} aria-hidden />
      <span>
        <strong>{t('views.issues')}</strong> {[...said].join(' · ')}
      </span>
    </div>
  );
}
