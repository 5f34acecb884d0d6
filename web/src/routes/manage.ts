import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { appRoute } from './root.ts';

const text = z.string().optional().catch(undefined);

const importsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('../features/imports/imports-page.tsx'), 'ImportsPage'),
});
const importRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audit',
  validateSearch: z.object({ user: text, person: text, entity: text, action: text, from: text, to: text }),
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-layout.tsx'), 'SettingsLayout'),
});
const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    const me = context.queryClient.getQueryData<{ permissions: string[] }>(['me']);
    throw redirect({
      to: me?.permissions.includes('settings.read') ? '/settings/sites' : '/settings/account',
      replace: true,
    });
  },
});
const settingsChildren = [
  settingsIndexRoute,
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/organisation',
    component: lazyRouteComponent(() => import('../features/settings/organisation-page.tsx'), 'OrganisationPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/sites',
    component: lazyRouteComponent(() => import('../features/settings/sites-page.tsx'), 'SitesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/teams',
    component: lazyRouteComponent(() => import('../features/settings/teams-page.tsx'), 'TeamsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/users',
    component: lazyRouteComponent(() => import('../features/settings/users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/statuses',
    component: lazyRouteComponent(() => import('../features/settings/statuses-page.tsx'), 'StatusesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/presets',
    component: lazyRouteComponent(() => import('../features/settings/presets-page.tsx'), 'PresetsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/intake',
    component: lazyRouteComponent(() => import('../features/intake/intake-page.tsx'), 'IntakePage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/lists',
    component: lazyRouteComponent(() => import('../features/settings/lists-page.tsx'), 'ListsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/api-keys',
    component: lazyRouteComponent(() => import('../features/settings/api-keys-page.tsx'), 'ApiKeysPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/jobs',
    component: lazyRouteComponent(() => import('../features/settings/jobs-page.tsx'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/account',
    component: lazyRouteComponent(() => import('../features/settings/account-page.tsx'), 'AccountPage'),
  }),
] as const;

export const manageRoutes = [
  importsRoute,
  importRoute,
  auditRoute,
  settingsRoute.addChildren(settingsChildren),
] as const;
