import type { FastifyReply } from 'fastify';
import type { Answer } from './idempotency.ts';
import { etagOf } from './precondition.ts';
import type { Route } from './route.ts';

/** Sends what an act answered, with its ETag and, of something made, its address. A repetition is sent by the same way: the same bytes and headers. */
export function sendAnswer(prefix: string, route: Route, reply: FastifyReply, answer: Answer): FastifyReply {
  const etag = etagOf(answer.reply);
  if (etag !== null) reply.header('etag', etag);
  const location = locationOf(route, answer.reply);
  if (location !== null) reply.header('location', prefix + location);
  reply.code(answer.status);
  return answer.text === null ? reply.send() : reply.type('application/json; charset=utf-8').send(answer.text);
}

/** The route's address pattern with the fields of the answer in it. */
function locationOf(route: Route, reply: unknown): string | null {
  if (route.location === undefined || typeof reply !== 'object' || reply === null) return null;
  const fields = reply as Readonly<Record<string, unknown>>;
  return route.location.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(fields[name])));
}
