import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from '@anbu/contract';
import type { z } from 'zod';
import { notFound, ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { isPaper, sniff } from '../../../platform/files/index.ts';
import { findMessage } from '../store/message-store.ts';
import { receive } from './receive.ts';
import { viewMessages } from './view.ts';

export const MOST_SCAN_BYTES = 20 * 1024 * 1024;

/**
 * A letter that came by post, as its scan: somebody says whose it is, as of any message without an address. The same scan again is the first one. Refuses
 * on `file` inbox.scan_type. Spec: product D12.
 */
export async function bringLetter(
  tx: Tx,
  file: { readonly path: string; readonly fileName: string },
  from: string | undefined,
): Promise<Outcome<z.input<typeof IncomingMessage>>> {
  const content = await readFile(file.path);
  const mediaType = sniff(content);
  if (!isPaper(mediaType)) return refuseAt('file', 'inbox.scan_type');
  const kept = await receive(tx, {
    // It comes by no way of ours: the organisation itself is it.
    wayId: tx.orgId,
    channel: 'letter',
    from: null,
    fromName: from ?? null,
    to: null,
    text: '',
    externalId: createHash('sha256').update(content).digest('hex'),
    raw: { protocol: 'scan' },
    files: [{ name: file.fileName, mediaType, content }],
  });
  if (!kept.ok) return kept;
  const { id, repeated } = kept.value;
  if (!repeated) tx.audit({ action: 'inbox.letter_brought', entity: 'incoming', entityId: id });
  const row = await findMessage(tx, id);
  const [view] = row ? await viewMessages(tx, [row]) : [];
  return view ? ok(view) : notFound('message');
}
