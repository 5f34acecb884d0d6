import { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Tx } from '../../../platform/db/index.ts';
import { updateSealed } from '../store/transport-store.ts';
import type { HeardText, Receipt, Transport, TransportSecrets } from '../transports/index.ts';
import { makeTransport } from '../transports/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { SECRET_PURPOSE, type ChannelsDeps } from './deps.ts';
import { isMark, makeMark, type MarkKeys } from './marks.ts';
import { returnMark } from './returns.ts';

const Secrets = z.record(z.string(), z.string());

/** What of a transport is sealed, open. */
export function secretsOf(deps: Pick<ChannelsDeps, 'secrets'>, row: TransportRow): TransportSecrets {
  return row.sealed === null ? {} : Secrets.parse(JSON.parse(deps.secrets.open(row.sealed, SECRET_PURPOSE)));
}

/** A way out with its secrets, not yet connected. `onReceipts` and `onText` resolve once what was heard is stored. */
export function openTransport(
  deps: ChannelsDeps,
  orgId: Id,
  row: TransportRow,
  onReceipts: (receipts: readonly Receipt[]) => Promise<void>,
  onText: (text: HeardText) => Promise<void>,
): Transport {
  return makeTransport(row, {
    outgoing: deps.outgoing,
    secrets: secretsOf(deps, row),
    onReceipts,
    onText,
    keepSecrets: (secrets) => keepSecrets(deps, orgId, row, secrets),
    receiptUrl: (messageId) => receiptUrl(deps, row, messageId),
    returnMark: (messageId) => returnMark(deps, row.token, messageId),
  });
}

/** What the other end gave in the place of a secret; nothing where somebody has changed them meanwhile. */
async function keepSecrets(deps: ChannelsDeps, orgId: Id, row: TransportRow, secrets: TransportSecrets): Promise<void> {
  const sealed = deps.secrets.seal(JSON.stringify(secrets), SECRET_PURPOSE);
  const work = async (tx: Tx) => ok(await updateSealed(tx, row.id, row.version, sealed));
  must(await deps.database.inTxAgain(systemActor(orgId, 'channels'), work));
}

export const RECEIPT_PATH = '/api/v1/receipts';
/** Where a provider brings what people send. */
export const HEARD_PATH = '/api/v1/received';
/** Where a chat brings what people write. */
export const CHAT_PATH = '/api/v1/received-chats';
/** Where a fax server brings what it received. */
export const FAX_PATH = '/api/v1/received-faxes';

/** Where a provider reports; of a single message with a mark that only we could make (`%d` is filled by the gateway). */
export function receiptUrl(
  deps: Pick<ChannelsDeps, 'publicUrl' | 'receiptKeys'>,
  row: TransportRow,
  messageId: string | null,
): string {
  const base = new URL(`${RECEIPT_PATH}/${row.kind}/${row.token}`, deps.publicUrl).href;
  return messageId === null ? base : `${base}?id=${messageId}&mark=${markOf(deps, row.token, messageId)}&state=%d`;
}

const asText = (digest: Buffer) => digest.toString('base64url');

function markOf(deps: MarkKeys, token: string, messageId: string): string {
  return makeMark(deps, `${token} ${messageId}`, asText);
}

/** Whether a report of a message bears the mark that only we could make. */
export function isOurMark(deps: MarkKeys, token: string, messageId: string, mark: string): boolean {
  return isMark(deps, `${token} ${messageId}`, asText, mark);
}

const HEARD = 'received';

/** Where a provider brings texts. One that cannot sign gets an address with a mark that only we could make. */
export function heardUrl(
  deps: Pick<ChannelsDeps, 'publicUrl' | 'receiptKeys'>,
  row: Pick<TransportRow, 'kind' | 'token'>,
): string {
  const base = new URL(`${HEARD_PATH}/${row.kind}/${row.token}`, deps.publicUrl).href;
  return row.kind === 'kannel' ? `${base}?mark=${markOf(deps, row.token, HEARD)}` : base;
}

/** The same of the address at which texts come in. */
export function isHeardMark(deps: MarkKeys, token: string, mark: string): boolean {
  return isOurMark(deps, token, HEARD, mark);
}
