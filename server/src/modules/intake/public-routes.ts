import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Language, type IntakeReceipt } from '@anbu/contract';
import { failure } from '../../platform/http/problem.ts';
import type { RawAnswer, RawRequest, RawRoute } from '../../platform/http/raw-route.ts';
import { describeScript, FORM_PAGE, FORM_SENT, SIGNED_MESSAGE } from './public-descriptions.ts';
import { closedPage, formPage, thanksPage } from './pages/form-page.ts';
import { EMPTY_FORM, readForm, utmOf, type FormInput } from './rules/form-input.ts';
import type { IntakeDeps } from './service/deps.ts';
import { formContext, receiveForm } from './service/form.ts';
import { findFound, receiveSigned, type Found } from './service/webhook.ts';
import type { IntakeReason } from './vocabulary.ts';

const PAGES = { name: 'intake pages', perMinute: 120 };
const FORMS = { name: 'intake forms', perMinute: 20 };
const WEBHOOKS = { name: 'intake webhooks', perMinute: 1_200 };
const TOKEN = /^[A-Za-z0-9]{22}$/;

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
    {
      ...SIGNED_MESSAGE,
      method: 'POST',
      path: '/api/v1/intake/:token',
      limit: WEBHOOKS,
      maximumBytes: 256 * 1024,
      handler: (request) => signedMessage(deps, request),
    },
  ];
}

async function formOf(deps: IntakeDeps, { params }: RawRequest): Promise<Found | null> {
  const token = params['token'] ?? '';
  return TOKEN.test(token) ? findFound(deps, token, ['web_form']) : null;
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

/** 401 for whatever is not signed as agreed, and for an address that nobody has: a stranger learns nothing. */
async function signedMessage(deps: IntakeDeps, request: RawRequest): Promise<RawAnswer> {
  const unsigned: RawAnswer = { kind: 'problem', failure: failure('intake.unsigned', 401) };
  const token = request.params['token'] ?? '';
  const found = TOKEN.test(token) ? await findFound(deps, token, ['webhook', 'chat']) : null;
  if (!found) return unsigned;
  const headers = {
    id: request.header('webhook-id'),
    timestamp: request.header('webhook-timestamp'),
    signature: request.header('webhook-signature'),
  };
  const answer = await receiveSigned(deps, found, headers, request.body);
  if (answer.kind === 'unsigned') return unsigned;
  if (answer.kind === 'malformed') return { kind: 'problem', failure: failure('request.malformed', 400) };
  const { requestId, state, enquiryId, reasons } = answer.taken;
  const said = reasons.map(({ code, field }) => ({ code, field }));
  const body: IntakeReceipt = { requestId, state, enquiryId, reasons: said };
  // Kept and shown to people: to send the same again would not help. The sender is told what was wrong.
  return { kind: 'json', status: state === 'rejected' ? 422 : 202, body };
}
