import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { appRoute } from './root.ts';

const text = z.string().optional().catch(undefined);

const importsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports',
  staticData: { needs: ['imports.run'] },
  component: lazyRouteComponent(() => import('../features/imports/imports-page.tsx'), 'ImportsPage'),
});
const importRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports/$importId',
  staticData: { needs: ['imports.run'] },
  component: lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
});
const statusesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports/$importId/statuses',
  staticData: { needs: ['imports.run'] },
  component: lazyRouteComponent(() => import('../features/imports/statuses/assistant-page.tsx'), 'AssistantPage'),
});
const sheetRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/imports/$importId/sheet',
  staticData: { needs: ['imports.run'] },
  component: lazyRouteComponent(() => import('../features/imports/statuses/sheet-page.tsx'), 'SheetPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audit',
  staticData: { needs: ['audit.read'] },
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
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/organisation-page.tsx'), 'OrganisationPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/sites',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/sites-page.tsx'), 'SitesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/teams',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/teams-page.tsx'), 'TeamsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/users',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/agencies',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/agencies-page.tsx'), 'AgenciesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/roster',
    component: lazyRouteComponent(() => import('../features/roster/roster-page.tsx'), 'RosterPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/statuses',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/statuses-page.tsx'), 'StatusesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/statuses/health',
    staticData: { needs: ['enquiries.supervise'] },
    validateSearch: z.object({ from: text, to: text }),
    component: lazyRouteComponent(() => import('../features/settings/health/health-page.tsx'), 'StatusHealthPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/presets',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/presets-page.tsx'), 'PresetsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/gate',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/consents/gate-page.tsx'), 'GatePage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/intake',
    component: lazyRouteComponent(() => import('../features/intake/intake-page.tsx'), 'IntakePage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/channels',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/channels/ways-page.tsx'), 'WaysPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/templates',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/channels/templates-page.tsx'), 'TemplatesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/notices',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/notices/notices-page.tsx'), 'NoticesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/telephony',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/telephony/telephony-page.tsx'), 'TelephonyPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/lists',
    staticData: { needs: ['settings.read'] },
    component: lazyRouteComponent(() => import('../features/settings/lists-page.tsx'), 'ListsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/api-keys',
    staticData: { needs: ['api-keys.manage'] },
    component: lazyRouteComponent(() => import('../features/settings/api-keys-page.tsx'), 'ApiKeysPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/jobs',
    staticData: { needs: ['jobs.read'] },
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
  statusesRoute,
  sheetRoute,
  auditRoute,
  settingsRoute.addChildren(settingsChildren),
] as const;
