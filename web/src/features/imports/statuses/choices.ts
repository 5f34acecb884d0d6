import type { z } from 'zod';
import type { StatusCode, StatusLabelPage } from '@anbu/contract';

export type Label = z.output<typeof StatusLabelPage>['items'][number];

/** What the number keys choose where nothing better is proposed: the commonest, of each family one. */
const USUAL: readonly StatusCode[] = [
  'NO_ANSWER_1',
  'CALLBACK',
  'LATER',
  'CONSULTING',
  'HOLD',
  'BOOKED',
  'VISITED',
  'UNREACHED',
  'DECLINED',
];
const KEYS = 9;

/** Nine statuses for the keys 1–9: those proposed, the likeliest first, then usual ones. */
export function keyed(proposed: readonly StatusCode[]): StatusCode[] {
  return [...new Set([...proposed, ...USUAL])].slice(0, KEYS);
}

/** Nobody has said it yet, rows are entered by it, and of all of them the assistant is sure. */
export function isSure({ decided, needed, asked }: Label): boolean {
  return decided === null && needed > 0 && asked === 0;
}

/** What accepting a sure label says: its one status, or each row as it was read where they differ. */
export function acceptedAs({ split }: Pick<Label, 'split'>): StatusCode | 'by-row' {
  return split.length === 1 && split[0] && split[0].code !== 'INVALID' ? split[0].code : 'by-row';
}

/** The largest share of the label's rows, 0–100. */
export function percentOf(count: number, label: Pick<Label, 'count'>): number {
  return label.count === 0 ? 0 : Math.round((100 * count) / label.count);
}
