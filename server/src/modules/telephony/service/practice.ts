import { ExchangeInput } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { newToken } from '../../../platform/webhooks/index.ts';
import { insertExchange, updateHeard } from '../store/exchange-store.ts';

/** An exchange from which nothing comes, for a demo: it has an address and no secret, until somebody asks for one. */
export async function addPracticeExchange(
  tx: Tx,
  { name, siteId, recordingBase }: { readonly name: string; readonly siteId: Id; readonly recordingBase: string },
): Promise<Id> {
  const { host, port, username, ...input } = ExchangeInput.parse({ kind: 'webhook', name, recordingBase });
  const id = newId();
  const row = { ...input, id, siteId, host: null, port: null, username: null, secrets: [], token: newToken() };
  await insertExchange(tx, { ...row, recordingAnnounced: true });
  await updateHeard(tx, id);
  return id;
}
