import type { Alert } from '@anbu/contract';

/** One enquiry that waits for an answer: its newest stage stands for the earlier ones, which are answered with it. */
export type Waiting = Alert & { readonly ids: readonly string[] };

const STAGE: Record<Alert['kind'], number> = {
  ...{ promise_soon: 0, promise_due: 1, pool: 2, escalated: 3 },
  ...{ handed_over: 4, handed_back: 4, passed_on: 4 },
};
/** Own promises first, then what a team leader has to see, then what anybody may take, then what was handed over. */
const RANK: Record<Alert['kind'], number> = {
  ...{ promise_due: 0, promise_soon: 0, escalated: 1, pool: 2 },
  ...{ handed_over: 3, handed_back: 3, passed_on: 4 },
};

/** The most urgent kind first, the newest first within it: what fell to everybody hours ago hides no promise. */
export function waiting(alerts: readonly Alert[]): readonly Waiting[] {
  const byEnquiry = new Map<string, Alert[]>();
  for (const alert of alerts) {
    // A hand-over is of many: it is no stage of the one that it names.
    const of = isHandOver(alert) ? alert.id : alert.enquiryId;
    byEnquiry.set(of, [...(byEnquiry.get(of) ?? []), alert]);
  }
  return [...byEnquiry.values()]
    .flatMap((stages) => {
      const [newest] = stages.toSorted((a, b) => STAGE[b.kind] - STAGE[a.kind] || Date.parse(b.at) - Date.parse(a.at));
      return newest ? [{ ...newest, ids: stages.map(({ id }) => id) }] : [];
    })
    .sort((a, b) => RANK[a.kind] - RANK[b.kind] || Date.parse(b.at) - Date.parse(a.at));
}

export function isHandOver({ kind }: Pick<Alert, 'kind'>): boolean {
  return kind === 'handed_over' || kind === 'handed_back' || kind === 'passed_on';
}

/** What it says at this moment: a promise that was near when the alert was raised may have come since. */
export function kindAt({ kind, dueAt }: Pick<Alert, 'kind' | 'dueAt'>, now: number): Alert['kind'] {
  return kind === 'promise_soon' && Date.parse(dueAt) <= now ? 'promise_due' : kind;
}
