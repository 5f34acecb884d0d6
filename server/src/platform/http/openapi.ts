import { Problem } from '@anbu/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PRODUCT_VERSION } from '../version.ts';
import { rawOperation, SIGNATURE_SCHEME } from './openapi-raw.ts';
import { SchemaBook, type JsonSchema } from './openapi-schemas.ts';
import type { Content, OpenapiDocument, Operation, Parameter, Response } from './openapi-types.ts';
import type { RawRoute } from './raw-route.ts';
import type { PublicRoute, Route } from './route.ts';

const TEXT: JsonSchema = { type: 'string' };
const PROBLEM_EXAMPLE: Problem = {
  type: 'urn:anbu:problem:enquiries.field_required',
  title: 'Unprocessable content',
  status: 422,
  code: 'enquiries.field_required',
  params: { field: 'promiseAt' },
  detail: 'Please fill in: Promised time',
  errors: [
    {
      field: 'promiseAt',
      code: 'enquiries.field_required',
      params: { field: 'promiseAt' },
      text: 'Please fill in: Promised time',
    },
  ],
  requestId: '0f0e7a52-3a5c-4c8e-9d0b-0c6a5a1f8b11',
};

function streamOperation(problem: Response): Operation {
  return {
    operationId: 'readStream',
    summary: 'What changed, as server-sent events',
    description: 'Each event needs the permission to read what it tells of.',
    tags: ['stream'],
    security: [{ bearer: [] }, { cookie: [] }],
    parameters: [
      { name: 'lastEventId', in: 'query', required: false, schema: TEXT },
      { ...headerOf('Last-Event-ID'), description: 'Goes before the parameter; browsers send it by themselves' },
    ],
    responses: {
      200: {
        description:
          'Events: `id` is the position, `event: begins` says from where on one without a position hears, `event: reset` that the reader was away too long',
        content: {
          'text/event-stream': {
            schema: TEXT,
            example:
              'id: 42\ndata: {"type":"enquiries.call_recorded","ids":["0199aa00-0000-7000-8000-000000000001"],"by":null}\n\n',
          },
        },
      },
      default: problem,
    },
  };
}

/** OpenAPI 3.1 of routes. The routes are data and so is this: nothing is asked of the server that runs them. */
export function openapiOf(
  prefix: string,
  routes: readonly (Route | PublicRoute)[],
  rawRoutes: readonly RawRoute[],
  publicUrl: URL,
  server: FastifyInstance,
): OpenapiDocument {
  const book = new SchemaBook();
  // Answers first: where a schema reads differently as a request, the request takes the longer name.
  const problem: Response = {
    description: 'A problem',
    content: {
      'application/problem+json': { schema: book.schemaOf(Problem, 'output'), example: PROBLEM_EXAMPLE },
    },
  };
  const replies = new Map(routes.map((route) => [route, book.schemaOf(route.reply, 'output')]));
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = (prefix + route.path).replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operationOf(book, route, replies.get(route)!, problem),
    };
  }
  for (const route of rawRoutes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: rawOperation(book, route, problem) };
  }
  if (server.hasRoute({ method: 'GET', url: `${prefix}/stream` }))
    paths[`${prefix}/stream`] = { get: streamOperation(problem) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Anbu',
      version: PRODUCT_VERSION,
      description:
        'Errors are RFC 9457 problems with `code`, `params` and `errors[]`. Lists give `items` and `nextCursor`. Every POST takes an `Idempotency-Key`, every PATCH an `If-Match`. What is signed instead – messages from outside – is known by its `webhook-id`.',
    },
    servers: [{ url: publicUrl.origin }],
    paths,
    components: {
      schemas: book.components(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key: anbu api-key create' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-anbu', description: 'The session of the web interface' },
        signature: SIGNATURE_SCHEME,
      },
    },
  };
}

function operationOf(book: SchemaBook, route: Route | PublicRoute, reply: JsonSchema, problem: Response): Operation {
  const full = 'permission' in route ? route : null;
  const status = route.reply instanceof z.ZodNull ? 204 : (route.status ?? 200);
  const requestBody = bodyOf(book, route);
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(full ? { description: `Permission: ${full.permission}` } : {}),
    tags: [route.tag],
    security: full ? [{ bearer: [] }, { cookie: [] }] : [],
    parameters: [
      ...book.parametersOf(full?.params, 'path'),
      ...book.parametersOf(full?.query, 'query'),
      ...(route.method === 'POST' ? [keyHeader(full !== null)] : []),
      ...(full && route.method === 'PATCH' ? [headerOf('If-Match')] : []),
      ...(full ? [ORGANISATION_HEADER] : []),
      ...(full?.produces ? [ORGANISATION_OF_LINK] : []),
    ],
    ...(requestBody ? { requestBody } : {}),
    responses: { [status]: doneOf(full, status, reply), default: problem },
  };
}

function doneOf(route: Route | null, status: number, reply: JsonSchema): Response {
  if (status === 204) return { description: 'Done' };
  if (route?.produces) return { description: 'Done', content: { [route.produces]: { schema: TEXT } } };
  const content = jsonOf(reply, route?.example?.reply);
  if (route?.location === undefined) return { description: 'Done', content };
  const location = { description: `Where it is read: ${route.location}`, schema: TEXT };
  return { description: 'Made', headers: { Location: location }, content };
}

function keyHeader(isKept: boolean): Parameter {
  const description = isKept
    ? 'A repetition within a day gets the same answer and has no second effect'
    : 'Taken, not kept: what is answered holds a session or changes nothing twice';
  return { ...headerOf('Idempotency-Key'), description };
}

const ORGANISATION_HEADER: Parameter = {
  ...headerOf('Anbu-Organisation'),
  description: 'The slug of the organisation to act in, for who works for several; 403 where she has no desk there',
};

const ORGANISATION_OF_LINK: Parameter = {
  name: 'organisation',
  in: 'query',
  required: false,
  schema: TEXT,
  description: 'The same in the address of a link, which sends no header',
};

function headerOf(name: string): Parameter {
  return { name, in: 'header', required: false, schema: TEXT };
}

function jsonOf(schema: JsonSchema, example?: unknown): Content {
  return { 'application/json': { schema, ...(example === undefined ? {} : { example }) } };
}

function exampleOf(route: Route | PublicRoute): unknown {
  return 'example' in route ? route.example?.body : undefined;
}

function bodyOf(book: SchemaBook, route: Route | PublicRoute): Operation['requestBody'] {
  if ('upload' in route && route.upload) {
    const file = z.string().meta({ format: 'binary' });
    const form = route.body instanceof z.ZodObject ? z.object({ file, ...route.body.shape }) : z.object({ file });
    return { required: true, content: { 'multipart/form-data': { schema: book.schemaOf(form, 'input') } } };
  }
  if (!(route.body instanceof z.ZodType)) return undefined;
  return {
    required: !route.body.safeParse({}).success,
    content: jsonOf(book.schemaOf(route.body, 'input'), exampleOf(route)),
  };
}
