import { Navigate, getRouteApi } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { FILTER_OF_PARAMETER } from '@anbu/contract';
import { useSavedViews } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { LoadingRows } from '../../../ui/index.ts';
import { searchOf, type Filters } from './use-filters.ts';

const route = getRouteApi('/app/enquiries');

/** Who comes without a question begins with the view that she starts with. */
export function StartView({ children }: { children: ReactNode }) {
  const search = route.useSearch();
  const views = useSavedViews('enquiries');
  const asksNothing = Object.values(search).every((value) => value === undefined);
  if (!asksNothing) return children;
  if (views === undefined) return <LoadingRows />;
  const start = views.find((view) => view.isDefault);
  return start ? <Navigate to="/enquiries" search={searchOf(start)} replace /> : children;
}

/** What of the chosen view holds no longer, and is left out. */
export function ViewIssues({ filters }: { filters: Filters }) {
  const t = useT();
  const view = useSavedViews('enquiries')?.find(({ id }) => id === filters.saved);
  if (!view || view.issues.length === 0) return null;
  const said = new Set(
    view.issues.map(({ parameter, code }) => {
      const name = FILTER_OF_PARAMETER.get(parameter);
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
