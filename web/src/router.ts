import { createRouter } from '@tanstack/react-router';
import type { Permission } from '@anbu/contract';
import { whenSessionIsLost } from './api/client.ts';
import { queryClient } from './api/query-client.ts';
import { manageRoutes } from './routes/manage.ts';
import { appRoute, indexRoute, nowhereRoute, rootRoute, signInRoute } from './routes/root.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { workRoutes } from './routes/work.ts';

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    appRoute.addChildren([indexRoute, ...workRoutes, ...statisticsRoutes, ...manageRoutes, nowhereRoute]),
  ]),
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultStructuralSharing: true,
});

whenSessionIsLost(() => {
  const here = router.state.location;
  if (here.pathname === '/sign-in') return;
  queryClient.clear();
  void router.navigate({ to: '/sign-in', search: { to: here.href }, replace: true });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  /** Any of these opens the page; left out, everybody may. The server decides. */
  interface StaticDataRouteOption {
    needs?: readonly Permission[];
  }
}
