import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { must } from '../../kernel/outcome.ts';
import type { HttpDeps } from './deps.ts';
import type { Attachment, Pages, ReadPage } from './route.ts';

/** A download, never shown by the browser. What comes by pages leaves as fast as the reader takes it, and none is read before. */
export function sendAttachment(
  { db, log }: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { fileName, content }: Attachment,
): FastifyReply {
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
  if (typeof content !== 'function') return reply.send(content);
  const read: ReadPage = async (work) => must(await db.inTx(request.actor!, work, 'read'));
  const told = telling(content, read, (error) =>
    log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a download broke off'),
  );
  return reply.send(Readable.from(told, { objectMode: false, highWaterMark: 64 * 1024 }));
}

/** The head has left already: an error can only break the connection, and is told here. */
async function* telling(
  pages: Pages,
  read: ReadPage,
  tell: (error: unknown) => void,
): AsyncGenerator<string | Uint8Array> {
  try {
    yield* pages(read);
  } catch (error) {
    tell(error);
    throw error;
  }
}
