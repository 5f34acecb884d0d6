import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Permission, StreamEvent } from '@anbu/contract';
import { may, type Actor } from '../db/index.ts';
import type { HttpDeps } from './deps.ts';
import { failure } from './problem.ts';
import { Refusing } from './refusing.ts';
import type { StreamMessage } from './stream-types.ts';

const HEARTBEAT = 15_000;
const RECHECK = 60_000;
/** Tabs of one user that listen at once. */
const MOST_PER_USER = 12;
/** A reader that takes nothing for this much is gone or asleep: it comes back with its position. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** Who may hear of what. A type that is not here is told to nobody. */
const NEEDED: readonly (readonly [prefix: string, permission: Permission])[] = [
  ['people.', 'people.read'],
  ['timeline.', 'people.read'],
  ['consents.', 'people.read'],
  ['enquiries.', 'enquiries.read'],
  ['channels.transport_', 'settings.read'],
  ['channels.letters_', 'letters.post'],
  ['channels.messages_', 'metrics.read'],
  ['channels.', 'people.read'],
  ['roster.', 'enquiries.read'],
  ['desk.viewers_', 'people.read'],
  ['desk.', 'enquiries.read'],
  ['reminders.', 'enquiries.read'],
  ['notices.contact_', 'enquiries.read'],
  ['notices.', 'settings.read'],
  ['integrations.', 'imports.run'],
  ['imports.', 'imports.run'],
  ['exports.unusual', 'audit.read'],
  ['exports.', 'enquiries.export'],
  ['inbox.', 'people.read'],
  ['intake.', 'people.read'],
  ['mail.', 'settings.read'],
  ['telephony.exchange_', 'settings.read'],
  ['telephony.agent_', 'enquiries.read'],
  ['telephony.', 'people.read'],
  ['jobs.', 'jobs.read'],
  ['analytics.', 'metrics.read'],
  ['audit.', 'audit.read'],
  ['identity.', 'settings.read'],
];

export function mayHear(actor: Actor, type: string): boolean {
  const needed = NEEDED.find(([prefix]) => type.startsWith(prefix));
  return needed !== undefined && may(actor, needed[1]);
}

/**
 * GET /stream: server-sent events. `id` is the position; `event: begins` says from where on a reader without one hears, `event: reset` that it was away
 * too long.
 */
export function registerStream(
  app: FastifyInstance,
  deps: HttpDeps,
  path: string,
  authenticate: (request: FastifyRequest) => Promise<void>,
): void {
  const { stream } = deps;
  if (stream === null) return;
  const open = new Map<string, number>();
  const closers = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const close of closers) close();
  });

  // Not for HEAD: it would listen for nothing.
  app.get(path, { compress: false, exposeHeadRoute: false, onRequest: authenticate }, async (request, reply) => {
    const actor = request.actor!;
    const who = actor.userId ?? actor.apiKeyId ?? 'system';
    const listening = open.get(who) ?? 0;
    if (listening >= MOST_PER_USER) throw new Refusing(failure('request.too_many', 429, { seconds: 15 }, 15));
    const after = lastPosition(request);
    reply.hijack();
    const { raw } = reply;
    // Gone while it was being checked: its end has been told already, and would never be told again.
    if (raw.closed || raw.destroyed) return;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 3000\n\n');
    open.set(who, listening + 1);
    deps.metrics.streams.inc();

    let current = actor;
    const heartbeat = setInterval(() => write(reply, ': \n\n'), HEARTBEAT);
    const recheck = setInterval(() => {
      authenticate(request).then(
        () => (current = request.actor!),
        () => raw.end(),
      );
    }, RECHECK);
    const close = () => raw.end();
    closers.add(close);
    let unsubscribe: (() => void) | null = null;
    raw.once('close', () => {
      clearInterval(heartbeat);
      clearInterval(recheck);
      closers.delete(close);
      unsubscribe?.();
      const left = (open.get(who) ?? 1) - 1;
      if (left === 0) open.delete(who);
      else open.set(who, left);
      deps.metrics.streams.dec();
    });
    try {
      const end = await stream.subscribe(actor.orgId, after, {
        onEvent: ({ position, event }: StreamMessage) => {
          // A position that this reader may not see still moves it on.
          write(reply, mayHear(current, event.type) ? message(position, event) : `id: ${position}\n\n`);
        },
        onBegins: (position) => write(reply, `event: begins\nid: ${position}\n\n`),
        onReset: (position) => write(reply, `event: reset\nid: ${position}\ndata: {}\n\n`),
      });
      if (raw.closed) end();
      else unsubscribe = end;
    } catch (error) {
      deps.log.warn({ err: error, requestId: request.id }, 'the stream could not be read');
      raw.end();
    }
  });
}

function message(position: number, event: StreamEvent): string {
  const { type, ids, by } = event;
  return `id: ${position}\ndata: ${JSON.stringify({ type, ids, by })}\n\n`;
}

function write(reply: FastifyReply, text: string): void {
  const { raw } = reply;
  if (raw.writableEnded) return;
  raw.write(text);
  if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
}

function lastPosition(request: FastifyRequest): number | null {
  const asked = request.headers['last-event-id'] ?? (request.query as Record<string, unknown>)['lastEventId'];
  return typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : null;
}
