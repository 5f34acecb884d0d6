import { Link } from '@tanstack/react-router';
import { STATISTICS_PAGE_NAMES, type StatisticsPage } from '@anbu/contract';

import { useT } from '../../i18n/index.ts';
import { TabStrip } from '../../ui/index.ts';
import { useReports } from './reports/use-reports.ts';
import type { StatisticsSearch } from './search.ts';
import { ADDRESS } from './use-views.ts';

/** The ways to the other pages; period and filters go along. Reports say how many wait to be looked at. */
export function StatisticsTabs({ page, search }: { page: StatisticsPage | 'reports'; search: StatisticsSearch }) {
  const t = useT();
  const unseen = useReports().data?.unseen ?? 0;
  return (
    <TabStrip label={t('statistics.pages')}>
      {STATISTICS_PAGE_NAMES.map((each) => (
        <Link
          key={each}
          to={ADDRESS[each]}
          search={{ ...search, saved: 'none' }}
          className={each === page ? 'tab is-active' : 'tab'}
          aria-current={each === page ? 'page' : undefined}
        >
          {t(`statistics.page.${each}`)}
        </Link>
      ))}
      <Link
        to="/statistics/reports"
        className={page === 'reports' ? 'tab is-active' : 'tab'}
        aria-current={page === 'reports' ? 'page' : undefined}
      >
        {t('statistics.page.reports')}
        {unseen > 0 ? (
          <span className="report-new">
            <span aria-hidden>{unseen}</span>
            <span className="visually-hidden"> {t('reports.unseen', { count: unseen })}</span>
          </span>
        ) : null}
      </Link>
    </TabStrip>
  );
}
