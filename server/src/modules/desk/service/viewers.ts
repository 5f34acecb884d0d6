import type { Viewer } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { memberNames } from '../../identity/index.ts';
import { knownPersons } from '../../people/index.ts';
import {
  insertViewer,
  listViewers,
  removeViewer,
  removeViewersBefore,
  updateViewerSeen,
} from '../store/viewer-store.ts';

/** A screen says every 25 seconds that it is still there; after this it counts as gone. */
const ALIVE = MINUTE;
const FORGOTTEN = 10 * MINUTE;
const MOST = 500;

/** Who has whom open right now, in the whole organisation: few, and shown beside names. */
export async function viewers(tx: Tx): Promise<z.input<typeof Viewer>[]> {
  const rows = await listViewers(tx, aliveSince(tx), MOST);
  const names = await memberNames(
    tx,
    rows.map(({ userId }) => userId),
  );
  return rows.map(({ personId, userId, since }) => ({
    personId,
    userId,
    name: names.get(userId) ?? '',
    since: formatInstant(since),
  }));
}

/**
 * The caller has this person open (`here`), or left. Tells the others when that changed. Refuses identity.person_needed for keys and
 * request.not_found for an unknown person.
 */
export async function viewPerson(tx: Tx, personId: Id, here: boolean): Promise<Outcome<null>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  if (here && (await updateViewerSeen(tx, personId, userId, aliveSince(tx)))) return ok(null);
  if (here) {
    if ((await knownPersons(tx, [personId])).size === 0) return notFound('person');
    await removeViewersBefore(tx, plus(tx.now, -FORGOTTEN));
    await insertViewer(tx, personId, userId);
  } else if (!(await removeViewer(tx, personId, userId))) return ok(null);
  tx.emit({ type: 'desk.viewers_changed', personId, payload: { userId } });
  return ok(null);
}

function aliveSince(tx: Tx): Instant {
  return plus(tx.now, -ALIVE);
}
