import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { allSites } from '../../identity/index.ts';
import { changesBetween, valuesOf, type Counted } from '../rules/changes.ts';
import type { History } from '../rules/history.ts';
import { staleAt } from '../rules/known.ts';
import { nameOf, spansOf, type Span } from '../rules/spans.ts';
import {
  insertSpans,
  listFacts,
  removeFacts,
  removeSpans,
  saveFacts,
  type Fact,
  type NewFact,
  type SpanOf,
} from '../store/fact-store.ts';
import { listHistories } from '../store/history-store.ts';
import type { Progress } from '../store/progress-store.ts';
import { addChanges } from '../store/tally-store.ts';

export type Recounted = {
  readonly id: Id;
  /** Null: it was not counted before. */
  readonly before: Fact | null;
  /** Null: the enquiry is gone. */
  readonly after: (NewFact & { readonly spans: readonly Span[] }) | null;
};

/**
 * Counts enquiries anew from their raw history and brings the sums to it, unless these are left until all is counted. Gives what counted otherwise
 * before. The caller holds the organisation's progress (`lockProgress`), taken before anything is read.
 */
export async function recount(tx: Tx, ids: readonly Id[], { sums }: Pick<Progress, 'sums'>): Promise<Recounted[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return [];
  const zones = new Map((await allSites(tx)).map(({ id, timeZone }) => [id, timeZone]));
  const histories = new Map((await listHistories(tx, distinct)).map((history) => [history.id, history]));
  const facts = new Map((await listFacts(tx, distinct)).map((fact) => [fact.id, fact]));
  const changed = distinct
    .map((id): Recounted => {
      const history = histories.get(id);
      const before = facts.get(id) ?? null;
      return { id, before, after: history ? factOf(history, zones.get(history.siteId) ?? 'UTC', tx) : null };
    })
    .filter(differs);
  await write(tx, changed, sums !== 'left');
  return changed;
}

function factOf(history: History, zone: string, tx: Tx): NonNullable<Recounted['after']> {
  const { id, cohortMonth, version, ownerId, channel, campaign, interests, patientKind, siteId } = history;
  return {
    ...{ id, cohortMonth, version, ownerId, channel, campaign, interests, patientKind, siteId },
    staleAt: staleAt(history, tx.now),
    spans: spansOf(history, zone, tx.now),
  };
}

async function write(tx: Tx, changed: readonly Recounted[], addsUp: boolean): Promise<void> {
  const gone: SpanOf[] = [];
  const come: SpanOf[] = [];
  for (const { id, before, after } of changed) {
    const old = new Map(before?.spans.map((span) => [nameOf(span), span]));
    for (const span of after?.spans ?? []) if (!old.delete(nameOf(span))) come.push({ ...span, id });
    for (const span of old.values()) gone.push({ ...span, id });
  }
  await removeSpans(tx, gone);
  await saveFacts(
    tx,
    changed.flatMap(({ after }) => after ?? []),
  );
  await insertSpans(tx, come);
  await removeFacts(
    tx,
    changed.filter(({ after }) => after === null).map(({ id }) => id),
  );
  if (!addsUp) return;
  await addChanges(
    tx,
    changesBetween(
      changed.flatMap(({ before }) => (before ? [countedOf(before)] : [])),
      changed.flatMap(({ after }) => (after ? [countedOf(after)] : [])),
    ),
  );
}

function countedOf(fact: Fact | NonNullable<Recounted['after']>): Counted {
  return { dimensions: fact, spans: fact.spans };
}

function differs({ before, after }: Recounted): boolean {
  if (before === null || after === null) return before !== after;
  return before.version !== after.version || before.staleAt !== after.staleAt || countsOtherwise({ before, after });
}

/** Whether a figure is another: not only when it was counted. */
export function countsOtherwise({ before, after }: Pick<Recounted, 'before' | 'after'>): boolean {
  if (before === null || after === null) return before !== after;
  if (before.cohortMonth !== after.cohortMonth) return true;
  return textOf(before) !== textOf(after);
}

function textOf(fact: Fact | NonNullable<Recounted['after']>): string {
  return JSON.stringify([valuesOf(fact), fact.spans.map(nameOf).sort()]);
}
