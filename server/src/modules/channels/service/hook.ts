import type { Tx } from '../../../platform/db/index.ts';
import type { Id } from '../../../kernel/ids.ts';
import { oldSecretsUntil, removeSecrets, takeSecret } from '../../../platform/webhooks/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { HOOK_PURPOSE, type ChannelsDeps } from './deps.ts';
import { secretsOf } from './open.ts';

/** The one secret of a way out by which others sign what they bring: it stands with those of all signed ways in, and the one before counts for a day. */
export const HOOK = 'hookSecret';

type Secrets = Readonly<Record<string, string>>;

/** A secret that is left out stays; an empty one goes. */
export async function takeHook(tx: Tx, deps: Pick<ChannelsDeps, 'secrets'>, id: Id, given: Secrets): Promise<void> {
  const secret = given[HOOK];
  if (secret === '') await removeSecrets(tx, id);
  else if (secret !== undefined) await takeSecret(tx, deps.secrets, id, HOOK_PURPOSE, secret);
}

/** Moves one that stood among the other secrets of the way out, before it is replaced or used. */
export async function moveHook(tx: Tx, deps: Pick<ChannelsDeps, 'secrets'>, row: TransportRow): Promise<void> {
  const hasOne = (await oldSecretsUntil(tx, [row.id])).has(row.id);
  if (!hasOne) await takeHook(tx, deps, row.id, secretsOf(deps, row));
}

/** All others of the secrets: the hook's does not stand among them. */
export function withoutHook(secrets: Secrets): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => name !== HOOK));
}
