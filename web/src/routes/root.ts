import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import type { Permission } from '@anbu/contract';
import { z } from 'zod';
import { ProblemError } from '../api/problem.ts';
import { meQuery } from '../api/session.ts';
import { showLanguage } from '../i18n/store.ts';
import { CrashPage, NotFoundPage } from '../shell/fallback-pages.tsx';

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  // Only addresses of our own: a link must not lead elsewhere after the password was given.
  validateSearch: z.object({
    to: z
      .string()
      .startsWith('/')
      .refine((to) => !to.startsWith('//'))
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** Everything behind the sign-in. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queryClient.ensureQueryData(meQuery);
      if (me.language) await showLanguage(me.language);
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
      }
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
  errorComponent: CrashPage,
});

/** An address that leads nowhere: the menu stays. */
export const nowhereRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '$',
  component: NotFoundPage,
});

export const indexRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    const me = context.queryClient.getQueryData(meQuery.queryKey);
    const may = (permission: Permission) => me?.permissions.includes(permission) ?? false;
    // Who works enquiries begins with her day, who only reads them with all of them.
    const to = may('enquiries.work') ? '/today' : may('enquiries.read') ? '/enquiries' : '/people';
    throw redirect({ to, replace: true });
  },
});
