import {
  Day,
  Id,
  IdParams,
  Organisation,
  OrganisationPage,
  OrganisationPatch,
  PageQuery,
  Site,
  SiteClosureInput,
  SiteInput,
  SitePage,
  SitePatch,
  Team,
  TeamInput,
  TeamPage,
  TeamPatch,
} from '@anbu/contract';
import { z } from 'zod';
import { notFound, ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { route, type Route } from '../../../platform/http/route.ts';
import { renameOrganisation } from '../service/organisations.ts';
import { changeSite, closeOn, createSite, dayOfPath, openOn, siteViews } from '../service/sites.ts';
import { changeTeam, createTeam } from '../service/teams.ts';
import { findOrganisation } from '../store/organisations.ts';
import { findSiteRow, listSites } from '../store/sites.ts';
import { findTeam, listTeams } from '../store/teams.ts';
import type { SiteRow } from '../vocabulary.ts';
import { pageById } from './paging.ts';

// Sites and teams are in every picker: everybody reads them.
const READ = { tag: 'organisation', permission: 'signed-in', mode: 'read' } as const;
const WRITE = { tag: 'organisation', permission: 'settings.write' } as const;
const ClosureParams = z.strictObject({ id: Id, day: Day });

async function siteView(tx: Tx, site: Outcome<SiteRow>): Promise<Outcome<Site>> {
  if (!site.ok) return site;
  const [view] = await siteViews(tx, [site.value]);
  return view ? ok(view) : notFound('site');
}

export const organisationRoutes: readonly Route[] = [
  route({
    ...READ,
    method: 'GET',
    path: '/organisations',
    operationId: 'listOrganisations',
    summary: 'The organisation of the caller',
    reply: OrganisationPage,
    handler: async (tx) => ok({ items: [await findOrganisation(tx)], nextCursor: null }),
  }),
  route({
    ...WRITE,
    method: 'PATCH',
    path: '/organisations/:id',
    operationId: 'patchOrganisation',
    summary: 'Another name',
    params: IdParams,
    body: OrganisationPatch,
    reply: Organisation,
    handler: async (tx, { params, body }) =>
      params.id === tx.orgId ? renameOrganisation(tx, body.name, body.version) : notFound('organisation'),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/sites',
    operationId: 'listSites',
    summary: 'Sites with their hours and closures',
    query: PageQuery,
    reply: SitePage,
    handler: (tx, { query }) =>
      pageById(
        query,
        (after, limit) => listSites(tx, { after, limit }),
        (rows) => siteViews(tx, rows),
      ),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/sites',
    operationId: 'createSite',
    summary: 'A new site; without an intake team named it gets its own',
    body: SiteInput,
    reply: Site,
    status: 201,
    location: '/sites/:id',
    handler: async (tx, { body }) => siteView(tx, await createSite(tx, body)),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/sites/:id',
    operationId: 'getSite',
    summary: 'One site',
    params: IdParams,
    reply: Site,
    handler: async (tx, { params }) => {
      const site = await findSiteRow(tx, params.id);
      return site ? siteView(tx, ok(site)) : notFound('site');
    },
  }),
  route({
    ...WRITE,
    method: 'PATCH',
    path: '/sites/:id',
    operationId: 'patchSite',
    summary: 'Changes a site',
    params: IdParams,
    body: SitePatch,
    reply: Site,
    handler: async (tx, { params, body }) => siteView(tx, await changeSite(tx, params.id, body)),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/sites/:id/closures',
    operationId: 'addSiteClosure',
    summary: 'Closes a site on a day',
    params: IdParams,
    body: SiteClosureInput,
    reply: Site,
    status: 201,
    location: '/sites/:id',
    handler: async (tx, { params, body }) => {
      const day = dayOfPath(body.day);
      if (!day) return refuseFields([{ field: 'day', code: 'field.day', params: {} }]);
      return siteView(tx, await closeOn(tx, params.id, day, body.name));
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/sites/:id/closures/:day',
    operationId: 'removeSiteClosure',
    summary: 'Opens a site again on a day of its own closures',
    params: ClosureParams,
    reply: Site,
    handler: async (tx, { params }) => {
      const day = dayOfPath(params.day);
      return day ? siteView(tx, await openOn(tx, params.id, day)) : notFound('closure');
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/teams',
    operationId: 'listTeams',
    summary: 'Teams with their members',
    query: PageQuery,
    reply: TeamPage,
    handler: (tx, { query }) =>
      pageById(
        query,
        (after, limit) => listTeams(tx, { after, limit }),
        (rows) => rows,
      ),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/teams',
    operationId: 'createTeam',
    summary: 'A new team',
    body: TeamInput,
    reply: Team,
    status: 201,
    location: '/teams/:id',
    handler: (tx, { body }) => createTeam(tx, body),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/teams/:id',
    operationId: 'getTeam',
    summary: 'One team',
    params: IdParams,
    reply: Team,
    handler: async (tx, { params }) => {
      const team = await findTeam(tx, params.id);
      return team ? ok(team) : notFound('team');
    },
  }),
  route({
    ...WRITE,
    method: 'PATCH',
    path: '/teams/:id',
    operationId: 'patchTeam',
    summary: 'Changes a team',
    params: IdParams,
    body: TeamPatch,
    reply: Team,
    handler: (tx, { params, body }) => changeTeam(tx, params.id, body),
  }),
];
