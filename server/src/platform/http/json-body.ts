import type { FastifyInstance, FastifyRequest } from 'fastify';

export const JSON_LIMIT_BYTES = 1024 * 1024;
export const JSON_DEPTH = 32;

/** JSON in strict UTF-8, at most 32 deep, without `__proto__` and `constructor.prototype`. Other media types than those registered are 415. */
export function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: JSON_LIMIT_BYTES },
    (request: FastifyRequest, body: Buffer, done) => {
      if (body.length === 0) return done(null, undefined);
      if (depthOf(body) > JSON_DEPTH) return done(malformed('deeper than allowed'));
      try {
        // The default parser calls back at once.
        void parse(request, decoder.decode(body), (error, value) => (error ? done(malformed()) : done(null, value)));
      } catch {
        done(malformed());
      }
    },
  );
}

function malformed(why = 'no valid JSON'): Error {
  return Object.assign(new Error(why), { statusCode: 400 });
}

/** The deepest nesting of brackets outside of texts; stops counting beyond the limit. */
export function depthOf(body: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index];
    if (inText) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > JSON_DEPTH) return deepest;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}
