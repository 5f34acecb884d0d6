import { Language } from '@anbu/contract';
import { z } from 'zod';
import { ok, type Outcome } from '../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../platform/db/index.ts';
import { failure } from '../../platform/http/problem.ts';
import type { RawAnswer, RawRequest, RawRoute } from '../../platform/http/raw-route.ts';
import { textOf } from '../../platform/i18n.ts';
import { findOrganisation } from '../identity/index.ts';
import { overPage, preferencePage, unsubscribePage } from './pages/preference-page.ts';
import type { Link } from './rules/links.ts';
import { readWish } from './rules/switches.ts';
import { openLink, preferenceLink, type LinkDeps } from './service/links.ts';
import { fulfil, preferencesOf, unsubscribe } from './service/preferences.ts';

export type ConsentsDeps = LinkDeps & { readonly database: Database };

const PAGES = { name: 'preference pages', perMinute: 60 };
const ACTS = { name: 'preference acts', perMinute: 30 };
const tag = 'consents';
const TOKEN = z.object({ token: z.string().min(40).max(400) });
const QUERY = z.object({ lang: Language.optional() });
const FORM = 'application/x-www-form-urlencoded';
const HTML = { type: 'text/html', schema: z.string() };
const NONE = { ...HTML, description: 'A page that says: no such address, or it is over' };

/** Pages for the person herself: whoever has the sealed address may use it. No cookie, no script. */
export function consentsPublicRoutes(deps: ConsentsDeps): readonly RawRoute[] {
  const described = { tag, security: 'none', params: TOKEN, query: QUERY } as const;
  return [
    {
      ...described,
      method: 'GET',
      path: '/p/preferences/:token',
      operationId: 'openPreferences',
      summary: 'What a person wants to hear, for herself',
      answers: { 200: { ...HTML, description: 'The switches' }, 404: NONE },
      limit: PAGES,
      handler: (request) =>
        withLink(deps, 'preferences', request, (tx, link) => drawPreferences(tx, link, request, false)),
    },
    {
      ...described,
      method: 'POST',
      path: '/p/preferences/:token',
      operationId: 'setPreference',
      summary: 'One tap on the page: a switch, a pause, a language, a copy, the deletion or the correction of her data',
      body: {
        type: FORM,
        schema: z.object({ set: z.string().max(60), words: z.string().max(2_000).optional() }),
        examples: { off: { set: 'marketing sms off' } },
      },
      answers: {
        200: { ...HTML, description: 'The switches as they are now' },
        404: NONE,
        422: { ...HTML, description: 'The page, unchanged' },
      },
      limit: ACTS,
      handler: async (request) => {
        if (request.mediaType !== FORM)
          return { kind: 'problem', failure: failure('request.unsupported_media_type', 415) };
        const form = new URLSearchParams(request.body.toString('utf8'));
        const wish = readWish(form.get('set') ?? '', form.get('words') ?? '');
        return withLink(deps, 'preferences', request, async (tx, link) => {
          if (!wish) return drawPreferences(tx, link, request, false, 422);
          const done = await fulfil(tx, link.personId, wish);
          return done.ok ? drawPreferences(tx, link, request, true) : done;
        });
      },
    },
    {
      ...described,
      method: 'GET',
      path: '/p/unsubscribe/:token',
      operationId: 'askUnsubscribe',
      summary: 'Asks whether it should end; changes nothing',
      answers: { 200: { ...HTML, description: 'The question' }, 404: NONE },
      limit: PAGES,
      handler: (request) =>
        withLink(deps, 'unsubscribe', request, (tx, link) => drawUnsubscribe(deps, tx, link, request, false)),
    },
    {
      ...described,
      method: 'POST',
      path: '/p/unsubscribe/:token',
      operationId: 'unsubscribe',
      summary: 'Ends it at once: the one click of RFC 8058',
      body: {
        type: FORM,
        schema: z.object({ 'List-Unsubscribe': z.string().optional() }),
        examples: { click: { 'List-Unsubscribe': 'One-Click' } },
      },
      answers: { 200: { ...HTML, description: 'It is over' }, 404: NONE },
      limit: ACTS,
      handler: (request) =>
        withLink(deps, 'unsubscribe', request, async (tx, link) => {
          const done = await unsubscribe(tx, link);
          return done.ok ? drawUnsubscribe(deps, tx, link, request, true) : done;
        }),
    },
  ];
}

/** In a transaction of the organisation that the link names. Whatever is no link of ours, or leads to nobody any more, is one answer. */
async function withLink(
  deps: ConsentsDeps,
  kind: Link['kind'],
  request: RawRequest,
  work: (tx: Tx, link: Link) => Promise<Outcome<RawAnswer>>,
): Promise<RawAnswer> {
  const link = openLink(deps.secrets, kind, request.params['token'] ?? '', await deps.database.now());
  if (!link) return over(request);
  const actor = systemActor(link.orgId, kind, languageOf(request));
  const answer = await deps.database.inTxAgain(actor, (tx) => work(tx, link));
  return answer.ok ? answer.value : over(request);
}

function over(request: RawRequest): RawAnswer {
  return { kind: 'page', status: 404, html: overPage(languageOf(request)), frame: [] };
}

async function drawPreferences(
  tx: Tx,
  { personId }: Link,
  request: RawRequest,
  done: boolean,
  status = 200,
): Promise<Outcome<RawAnswer>> {
  const preferences = await preferencesOf(tx, personId);
  if (!preferences.ok) return preferences;
  const of = { path: pathOf('preferences', request), language: languageOf(request) };
  return ok({ kind: 'page', status, html: preferencePage(preferences.value, of, done), frame: [] });
}

async function drawUnsubscribe(
  deps: ConsentsDeps,
  tx: Tx,
  link: Link,
  request: RawRequest,
  done: boolean,
): Promise<Outcome<RawAnswer>> {
  const language = languageOf(request);
  const { name } = await findOrganisation(tx);
  const words = {
    organisation: name,
    purpose: textOf(language, `consents.page.what.${link.purpose}`),
    channel: textOf(language, `gate.channel.${link.channel}`),
  };
  const preferences = new URL(preferenceLink(deps, link.orgId, link.personId, tx.now).url).pathname;
  const of = { organisation: name, words, preferences: `${preferences}?lang=${language}` };
  const html = unsubscribePage(of, { path: pathOf('unsubscribe', request), language }, done);
  return ok({ kind: 'page', status: 200, html, frame: [] });
}

function pathOf(kind: Link['kind'], { params }: RawRequest): string {
  return `/p/${kind}/${params['token'] ?? ''}`;
}

/** The one asked for, else that of the browser. */
function languageOf({ query, language }: RawRequest): Language {
  const asked = Language.safeParse(query.get('lang'));
  return asked.success ? asked.data : language;
}
