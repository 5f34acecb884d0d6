import { DAY, MINUTE, plus } from '../../../kernel/instant.ts';
import { must, ok, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { storable } from '../rules/address.ts';
import {
  insertPart,
  listParts,
  listWaiting,
  removeJoined,
  removeOld,
  updateJoined,
  type PartKey,
  type PartRow,
} from '../store/part-store.ts';
import type { Incoming } from '../vocabulary.ts';
import { receive } from './receive.ts';

export type Part = { readonly reference: number; readonly total: number; readonly no: number };

const LONGEST_PART = 2_000;
/** A centre brings the parts of a text together; what is missing then does not come any more. */
const PATIENCE = 10 * MINUTE;
/** A reference of eight bits comes again soon. */
const SAME_TEXT = 5 * MINUTE;
const AT_ONCE = 200;

/** A text, or a part of one: it is received once all parts are there, in whichever order they come. */
export async function receiveText(tx: Tx, incoming: Incoming, part: Part | null): Promise<Outcome<unknown>> {
  if (part === null || incoming.from === null) return receive(tx, incoming);
  const { wayId, from, text, to, raw } = incoming;
  const key: PartKey = { wayId, from: storable(from, 254), reference: part.reference, total: part.total };
  await removeJoined(tx, key, plus(tx.now, -SAME_TEXT));
  if (!(await insertPart(tx, key, part.no, storable(text, LONGEST_PART), { to, raw }))) return ok(null);
  const parts = await listParts(tx, key);
  return parts.length === part.total ? join(tx, key, parts, null) : ok(null);
}

async function join(
  tx: Tx,
  key: PartKey,
  parts: readonly PartRow[],
  problem: string | null,
): Promise<Outcome<unknown>> {
  await updateJoined(tx, key);
  const heard = parts.map((one) => one.heard as { readonly to: string | null; readonly raw: Incoming['raw'] });
  const byNo = new Map(parts.map(({ no, body }) => [no, body]));
  const text = Array.from({ length: key.total }, (_, index) => byNo.get(index + 1) ?? '[…]').join('');
  return receive(tx, {
    wayId: key.wayId,
    channel: 'sms',
    from: key.from,
    to: heard[0]?.to ?? null,
    text,
    externalId: null,
    problem,
    raw: { parts: heard.map(({ raw }) => raw) },
  });
}

/** Texts of which a part never came are kept with a gap, and say so. Gives how many. */
export async function sweepParts(db: Database): Promise<number> {
  let given = 0;
  for (const orgId of await listOrganisationIds(db)) given += must(await db.inTx(systemActor(orgId, 'inbox'), giveUp));
  return given;
}

async function giveUp(tx: Tx): Promise<Outcome<number>> {
  const keys = await listWaiting(tx, plus(tx.now, -PATIENCE), AT_ONCE);
  for (const key of keys) {
    const parts = (await listParts(tx, key)).filter(({ joinedAt }) => joinedAt === null);
    const kept = await join(tx, key, parts, 'inbox.problem.part_missing');
    if (!kept.ok) return kept;
  }
  await removeOld(tx, plus(tx.now, -DAY));
  return ok(keys.length);
}
