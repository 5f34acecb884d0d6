import type { AuditVerification } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor, type Actor, type Database, type Tx } from '../db/index.ts';
import * as store from './store.ts';

/** What one statement reads: seals, and entries within them. */
export const AT_ONCE = { seals: 500, entries: 20_000 };

/** How far a walk over a chain is. */
export type Walk = {
  /** The end of the chain when the walk began; null = none. Links that came later are the next walk's. */
  readonly head: { readonly no: number; readonly hash: string } | null;
  /** The last seal that holds. */
  readonly lastNo: number;
  readonly lastHash: string;
  /** Entries up to it. */
  readonly checked: number;
};

export async function beginWalk(tx: Tx): Promise<Walk> {
  return { head: await store.findHead(tx), lastNo: 0, lastHash: '', checked: 0 };
}

/**
 * The next seals of the transaction's organisation, every entry hashed anew: one that was changed, deleted or slipped into a sealed
 * range is found, and a chain that was cut or whose links were changed. Gives how far it is, or what was found at the end: the first
 * broken seal, and the entry where it is known.
 */
export async function walkOn(
  tx: Tx,
  walk: Walk,
  atOnce = AT_ONCE,
): Promise<{ walk: Walk } | { found: AuditVerification }> {
  const { head } = walk;
  let { lastNo, lastHash, checked } = walk;
  const broken = (seal: number, entryId: Id | null, unsealed = 0) => ({
    found: { intact: false, checked, unsealed, firstBroken: { seal, entryId } },
  });
  const seals = lastNo === head?.no ? [] : await store.listCheckedSeals(tx, lastNo + 1, atOnce);
  for (const seal of seals) {
    if (head !== null && seal.no > head.no) break;
    const isNext = seal.no === lastNo + 1 && seal.previous === lastHash;
    const isWhole = seal.computed === seal.hash && seal.found === seal.entries && seal.brokenEntryId === null;
    if (!isNext || !isWhole) return broken(isNext ? seal.no : lastNo + 1, seal.brokenEntryId);
    checked += seal.found;
    lastNo = seal.no;
    lastHash = seal.hash;
  }
  if (lastNo > walk.lastNo) return { walk: { head, lastNo, lastHash, checked } };
  if ((head?.no ?? 0) !== lastNo || (head?.hash ?? '') !== lastHash) return broken(lastNo + 1, null);
  const beyond = await store.findEntryBeyond(tx, lastNo);
  if (beyond && !(await store.hasSeal(tx, beyond.seal))) return broken(beyond.seal, beyond.entryId);
  const { unsealed, slippedIn } = await store.countUnsealed(tx);
  if (slippedIn !== null) return broken(lastNo, slippedIn, unsealed);
  return { found: { intact: true, checked, unsealed, firstBroken: null } };
}

/** The whole chain as one state. */
export async function verifyAudit(db: Database, actor: Actor): Promise<AuditVerification> {
  const work = async (tx: Tx) => {
    for (let walk = await beginWalk(tx); ;) {
      const step = await walkOn(tx, walk);
      if ('found' in step) return ok(step.found);
      walk = step.walk;
    }
  };
  return must(await db.inTx(actor, work, 'snapshot'));
}

/** Every organisation of the database: for the command `anbu audit verify`. */
export async function verifyAllAudit(db: Database): Promise<(AuditVerification & { orgId: Id })[]> {
  const results = [];
  for (const orgId of await store.listAuditedOrganisations(db)) {
    results.push({ orgId, ...(await verifyAudit(db, systemActor(orgId, 'audit'))) });
  }
  return results;
}

const MOST_IN_A_SEAL = 5_000;

/** Seals what is unsealed, of every organisation: a job of every minute. Gives the number of entries. */
export async function sealAudit(db: Database): Promise<number> {
  let total = 0;
  for (const orgId of await store.listUnsealedOrganisations(db)) {
    for (;;) {
      const work = async (tx: Tx) => ok(await store.sealEntries(tx, MOST_IN_A_SEAL));
      const sealed = must(await db.inTx(systemActor(orgId, 'audit.seal'), work));
      total += sealed;
      if (sealed < MOST_IN_A_SEAL) break;
    }
  }
  return total;
}
