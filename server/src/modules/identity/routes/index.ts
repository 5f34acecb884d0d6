import type { Route } from '../../../platform/http/route.ts';
import type { IdentityDeps } from '../service/sign-in.ts';
import { meRoutes } from './me.ts';
import { organisationRoutes } from './organisation.ts';
import { userRoutes } from './users.ts';

export { identityPublicRoutes } from './public.ts';

export function identityRoutes({ secrets }: Pick<IdentityDeps, 'secrets'>): readonly Route[] {
  return [...meRoutes(secrets), ...organisationRoutes, ...userRoutes];
}
