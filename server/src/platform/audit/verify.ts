import type { AuditVerification } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor, type Actor, type Database, type Tx } from '../db/index.ts';
import * as store from './store.ts';

const SEALS_AT_ONCE = 50;

/**
 * Goes over the whole chain of the transaction's organisation, hashing every entry anew: one that was changed, deleted or slipped into
 * a sealed range is found, and a chain that was cut or whose links were changed. Names the first broken seal, and the entry where it is known.
 */
export async function verifyChain(tx: Tx): Promise<AuditVerification> {
  const head = await store.findHead(tx);
  let checked = 0;
  let last = 0;
  let previous = '';
  const broken = (seal: number, entryId: Id | null, unsealed = 0) => ({
    intact: false,
    checked,
    unsealed,
    firstBroken: { seal, entryId },
  });
  for (;;) {
    const seals = await store.listCheckedSeals(tx, last + 1, SEALS_AT_ONCE);
    for (const seal of seals) {
      // Links that came after the head was read are the next run's.
      if (head !== null && seal.no > head.no) break;
      const isNext = seal.no === last + 1 && seal.previous === previous;
      const isWhole = seal.computed === seal.hash && seal.found === seal.entries && seal.brokenEntryId === null;
      if (!isNext || !isWhole) return broken(isNext ? seal.no : last + 1, seal.brokenEntryId);
      checked += seal.found;
      last = seal.no;
      previous = seal.hash;
    }
    if (seals.length < SEALS_AT_ONCE || last === head?.no) break;
  }
  if ((head?.no ?? 0) !== last || (head?.hash ?? '') !== previous) return broken(last + 1, null);
  const beyond = await store.findEntryBeyond(tx, last);
  if (beyond && !(await store.hasSeal(tx, beyond.seal))) return broken(beyond.seal, beyond.entryId);
  const { unsealed, slippedIn } = await store.countUnsealed(tx);
  if (slippedIn !== null) return broken(last, slippedIn, unsealed);
  return { intact: true, checked, unsealed, firstBroken: null };
}

export async function verifyAudit(db: Database, actor: Actor): Promise<AuditVerification> {
  return must(await db.inTx(actor, async (tx) => ok(await verifyChain(tx)), 'snapshot'));
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
