import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { FigureRowsSearch, StatisticsSearch } from '../features/analytics/search.ts';
import { appRoute } from './root.ts';

const shared = {
  getParentRoute: () => appRoute,
  staticData: { needs: ['metrics.read'] },
  validateSearch: StatisticsSearch,
} as const;

const deskRoute = createRoute({
  ...shared,
  path: '/statistics',
  component: lazyRouteComponent(() => import('../features/analytics/dashboard-page.tsx'), 'DashboardPage'),
});
const cohortsRoute = createRoute({
  ...shared,
  path: '/statistics/cohorts',
  component: lazyRouteComponent(() => import('../features/analytics/cohorts-page.tsx'), 'CohortsPage'),
});
const connectionRoute = createRoute({
  ...shared,
  path: '/statistics/connection',
  component: lazyRouteComponent(() => import('../features/analytics/table-pages.tsx'), 'ConnectionPage'),
});
const responseRoute = createRoute({
  ...shared,
  path: '/statistics/response',
  component: lazyRouteComponent(() => import('../features/analytics/table-pages.tsx'), 'ResponsePage'),
});
const channelsRoute = createRoute({
  ...shared,
  path: '/statistics/channels',
  component: lazyRouteComponent(() => import('../features/analytics/channels-page.tsx'), 'ChannelsPage'),
});
const figureRowsRoute = createRoute({
  ...shared,
  path: '/statistics/rows',
  validateSearch: FigureRowsSearch,
  component: lazyRouteComponent(() => import('../features/analytics/rows-page.tsx'), 'FigureRowsPage'),
});

const missingSourceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/statistics/missing-source',
  staticData: { needs: ['enquiries.read'] },
  component: lazyRouteComponent(() => import('../features/analytics/missing-source-page.tsx'), 'MissingSourcePage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/statistics/reports',
  staticData: { needs: ['metrics.read'] },
  component: lazyRouteComponent(() => import('../features/analytics/reports/reports-page.tsx'), 'ReportsPage'),
});

export const statisticsRoutes = [
  deskRoute,
  cohortsRoute,
  connectionRoute,
  responseRoute,
  channelsRoute,
  figureRowsRoute,
  missingSourceRoute,
  reportsRoute,
] as const;
