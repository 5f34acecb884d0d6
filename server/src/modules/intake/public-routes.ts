import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Language, type IntakeReceipt } from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { systemActor } from '../../platform/db/index.ts';
import { failure } from '../../platform/http/problem.ts';
import type { RawAnswer, RawRequest, RawRoute } from '../../platform/http/raw-route.ts';
import { isToken, signedRoute } from '../../platform/webhooks/index.ts';
import { describeScript, FORM_PAGE, FORM_SENT, SIGNED_MESSAGE } from './public-descriptions.ts';
import { closedPage, formPage, thanksPage } from './pages/form-page.ts';
import { EMPTY_FORM, readForm, utmOf, type FormInput } from './rules/form-input.ts';
import type { IntakeDeps } from './service/deps.ts';
import { formContext, receiveForm } from './service/form.ts';
import type { Taken } from './service/take-over.ts';
import { receiveSigned, type Found } from './service/webhook.ts';
import { findAddress, findSource } from './store/source-store.ts';
import type { IntakeReason, SourceRow } from './vocabulary.ts';

const PAGES = { name: 'intake pages', perMinute: 120 };
const FORMS = { name: 'intake forms', perMinute: 20 };
const WEBHOOKS = { name: 'intake webhooks', perMinute: 1_200 };

/** What the world may reach: the form, its two scripts, and the address of signed messages. */
export function intakePublicRoutes(deps: IntakeDeps): readonly RawRoute[] {
  const asset = (name: string) => readFileSync(path.join(import.meta.dirname, 'assets', name), 'utf8');
  const script = (name: 'embed' | 'frame', summary: string): RawRoute => {
    const source = asset(`${name}.js`);
    return {
      ...describeScript(name, summary),
      method: 'GET',
      path: `/p/enquiry/${name}.js`,
      limit: PAGES,
      handler: async () => ({ kind: 'script', source }),
    };
  };
  return [
    script('embed', "Puts the form into a page of the practice's website"),
    script('frame', 'Tells the page around the form how high it is'),
    {
      ...FORM_PAGE,
      method: 'GET',
      path: '/p/enquiry/:token',
      limit: PAGES,
      handler: async (request) => {
        const found = await formOf(deps, request);
        const page = (request.query.get('page') ?? '').slice(0, 500);
        return found
          ? draw(deps, found, request, 200, { ...EMPTY_FORM, page, utm: utmOf(request.query) }, [])
          : closed(request);
      },
    },
    {
      ...FORM_SENT,
      method: 'POST',
      path: '/p/enquiry/:token',
      limit: FORMS,
      handler: async (request) => {
        const found = await formOf(deps, request);
        if (!found) return closed(request);
        if (request.mediaType !== 'application/x-www-form-urlencoded') {
          return { kind: 'problem', failure: failure('request.unsupported_media_type', 415) };
        }
        const input = readForm(new URLSearchParams(request.body.toString('utf8')));
        const answer = await receiveForm(deps, found, input);
        if (answer.kind === 'again') return draw(deps, found, request, 422, input, answer.errors);
        const language = languageOf(request, found);
        const context = await formContext(deps, found, language);
        return page(200, thanksPage(context, language, isFramed(request)), found);
      },
    },
    signedRoute(deps, {
      ...SIGNED_MESSAGE,
      path: '/api/v1/intake/:token',
      limit: WEBHOOKS,
      maximumBytes: 256 * 1024,
      unsigned: 'intake.unsigned',
      address: findAddress,
      find: async (tx, id) => inUse(await findSource(tx, id), ['webhook', 'chat']),
      take: async ({ orgId, way }, message, unsigned) => {
        const taken = await receiveSigned(deps, { orgId, source: way }, message);
        return taken ? receiptOf(taken) : unsigned;
      },
    }),
  ];
}

async function formOf({ database }: IntakeDeps, { params }: RawRequest): Promise<Found | null> {
  const token = params['token'] ?? '';
  const address = isToken(token) ? await findAddress(database, token) : null;
  if (!address) return null;
  const { orgId, id } = address;
  const actor = systemActor(orgId, 'intake');
  const read = await database.inTx(actor, async (tx) => ok(inUse(await findSource(tx, id), ['web_form'])), 'read');
  return read.ok && read.value ? { orgId, source: read.value } : null;
}

function inUse(source: SourceRow | null, kinds: readonly string[]): SourceRow | null {
  return source?.active && kinds.includes(source.kind) ? source : null;
}

async function draw(
  deps: IntakeDeps,
  found: Found,
  request: RawRequest,
  status: number,
  input: FormInput,
  errors: readonly IntakeReason[],
): Promise<RawAnswer> {
  const language = languageOf(request, found);
  const context = await formContext(deps, found, language);
  return page(status, formPage({ context, language, input, errors, framed: isFramed(request) }), found);
}

function page(status: number, html: (nonce: string) => string, found: Found | null): RawAnswer {
  return { kind: 'page', status, html, frame: found?.source.allowedOrigins ?? [] };
}

function closed(request: RawRequest): RawAnswer {
  return page(404, closedPage(request.language), null);
}

function isFramed({ query }: RawRequest): boolean {
  return query.get('frame') === '1';
}

/** The one asked for, else that of the form. */
function languageOf({ query }: RawRequest, { source }: Found): Language {
  const asked = Language.safeParse(query.get('lang'));
  return asked.success ? asked.data : source.language;
}

function receiptOf({ requestId, state, enquiryId, reasons }: Taken): RawAnswer {
  const said = reasons.map(({ code, field }) => ({ code, field }));
  const body: IntakeReceipt = { requestId, state, enquiryId, reasons: said };
  // Kept and shown to people: to send the same again would not help. The sender is told what was wrong.
  return { kind: 'json', status: state === 'rejected' ? 422 : 202, body };
}
