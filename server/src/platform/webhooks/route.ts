import type { Id } from '../../kernel/ids.ts';
import { ok } from '../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../db/index.ts';
import { failure } from '../http/problem.ts';
import type { RawAnswer, RawRoute } from '../http/raw-route.ts';
import type { Seals } from './secrets.ts';
import { checkWebhook } from './signature.ts';
import { findWebhook, insertMessage } from './store.ts';
import { isToken } from './token.ts';

/** No message that people mean has more objects and lists in each other. */
const MOST_LEVELS = 64;

export type WebhookDeps = { readonly database: Database; readonly secrets: Seals };

/** A message whose signature holds. Whether it is a copy says `isCopy`, in the transaction that takes it. */
export type SignedMessage = {
  /** The sender's own number; a retry has the same one and another signature. */
  readonly id: string;
  readonly signature: string;
  readonly raw: Buffer;
  /** Of the body, as JSON. */
  readonly content: unknown;
};

export type SignedRoute<T> = Omit<RawRoute, 'method' | 'security' | 'handler'> & {
  /** The code of the answer 401, which says the same to whoever is not the sender. */
  readonly unsigned: string;
  /** Whose public address it is, before an organisation is known. */
  readonly address: (database: Database, token: string) => Promise<{ readonly orgId: Id; readonly id: Id } | null>;
  /** The way in while it is in use; else null. */
  readonly find: (tx: Tx, id: Id) => Promise<T | null>;
  /** Secrets that it still keeps itself, open: of a time before this mechanism. Whoever takes a message moves them here (`takeSecret`). */
  readonly former?: (way: T) => readonly string[];
  readonly take: (
    found: { readonly orgId: Id; readonly way: T },
    message: SignedMessage,
    unsigned: RawAnswer,
  ) => Promise<RawAnswer>;
};

/**
 * A public address for signed messages (`webhook-id`, `webhook-timestamp`, `webhook-signature`). 401 for whatever is not signed by a secret of the
 * way in over these bytes, is older or newer than five minutes, and for an address that nobody has; 400 for what is signed and no JSON, or nests
 * deeper than anybody means. Spec: reliability R11.
 */
export function signedRoute<T>(deps: WebhookDeps, of: SignedRoute<T>): RawRoute {
  const { unsigned: code, address, find, former, take, ...described } = of;
  const unsigned: RawAnswer = { kind: 'problem', failure: failure(code, 401) };
  return {
    ...described,
    method: 'POST',
    security: 'signature',
    handler: async ({ params, header, body }) => {
      const token = params['token'] ?? '';
      const owner = isToken(token) ? await address(deps.database, token) : null;
      if (!owner) return unsigned;
      const headers = {
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
      };
      const read = await deps.database.inTx(
        systemActor(owner.orgId, 'webhooks'),
        async (tx) => {
          const way = await find(tx, owner.id);
          if (way === null) return ok(null);
          const keys = await openSecrets(tx, deps.secrets, owner.id);
          return ok({ way, keys: keys.length > 0 ? keys : (former?.(way) ?? []), now: tx.now });
        },
        'read',
      );
      if (!read.ok || !read.value) return unsigned;
      const { way, keys, now } = read.value;
      const signed = checkWebhook(keys, headers, body, Math.floor(now / 1000));
      if (!signed.ok) return unsigned;
      const content = jsonOf(body);
      if (content === undefined) return { kind: 'problem', failure: failure('request.malformed', 400) };
      const message = { id: signed.id, signature: signed.signature, raw: body, content };
      return take({ orgId: owner.orgId, way }, message, unsigned);
    },
  };
}

async function openSecrets(tx: Tx, seals: Seals, id: Id): Promise<string[]> {
  const row = await findWebhook(tx, id);
  if (!row) return [];
  const [newest, before] = row.secrets;
  const counts = row.oldSecretUntil !== null && row.oldSecretUntil > tx.now;
  return [newest, counts ? before : undefined].flatMap((sealed) =>
    sealed === undefined ? [] : [seals.open(sealed, row.purpose)],
  );
}

/**
 * Whether this very message was taken before: somebody kept a copy, and it has no effect. In the transaction that takes the message. `keep` its bytes
 * for a day where they are kept nowhere else.
 */
export async function isCopy(tx: Tx, id: Id, message: SignedMessage, keep = false): Promise<boolean> {
  const { id: key, signature, raw } = message;
  return !(await insertMessage(tx, id, { key, signature, raw: keep ? raw : null }));
}

function jsonOf(body: Buffer): unknown {
  try {
    const content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
    return isDeeper(content, MOST_LEVELS) ? undefined : content;
  } catch {
    return undefined;
  }
}

/** Level by level: what nests without end would end whoever goes down into it. */
function isDeeper(content: unknown, levels: number): boolean {
  let level: unknown[] = [content];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
