import type { AuditCheck } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import { formatInstant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import type { Tx } from '../db/index.ts';
import { startJob, type JobHandler, type JobRunner } from '../jobs/index.ts';
import * as store from './check-store.ts';
import { AT_ONCE, beginWalk, walkOn, type Walk } from './verify.ts';

const VERIFY_JOB = 'audit.verify';
/** The screen is told no more often. */
const TELL_EVERY = 1_000;

/** Begins a check of the organisation's chain, or gives the one that runs. */
export async function startCheck(tx: Tx): Promise<store.CheckRow> {
  const running = await store.findRunningCheck(tx);
  if (running) return running;
  const id = newId();
  // Somebody was faster: hers is seen now.
  if (!(await store.insertCheck(tx, id, await beginWalk(tx)))) return startCheck(tx);
  await startJob(tx, { kind: VERIFY_JOB, ref: id });
  tx.audit({ action: 'audit.verify_asked' });
  return (await store.findCheck(tx, id))!;
}

export function registerAuditCheck(runner: JobRunner, atOnce = AT_ONCE): void {
  runner.register(VERIFY_JOB, checking(atOnce), {
    onFailed: async (tx, { ref }) => {
      const row = ref === null ? null : await store.lockCheck(tx, ref);
      if (row?.state !== 'running') return;
      await store.updateFound(tx, row.id, null);
      tx.emit({ type: 'audit.check_ended', payload: { checkId: row.id } });
    },
  });
}

/** Some seals a transaction, and how far it is with them: a worker that was killed is followed by one that goes on there. */
function checking(atOnce: typeof AT_ONCE): JobHandler {
  return async ({ ref, inTx, progress, signal }) => {
    let toldAt = Number.NEGATIVE_INFINITY;
    while (ref !== null) {
      signal.throwIfAborted();
      const isToTell = performance.now() - toldAt > TELL_EVERY;
      const walk = must(await inTx(async (tx) => ok(await step(tx, ref, { atOnce, isToTell }))));
      if (walk === null) break;
      if (isToTell) toldAt = performance.now();
      await progress(walk.lastNo, walk.head?.no ?? null);
    }
    return ok(null);
  };
}

type How = { readonly atOnce: typeof AT_ONCE; readonly isToTell: boolean };

/** Null when it has ended. */
async function step(tx: Tx, id: Id, { atOnce, isToTell }: How): Promise<Walk | null> {
  const row = await store.lockCheck(tx, id);
  if (row?.state !== 'running') return null;
  const next = await walkOn(tx, walkOf(row), atOnce);
  if ('walk' in next) {
    await store.updateWalk(tx, id, next.walk);
    if (isToTell) tx.emit({ type: 'audit.check_progressed', payload: { checkId: id } });
    return next.walk;
  }
  await store.updateFound(tx, id, next.found);
  tx.audit({ action: 'audit.verified', changes: { intact: [null, next.found.intact] } });
  tx.emit({ type: 'audit.check_ended', payload: { checkId: id } });
  return null;
}

function walkOf({ headNo, headHash, lastNo, lastHash, checked }: store.CheckRow): Walk {
  return { head: headNo === null ? null : { no: headNo, hash: headHash ?? '' }, lastNo, lastHash, checked };
}

export function viewCheck(row: store.CheckRow): AuditCheck {
  const { id, state, lastNo, headNo, checked, intact, brokenSeal } = row;
  return {
    id,
    state,
    progress: { done: lastNo, total: headNo },
    result:
      intact === null
        ? null
        : {
            intact,
            checked,
            unsealed: row.unsealed ?? 0,
            firstBroken: brokenSeal === null ? null : { seal: brokenSeal, entryId: row.brokenEntryId },
          },
    startedAt: formatInstant(row.startedAt),
    finishedAt: row.finishedAt === null ? null : formatInstant(row.finishedAt),
  };
}
