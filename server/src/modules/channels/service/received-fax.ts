import { ReceivedFax } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Tx } from '../../../platform/db/index.ts';
import { sniff } from '../../../platform/files/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { textOf } from '../../../platform/i18n.ts';
import { isCopy, type SignedMessage } from '../../../platform/webhooks/index.ts';
import { countryOf, defaultSite } from '../../identity/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import type { ChannelsDeps } from './deps.ts';
import { moveHook } from './hook.ts';

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

const SPOKEN = { KR: 'ko', US: 'en', CN: 'zh' } as const;

/**
 * A fax that a server of the organisation's own received, signed. The very same message a second time is refused channels.unsigned 401 and has no effect; the same fax
 * signed anew is the hook's second try, and is told of the first one. Refuses by field what is no fax: `file` channels.no_page. Spec: R11.
 */
export async function takeFax(
  deps: ChannelsDeps,
  keep: KeepFax,
  { orgId, way }: { readonly orgId: Id; readonly way: TransportRow },
  message: SignedMessage,
): Promise<Outcome<{ readonly id: Id; readonly repeated: boolean }>> {
  const actor = systemActor(orgId, 'channels: fax');
  const read = parse(ReceivedFax, message.content);
  if (!read.ok) return read;
  const { from, name, device, error, pages, receivedAt, file } = read.value;
  const page = Buffer.from(file, 'base64');
  if (sniff(page) !== 'application/pdf') return refuseAt('file', 'channels.no_page');
  return deps.database.inTxAgain(actor, async (tx) => {
    await moveHook(tx, deps, way);
    if (await isCopy(tx, way.id, message)) return refuse('channels.unsigned', {}, 401);
    const site = await defaultSite(tx);
    const at = receivedAt === null ? null : parseInstant(receivedAt);
    const language = SPOKEN[countryOf(site)];
    const words = textOf(language, 'fax.received', { pages });
    return keep(tx, {
      wayId: way.id,
      channel: 'fax',
      from: numberOf(from),
      fromName: name === '' ? null : name,
      to: way.sender,
      text: error === '' ? words : `${words}\n${textOf(language, 'fax.received.broken', { error })}`,
      externalId: message.id,
      ...(at === null ? {} : { receivedAt: at }),
      raw: { protocol: 'hylafax', from, name, device, error, pages, receivedAt },
      files: [
        { name: `${message.id.replace(/[^\w-]/g, '_').slice(0, 80)}.pdf`, mediaType: 'application/pdf', content: page },
      ],
    });
  });
}

/** `<NONE>`, `anonymous` and the like say that it is withheld. */
function numberOf(from: string): string | null {
  return /\d{3}/.test(from) ? from : null;
}
