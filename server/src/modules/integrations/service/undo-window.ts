import { plus, type Instant } from '../../../kernel/instant.ts';
import type { ImportRecord } from '../store/import-store.ts';

export const UNDO_DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;

/** Until when an import may be taken back; null where nothing is entered, or it is taken back already. Spec: product F6, screen 24. */
export function undoableUntil({ phase, state, appliedAt, createdAt }: ImportRecord): Instant | null {
  if (phase !== 'apply' || state === 'running') return null;
  return plus(appliedAt ?? createdAt, UNDO_DAYS * DAY);
}
