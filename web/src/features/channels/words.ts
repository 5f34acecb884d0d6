import type { MessageState } from '@anbu/contract';
import type { useT } from '../../i18n/index.ts';
import type { StatusFamily } from '../../ui/index.ts';

/** Colours of states: those of the families of statuses. */
export const STATE_FAMILY: Readonly<Record<MessageState, StatusFamily>> = {
  draft: 'hold',
  gated: 'hold',
  queued: 'promise',
  sending: 'promise',
  sent: 'booked',
  delivered: 'booked',
  read: 'booked',
  replied: 'booked',
  refused: 'hold',
  expired: 'hold',
  unknown: 'unconnected',
  failed: 'complaint',
};

/** The same of letters and their batches. */
export const LETTER_FAMILY = {
  queued: 'promise',
  printed: 'new',
  posted: 'booked',
  returned: 'complaint',
  failed: 'complaint',
} as const satisfies Record<string, StatusFamily>;

/** Minor units as people write them: 9 → ₩9, 79 → $0.79. */
export function money(t: ReturnType<typeof useT>, { minor, currency }: { minor: number; currency: string }): string {
  const format = new Intl.NumberFormat(t.locale, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
}
