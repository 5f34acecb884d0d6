import type { SchemaBook } from './openapi-schemas.ts';
import type { Content, Operation, Parameter, Response } from './openapi-types.ts';
import type { RawBody, RawRoute } from './raw-route.ts';

/** Spec: Standard Webhooks. */
export const SIGNATURE_SCHEME = {
  type: 'apiKey',
  in: 'header',
  name: 'webhook-signature',
  description:
    'Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`, with the bytes of the secret after `whsec_`. Several may stand there with spaces between.',
};

const SIGNED: readonly Parameter[] = [
  {
    name: 'webhook-id',
    in: 'header',
    required: true,
    description: "The sender's number of the message: sent again, signed anew, it has no second effect",
    schema: { type: 'string', maxLength: 200 },
  },
  {
    name: 'webhook-timestamp',
    in: 'header',
    required: true,
    description: 'Seconds since 1970, at most five minutes from now',
    schema: { type: 'string', pattern: '^[0-9]{1,12}$' },
  },
];

/** A public address that is no JSON act of a user, as its route describes itself. */
export function rawOperation(book: SchemaBook, route: RawRoute, problem: Response): Operation {
  const { operationId, summary, description, tag, security, params, query, body, answers } = route;
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    security: security === 'signature' ? [{ signature: [] }] : [],
    parameters: [
      ...book.parametersOf(params, 'path'),
      ...book.parametersOf(query, 'query'),
      ...(security === 'signature' ? SIGNED : []),
    ],
    ...(body ? { requestBody: { required: true, content: contentOf(book, body, 'input') } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          { description: answer.description, content: contentOf(book, answer, 'output') },
        ]),
      ),
      default: problem,
    },
  };
}

function contentOf(book: SchemaBook, { type, schema, examples = {} }: RawBody, io: 'input' | 'output'): Content {
  const named = Object.entries(examples).map(([name, value]) => [name, { value }] as const);
  return {
    [type]: {
      schema: book.schemaOf(schema, io),
      ...(named.length > 0 ? { examples: Object.fromEntries(named) } : {}),
    },
  };
}
