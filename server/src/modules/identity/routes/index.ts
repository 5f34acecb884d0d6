import type { Route } from '../../../platform/http/route.ts';
import type { IdentityDeps } from '../service/sign-in.ts';
import { agencyRoutes } from './agencies.ts';
import { meRoutes } from './me.ts';
import { organisationRoutes } from './organisation.ts';
import { userRoutes } from './users.ts';

export { identityPublicRoutes } from './public.ts';

export function identityRoutes(deps: Pick<IdentityDeps, 'secrets' | 'publicUrl'>): readonly Route[] {
  return [...meRoutes(deps), ...organisationRoutes, ...userRoutes, ...agencyRoutes];
}
