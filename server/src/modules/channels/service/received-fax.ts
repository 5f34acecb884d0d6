import { ReceivedFax } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Tx } from '../../../platform/db/index.ts';
import { sniff } from '../../../platform/files/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { textOf } from '../../../platform/i18n.ts';
import { checkWebhook, type SignedHeaders } from '../../../platform/webhook-signature.ts';
import { countryOf, defaultSite } from '../../identity/index.ts';
import { insertHook } from '../store/fax-store.ts';
import { findAddress, findTransport } from '../store/transport-store.ts';
import type { ChannelsDeps } from './deps.ts';
import { secretsOf } from './open.ts';

/** Keeps what came in, in the transaction; the same one again does nothing. */
export type KeepFax = (
  tx: Tx,
  fax: {
    readonly wayId: Id;
    readonly channel: 'fax';
    readonly from: string | null;
    readonly fromName: string | null;
    readonly to: string | null;
    readonly text: string;
    readonly externalId: string;
    readonly receivedAt?: Instant;
    readonly raw: Readonly<Record<string, unknown>>;
    readonly files: readonly { readonly name: string; readonly mediaType: string; readonly content: Uint8Array }[];
  },
) => Promise<Outcome<{ readonly id: Id; readonly repeated: boolean }>>;

const TOKEN = /^[A-Za-z0-9]{22}$/;
const SPOKEN = { KR: 'ko', US: 'en', CN: 'zh' } as const;
const UNSIGNED = refuse('channels.unsigned', {}, 401);

/**
 * A fax that a server of the organisation's own received. What is unsigned, wrongly signed, old or a copy is refused channels.unsigned 401 and has no effect; the same fax
 * signed anew is the hook's second try, and is told of the first one. Refuses by field what is no fax: `file` channels.no_page. Spec: R11.
 */
export async function takeFax(
  deps: ChannelsDeps,
  keep: KeepFax,
  token: string,
  headers: SignedHeaders,
  body: Buffer,
): Promise<Outcome<{ readonly id: Id; readonly repeated: boolean }>> {
  const address = TOKEN.test(token) ? await findAddress(deps.database, token) : null;
  if (!address) return UNSIGNED;
  const actor = systemActor(address.orgId, 'channels: fax');
  const found = await deps.database.inTx(actor, async (tx) => ok(await findTransport(tx, address.transportId)), 'read');
  const way = found.ok ? found.value : null;
  const secret = way?.kind === 'hylafax' && way.active ? (secretsOf(deps, way)['hookSecret'] ?? '') : '';
  if (!way || secret === '') return UNSIGNED;
  const signed = checkWebhook([secret], headers, body, Math.floor((await deps.database.now()) / 1000));
  if (!signed.ok) return UNSIGNED;
  const content = jsonOf(body);
  if (content === undefined) return refuse('request.malformed', {}, 400);
  const read = parse(ReceivedFax, content);
  if (!read.ok) return read;
  const { from, name, device, error, pages, receivedAt, file } = read.value;
  const page = Buffer.from(file, 'base64');
  if (sniff(page) !== 'application/pdf') return refuseAt('file', 'channels.no_page');
  return deps.database.inTxAgain(actor, async (tx) => {
    const signature = (headers.signature ?? '').slice(0, 2_000);
    if (!(await insertHook(tx, way.id, signed.id, signature))) return UNSIGNED;
    const site = await defaultSite(tx);
    const at = receivedAt === null ? null : parseInstant(receivedAt);
    const language = SPOKEN[countryOf(site)];
    const words = textOf(language, 'fax.received', { pages });
    return keep(tx, {
      ...{ wayId: way.id, channel: 'fax', from: numberOf(from), fromName: name === '' ? null : name, to: way.sender },
      text: error === '' ? words : `${words}\n${textOf(language, 'fax.received.broken', { error })}`,
      externalId: signed.id,
      ...(at === null ? {} : { receivedAt: at }),
      raw: { protocol: 'hylafax', from, name, device, error, pages, receivedAt },
      files: [
        { name: `${signed.id.replace(/[^\w-]/g, '_').slice(0, 80)}.pdf`, mediaType: 'application/pdf', content: page },
      ],
    });
  });
}

/** `<NONE>`, `anonymous` and the like say that it is withheld. */
function numberOf(from: string): string | null {
  return /\d{3}/.test(from) ? from : null;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
