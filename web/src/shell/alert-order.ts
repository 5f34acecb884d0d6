import type { Alert } from '@anbu/contract';

/** Own promises first, then what a team leader has to see, then what anybody may take. */
const RANK: Record<Alert['kind'], number> = { promise_due: 0, promise_soon: 0, escalated: 1, pool: 2 };

/** The most urgent kind first, the newest first within it: what fell to everybody hours ago hides no promise. */
export function byUrgency(alerts: readonly Alert[]): readonly Alert[] {
  return [...alerts].sort((a, b) => RANK[a.kind] - RANK[b.kind] || Date.parse(b.at) - Date.parse(a.at));
}
