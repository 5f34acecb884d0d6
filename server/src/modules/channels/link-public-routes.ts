import { z } from 'zod';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor, type Tx } from '../../platform/db/index.ts';
import { html, Markup } from '../../platform/http/page/html.ts';
import { STYLE } from '../../platform/http/page/style.ts';
import type { RawAnswer, RawRequest, RawRoute } from '../../platform/http/raw-route.ts';
import { textOf } from '../../platform/i18n.ts';
import { isCounted, LINK_PATH, LINK_TOKEN, mayLeadTo, ownPage } from './rules/links.ts';
import { MOVES } from './rules/states.ts';
import { linkSettingOf } from './service/links.ts';
import type { ChannelsDeps } from './service/deps.ts';
import { tellChanged } from './service/told.ts';
import { findLink, findOrganisationOfLink, listWithFollowers, updateOpened } from './store/link-store.ts';
import { updateStates } from './store/queue-store.ts';

/**
 * Short links of messages. Who opens one is led on, whatever is noted of it; who reads ahead, makes a preview or asks not to be followed is not noted. No
 * cookie, no address and no browser is kept, and nothing that was consented to changes.
 */
export function linkPublicRoutes(deps: ChannelsDeps): readonly RawRoute[] {
  return [
    {
      method: 'GET',
      path: `${LINK_PATH}/:token`,
      operationId: 'followLink',
      summary: 'Leads on to where the short link of a message goes',
      tag: 'links',
      security: 'none',
      params: z.object({ token: z.string() }),
      answers: {
        302: { type: 'text/plain', schema: z.string(), description: 'Where it goes, in the header Location' },
        404: { type: 'text/html', schema: z.string(), description: 'A page that says: no such address, or it is over' },
      },
      limit: { name: 'links', perMinute: 120 },
      handler: (request) => follow(deps, request),
    },
  ];
}

async function follow(deps: ChannelsDeps, request: RawRequest): Promise<RawAnswer> {
  const token = request.params['token'] ?? '';
  const orgId = LINK_TOKEN.test(token) ? await findOrganisationOfLink(deps.database, token) : null;
  const target =
    orgId === null
      ? null
      : must(
          await deps.database.inTxAgain(systemActor(orgId, 'channels'), async (tx) =>
            ok(await targetOf(tx, deps, token, request)),
          ),
        );
  return target === null ? overPage(request) : { kind: 'redirect', location: target };
}

/** Null for one that is over, or leads where it may not any more. */
async function targetOf(tx: Tx, deps: ChannelsDeps, token: string, request: RawRequest): Promise<string | null> {
  const link = await findLink(tx, token);
  if (!link || link.expiresAt <= tx.now) return null;
  const page = ownPage(link.target, deps.publicUrl);
  // What she says on a page of ours is kept there; that she opened it is noted nowhere.
  if (page !== null) return page;
  const { hosts, tracks } = await linkSettingOf(tx);
  if (!mayLeadTo(link.target, hosts, deps.publicUrl)) return null;
  if (
    tracks &&
    link.openedAt === null &&
    isCounted(request.method, request.header) &&
    (await updateOpened(tx, token))
  ) {
    const ids = await listWithFollowers(tx, link.messageId);
    const read = ids.map((id) => ({ id, state: 'read', why: null }) as const);
    tellChanged(tx, await updateStates(tx, read, MOVES));
  }
  return link.target;
}

function overPage({ language }: RawRequest): RawAnswer {
  const say = (key: string) => textOf(language, `links.over.${key}`);
  return {
    kind: 'page',
    status: 404,
    frame: [],
    html: (nonce) =>
      html`<!doctype html>
        <html lang="${language}">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="robots" content="noindex" />
            <title>${say('title')}</title>
            <style nonce="${nonce}">
              ${new Markup(STYLE)}
            </style>
          </head>
          <body>
            <main>
              <div class="card">
                <h1>${say('title')}</h1>
                <p>${say('body')}</p>
              </div>
            </main>
          </body>
        </html>`.text,
  };
}
