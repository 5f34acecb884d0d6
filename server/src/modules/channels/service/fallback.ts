import { newId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { loadJudged, prepareRecipients } from '../../consents/index.ts';
import { countedOf } from '../rules/cost.ts';
import { measure, unsendable } from '../rules/measure.ts';
import { insertMessages, listMessagesById, type NewMessage } from '../store/message-store.ts';
import { whereTo, type Where } from './letters/postal.ts';
import { insertQueued } from '../store/queue-store.ts';
import { listWaysOut } from '../store/transport-store.ts';
import { addressesOf } from './addresses.ts';

/**
 * What failed by one channel goes by the next one that has a way out which can carry its words and an address, once: the database takes no second one. It is judged by itself when
 * it is handed over. Spec: domain §11.
 */
export async function tryNextChannels(tx: Tx, failed: readonly Pick<NewMessage, 'id'>[]): Promise<void> {
  if (failed.length === 0) return;
  const rows = await listMessagesById(
    tx,
    failed.map(({ id }) => id),
  );
  const able = rows.filter(({ personId, fallback }) => personId !== null && fallback.length > 0);
  if (able.length === 0) return;
  const ways = await listWaysOut(tx);
  const recipients = await loadJudged(
    tx,
    able.flatMap(({ personId }) => personId ?? []),
  );
  const byPost = able.filter(({ fallback }) => fallback.includes('letter')).flatMap(({ personId }) => personId ?? []);
  const where = await whereTo(tx, byPost);
  const next = able.flatMap((row): NewMessage[] => {
    const recipient = recipients.get(row.personId ?? '');
    for (const [no, channel] of row.fallback.entries()) {
      const way = ways.get(channel);
      const to =
        channel === 'letter' ? lineOf(where(row.personId ?? '')) : recipient && addressesOf(recipient, channel)[0];
      if (!way || to === undefined) continue;
      const measured = channel === 'sms' ? measure(row.body) : null;
      if (measured && unsendable(way.kind, measured)) continue;
      const pages = channel === 'fax' ? 1 : null;
      return [
        {
          ...row,
          id: newId(),
          channel,
          state: 'queued',
          why: null,
          toAddress: to,
          fallback: row.fallback.slice(no + 1),
          fallbackOf: row.id,
          ...countedOf(way.prices, channel, { measured, pages }),
          transportId: way.id,
          madeAt: tx.now,
          sendAt: tx.now,
          settledAt: null,
        },
      ];
    }
    return [];
  });
  await prepareRecipients(
    tx,
    next.flatMap(({ personId }) => personId ?? []),
  );
  const made = await insertMessages(tx, next);
  await insertQueued(
    tx,
    next
      .filter(({ id }) => made.has(id))
      .map(({ id, transportId }) => ({ id, lane: transportId ?? '', nextAt: tx.now })),
  );
}

function lineOf(where: Where): string | undefined {
  return where.ok ? where.line : undefined;
}
