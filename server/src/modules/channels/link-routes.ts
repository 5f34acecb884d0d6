import { LinkSettings, LinkSettingsInput } from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { changeLinkSettings, linkSettings } from './service/links.ts';

export const linkRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/links/settings',
    operationId: 'getLinkSettings',
    summary: 'Where short links of messages may lead, and whether their first opening is noted',
    tag: 'links',
    permission: 'settings.read',
    reply: LinkSettings,
    mode: 'read',
    handler: async (tx) => ok(await linkSettings(tx)),
  }),
  route({
    method: 'PUT',
    path: '/links/settings',
    operationId: 'changeLinkSettings',
    summary: 'Change where short links may lead; what stands in messages already goes by it too',
    tag: 'links',
    permission: 'settings.write',
    body: LinkSettingsInput,
    reply: LinkSettings,
    handler: (tx, { body }) => changeLinkSettings(tx, body),
  }),
];
