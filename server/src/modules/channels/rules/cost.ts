import type { Measure, Prices, SentChannel } from '@anbu/contract';
import type { MessageRow } from '../vocabulary.ts';

export type Cost = { readonly minor: number; readonly currency: string };

/** What a message costs by the prices of its way out; null where they say nothing of it. `pages`: a fax is paid by the page. */
export function costOf(
  prices: Prices | null,
  channel: SentChannel,
  measured: Measure | null,
  pages: number | null = null,
): Cost | null {
  // Who wrote in a chat is answered there for nothing.
  if (!prices || channel === 'web') return null;
  const minor = channel === 'sms' ? measured && prices[measured.class] : prices[channel];
  return minor === undefined || minor === null
    ? null
    : { minor: minor * (channel === 'fax' ? (pages ?? 1) : 1), currency: prices.currency };
}

/** What stands on a message of its size and cost. `pages`: of a fax. */
export function countedOf(
  prices: Prices | null,
  channel: SentChannel,
  { measured, pages = null }: { readonly measured: Measure | null; readonly pages?: number | null },
): Pick<MessageRow, 'class' | 'segments' | 'costMinor' | 'currency'> {
  const cost = costOf(prices, channel, measured, pages);
  return {
    class: measured?.class ?? null,
    segments: measured?.segments ?? pages,
    costMinor: cost?.minor ?? null,
    currency: cost?.currency ?? null,
  };
}
