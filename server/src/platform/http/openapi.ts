import { Problem } from '@anbu/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PRODUCT_VERSION } from '../version.ts';
import { SchemaBook, type JsonSchema } from './openapi-schemas.ts';
import type { PublicRoute, Route } from './route.ts';

export type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: JsonSchema }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
};
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;
export type OpenapiDocument = {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
};

const TEXT: JsonSchema = { type: 'string' };
const STREAM: Operation = {
  operationId: 'readStream',
  summary: 'What changed, as server-sent events',
  description: 'Each event needs the permission to read what it tells of.',
  tags: ['stream'],
  security: [{ bearer: [] }, { cookie: [] }],
  parameters: [{ name: 'lastEventId', in: 'query', required: false, schema: TEXT }],
  responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: TEXT } } } },
};

/** OpenAPI 3.1 of routes. The routes are data and so is this: nothing is asked of the server that runs them. */
export function openapiOf(
  prefix: string,
  routes: readonly (Route | PublicRoute)[],
  publicUrl: URL,
  server: FastifyInstance,
): OpenapiDocument {
  const book = new SchemaBook();
  // Answers first: where a schema reads differently as a request, the request takes the longer name.
  const problem = book.schemaOf(Problem, 'output');
  const replies = new Map(routes.map((route) => [route, book.schemaOf(route.reply, 'output')]));
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = (prefix + route.path).replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operationOf(book, route, replies.get(route)!, problem),
    };
  }
  if (server.hasRoute({ method: 'GET', url: `${prefix}/stream` })) paths[`${prefix}/stream`] = { get: STREAM };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Anbu',
      version: PRODUCT_VERSION,
      description:
        'Errors are RFC 9457 problems with `code`, `params` and `errors[]`. Lists give `items` and `nextCursor`. Every POST takes an `Idempotency-Key`, every PATCH an `If-Match`.',
    },
    servers: [{ url: publicUrl.origin }],
    paths,
    components: {
      schemas: book.components(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key: anbu api-key create' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-anbu', description: 'The session of the web interface' },
      },
    },
  };
}

function operationOf(book: SchemaBook, route: Route | PublicRoute, reply: JsonSchema, problem: JsonSchema): Operation {
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
      ...(full && route.method === 'POST' ? [headerOf('Idempotency-Key')] : []),
      ...(full && route.method === 'PATCH' ? [headerOf('If-Match')] : []),
    ],
    ...(requestBody ? { requestBody } : {}),
    responses: {
      [status]:
        status === 204
          ? { description: 'Done' }
          : { description: 'Done', content: full?.produces ? { [full.produces]: { schema: TEXT } } : jsonOf(reply) },
      default: { description: 'A problem', content: { 'application/problem+json': { schema: problem } } },
    },
  };
}

function headerOf(name: string): Operation['parameters'][number] {
  return { name, in: 'header', required: false, schema: TEXT };
}

function jsonOf(schema: JsonSchema): Content {
  return { 'application/json': { schema } };
}

function bodyOf(book: SchemaBook, route: Route | PublicRoute): Operation['requestBody'] {
  if ('upload' in route && route.upload) {
    const file = z.string().meta({ format: 'binary' });
    const form = route.body instanceof z.ZodObject ? z.object({ file, ...route.body.shape }) : z.object({ file });
    return { required: true, content: { 'multipart/form-data': { schema: book.schemaOf(form, 'input') } } };
  }
  if (!(route.body instanceof z.ZodType)) return undefined;
  return { required: !route.body.safeParse({}).success, content: jsonOf(book.schemaOf(route.body, 'input')) };
}
