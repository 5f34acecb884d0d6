import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '@anbu/contract';
import { z } from 'zod';
import { ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import { may, type Actor, type Limit, type Tx } from '../db/index.ts';
import { fillTexts, languageOf } from '../i18n.ts';
import { sendAttachment } from './attachment.ts';
import { Deadline } from './deadline.ts';
import type { HttpDeps } from './deps.ts';
import { answerOf, canonical, fingerprintOf, once, type Answer } from './idempotency.ts';
import { makeLimiters } from './limits.ts';
import { asPrecondition, isStale, withPrecondition } from './precondition.ts';
import { failure } from './problem.ts';
import { Refusing } from './refusing.ts';
import { sendAnswer } from './reply.ts';
import type { Across, Attachment, PublicRoute, Route, RouteInput } from './route.ts';
import { receiveForm, removeUpload, type Form } from './upload.ts';
import { parse } from './validation.ts';
import { registerStream } from './stream-route.ts';
import {
  credentialsOf,
  isForeign,
  isSameSite,
  organisationOf,
  sessionTokenOf,
  setSession,
  takeOrganisationOfLink,
  type Credentials,
} from './who.ts';

export const PREFIX = '/api/v1';
/** An act that takes no fields refuses any. */
const NO_BODY = z.strictObject({});

export function registerApi(app: FastifyInstance, deps: HttpDeps): void {
  const limit = makeLimiters(app, deps.limits);
  const origin = deps.publicUrl.origin;

  /** In the organisation that the request names, else in the session's or the key's own. */
  function find(
    request: FastifyRequest,
    credentials: Credentials,
    slug: string | null,
  ): Promise<Actor | 'elsewhere' | null> {
    const about = { address: request.ip, language: languageOf(request.headers['accept-language']) };
    const { authenticator } = deps;
    if (credentials.kind === 'key') {
      const { key } = credentials;
      return slug === null ? authenticator.byApiKey(key, about) : authenticator.byApiKeyIn(key, slug, about);
    }
    if (credentials.kind === 'none') return Promise.resolve(null);
    const { token } = credentials;
    const userAgent = request.headers['user-agent']?.slice(0, 400) ?? null;
    return slug === null
      ? authenticator.bySession(token, { ...about, userAgent })
      : authenticator.bySessionIn(token, slug, about);
  }

  async function authenticate(request: FastifyRequest, ofLink: string | null = null): Promise<void> {
    const credentials = credentialsOf(request);
    const actor = await find(request, credentials, organisationOf(request) ?? ofLink);
    if (actor === null) {
      const tooMany = credentials.kind === 'none' ? null : await limit.unknown(request);
      throw new Refusing(tooMany ?? failure('request.unauthenticated', 401));
    }
    if (actor === 'elsewhere') throw new Refusing((await limit.unknown(request)) ?? failure('request.elsewhere', 403));
    request.actor = { ...actor, requestId: request.id, address: request.ip };
    if (credentials.kind === 'session' && !isSafe(request) && !isSameSite(request, origin)) {
      throw new Refusing(failure('request.cross_site', 403));
    }
    const tooMany = await limit.actor(request);
    if (tooMany) throw new Refusing(tooMany);
  }

  registerStream(app, deps, `${PREFIX}/stream`, (request) => authenticate(request));

  for (const route of deps.routes) {
    app.route({
      method: route.method,
      url: PREFIX + route.path,
      config: { apiRoute: route },
      onRequest: async (request) => {
        await authenticate(request, route.produces ? takeOrganisationOfLink(request) : null);
        if (route.permission !== 'signed-in' && !may(request.actor!, route.permission)) {
          throw new Refusing(failure('request.forbidden', 403, { permission: route.permission }));
        }
        if (!route.upload) refuseForm(request);
      },
      handler: async (request, reply) => handle(deps, route, request, reply),
    });
  }

  for (const route of deps.publicRoutes) {
    app.route({
      method: route.method,
      url: PREFIX + route.path,
      onRequest: async (request) => {
        if (isSafe(request)) return;
        refuseForm(request);
        // Signing out and in from a foreign page would change who the user is.
        const foreign = sessionTokenOf(request) ? !isSameSite(request, origin) : isForeign(request, origin);
        if (foreign) throw new Refusing(failure('request.cross_site', 403));
        const { limit: counted = 'signIn' } = route;
        const tooMany = counted === 'none' ? null : await limit[counted](request);
        if (tooMany) throw new Refusing(tooMany);
      },
      handler: async (request, reply) => handlePublic(route, request, reply),
    });
  }
}

function isSafe(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
}

/** A form where JSON is expected is not read at all. */
function refuseForm(request: FastifyRequest): void {
  if (!/^\s*multipart\//i.test(request.headers['content-type'] ?? '')) return;
  throw new Refusing(failure('request.unsupported_media_type', 415, { expected: 'application/json' }));
}

async function handle(deps: HttpDeps, route: Route, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  let form: Form | null = null;
  if (route.upload) {
    const received = await receiveForm(request, deps.uploadDir, route.upload.maximumBytes);
    if (!received.ok) throw new Refusing(received.refusal);
    form = received.value;
  }
  const deadline = new Deadline();
  const work = answer(deps, route, request, form, deadline);
  try {
    const outcome = await deadline.race(work, deps.deadlineMilliseconds);
    if (!outcome.ok) throw new Refusing(outcome.refusal);
    return route.produces
      ? sendAttachment(deps, request, reply.type(route.produces), outcome.value.reply as Attachment)
      : sendAnswer(PREFIX, route, reply, outcome.value);
  } finally {
    // After a missed deadline the work may still read the file.
    if (form) void work.catch(() => undefined).then(() => removeUpload(form.upload));
  }
}

async function answer(
  deps: HttpDeps,
  route: Route,
  request: FastifyRequest,
  form: Form | null,
  limit: Limit,
): Promise<Outcome<Answer>> {
  const ifMatch = route.method === 'PATCH' ? request.headers['if-match'] : undefined;
  const bodies = withPrecondition(route, ifMatch, form ? { ...form.fields } : bodyOf(request));
  if (!bodies.ok) return bodies;
  let outcome: Outcome<Answer> | null = null;
  for (const body of bodies.value) {
    outcome = await answerOnce(deps, route, request, { form, body, limit });
    // Of several versions that the caller would take another one may be the current one.
    if (!isStale(outcome)) return outcome;
  }
  return asPrecondition(ifMatch, outcome!);
}

async function answerOnce(
  deps: HttpDeps,
  route: Route,
  request: FastifyRequest,
  { form, body, limit }: { readonly form: Form | null; readonly body: unknown; readonly limit: Limit },
): Promise<Outcome<Answer>> {
  const input = inputOf(route, request, form, body);
  if (!input.ok) return input;
  if (route.across) return acrossOf(deps, route, request.actor!, input.value, limit);
  const act = (tx: Tx) => actOf(route, tx, input.value);
  const run = (work: (tx: Tx) => Promise<Outcome<Answer>>) =>
    deps.db.inTxAgain(request.actor!, work, { mode: route.mode ?? 'write', tries: 2, limit });
  const key = route.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  if (key === undefined) return run(act);
  const content = form ? { ...form.fields, file: form.upload.sha256 } : bodyOf(request);
  const fingerprint = fingerprintOf([request.method, request.url, canonical(content)]);
  return run((tx) => once(tx, String(key), fingerprint, () => act(tx), { secret: route.secretReply }));
}

/** Nothing sent is a body without fields; `null` is no body that anything takes. */
function bodyOf(request: FastifyRequest): unknown {
  return request.body === undefined ? {} : request.body;
}

function inputOf(
  route: Route,
  request: FastifyRequest,
  form: Form | null,
  body: unknown,
): Outcome<RouteInput<unknown, unknown, unknown>> {
  const parts = {
    params: parsePart(route.params, request.params),
    query: parsePart(route.query, { ...(request.query as object) }),
    body: parsePart(route.body ?? (isSafe(request) ? undefined : NO_BODY), body),
  };
  // An address that is no address of a thing names no thing.
  if (!parts.params.ok) return refuse('request.not_found', { what: 'path' }, 404);
  const errors = [parts.query, parts.body].flatMap((part) => (part.ok ? [] : (part.refusal.errors ?? [])));
  if (!parts.query.ok || !parts.body.ok) {
    return { ok: false, refusal: { code: 'request.invalid', params: {}, status: 422, errors } };
  }
  return ok({
    params: parts.params.value,
    query: parts.query.value,
    body: parts.body.value,
    upload: form?.upload ?? null,
  } as RouteInput<unknown, unknown, unknown>);
}

function parsePart(schema: unknown, input: unknown): Outcome<unknown> {
  return schema instanceof z.ZodType ? parse(schema, input) : ok(undefined);
}

/** The reply is parsed inside the transaction: what does not fit its schema is a bug and leaves no effect. */
async function actOf(route: Route, tx: Tx, input: RouteInput<unknown, unknown, unknown>): Promise<Outcome<Answer>> {
  return replied(route, tx.actor.language, await route.handler(tx, input as never));
}

/** Each organisation in a transaction of its own, one after the other: a request never waits for a second connection while it holds one. */
async function acrossOf(
  deps: HttpDeps,
  route: Route,
  actor: Actor,
  input: RouteInput<unknown, unknown, unknown>,
  limit: Limit,
): Promise<Outcome<Answer>> {
  const across: Across = {
    actor,
    inTx: (there, work, mode) => deps.db.inTxAgain(there, work, { mode, tries: 2, limit }),
  };
  return replied(route, actor.language, await route.across!(across, input as never));
}

function replied(route: Route, language: Language, outcome: Outcome<unknown>): Outcome<Answer> {
  if (!outcome.ok) return outcome;
  fillTexts(language, outcome.value);
  const reply = route.reply.parse(outcome.value);
  const status = reply === null ? 204 : (route.status ?? 200);
  return ok(route.produces ? { status, reply, text: null } : answerOf(status, reply));
}

async function handlePublic(route: PublicRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const body = parsePart(route.body, bodyOf(request));
  if (!body.ok) throw new Refusing(body.refusal);
  const outcome = await route.handler({
    body: body.value as never,
    address: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 400) ?? null,
    language: languageOf(request.headers['accept-language']),
    sessionToken: sessionTokenOf(request),
  });
  if (!outcome.ok) throw new Refusing(outcome.refusal);
  if (outcome.value.session) setSession(reply, outcome.value.session);
  const parsed = route.reply.parse(outcome.value.reply);
  reply.code(parsed === null ? 204 : (route.status ?? 200));
  return parsed === null ? reply.send() : reply.send(parsed);
}
