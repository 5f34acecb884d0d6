import type { Measure, Prices, SentChannel } from '@anbu/contract';

export type Cost = { readonly minor: number; readonly currency: string };

/** What a message costs by the prices of its way out; null where they say nothing of it. */
export function costOf(prices: Prices | null, channel: SentChannel, measured: Measure | null): Cost | null {
  if (!prices) return null;
  const minor = channel === 'sms' ? measured && prices[measured.class] : prices[channel];
  return minor === undefined || minor === null ? null : { minor, currency: prices.currency };
}
