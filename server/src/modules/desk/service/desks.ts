import type { Desk, DeskItem, DesksTodayQuery } from '@anbu/contract';
import type { z } from 'zod';
import { instant, type Instant } from '../../../kernel/instant.ts';
import { must, ok, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import type { Across } from '../../../platform/http/route.ts';
import { countOpenAlerts } from '../../enquiries/index.ts';
import { desksOf, type OwnDesk } from '../../identity/index.ts';
import { mergeQueues } from '../desk-order.ts';
import { countOwn, cursorOf, placeOfCursor, queueFrom, viewItems, type QueuedRow } from './today.ts';

/** The organisations whose enquiries the caller may work, by name. */
async function workedBy(across: Across): Promise<OwnDesk[]> {
  return (await desksOf(across)).filter(({ actor }) => may(actor, 'enquiries.read'));
}

/** Each desk of the caller with what waits for her there; each is counted in a transaction of its own. */
export async function listDesks(across: Across): Promise<z.input<typeof Desk>[]> {
  const desks: z.input<typeof Desk>[] = [];
  for (const { organisation, actor } of await workedBy(across)) {
    const counts = must(await across.inTx(actor, async (tx) => ok(await countDesk(tx)), 'read'));
    desks.push({ organisation, ...counts, current: actor.orgId === across.actor.orgId });
  }
  return desks;
}

/** Counts alone: nobody is shown, and nothing is written. */
async function countDesk(tx: Tx): Promise<{ left: number; late: number; alerts: number }> {
  const { userId } = tx.actor;
  return { ...(await countOwn(tx)), alerts: userId === null ? 0 : await countOpenAlerts(tx, userId) };
}

type Items = { readonly items: z.input<typeof DeskItem>[]; readonly nextCursor: string | null };

/**
 * One Today over all desks of the caller, in the order of one. First each desk is asked for its best rows, then those that are shown are filled in, in
 * their organisation: nobody of a row that is not shown is read, and the line of the read stands where the person belongs. Pages are of the moment
 * of the first. Refuses field.format on `cursor`.
 */
export async function listDesksToday(across: Across, query: DesksTodayQuery): Promise<Outcome<Items>> {
  const place = placeOfCursor(query.cursor);
  if (!place.ok) return place;
  const queues: { of: OwnDesk; rows: QueuedRow[] }[] = [];
  let now: Instant | null = place.value?.now ?? null;
  for (const desk of await workedBy(across)) {
    const asked = await across.inTx(
      desk.actor,
      async (tx) => {
        now ??= tx.now;
        const from = place.value ?? { now, after: null };
        return ok(await queueFrom(tx, query.tab, from, query.limit + 1));
      },
      'read',
    );
    queues.push({ of: desk, rows: must(asked) });
  }
  const merged = mergeQueues(queues, query.limit + 1);
  const shown = merged.slice(0, query.limit);
  const views = new Map<string, z.input<typeof DeskItem>>();
  for (const { of: desk } of queues) {
    const rows = shown.filter(({ of }) => of === desk).map(({ row }) => row);
    if (rows.length === 0) continue;
    const items = must(await across.inTx(desk.actor, async (tx) => ok(await viewItems(tx, rows)), 'write'));
    for (const item of items) views.set(item.enquiry.id, { ...item, organisation: desk.organisation });
  }
  const last = merged.length > shown.length ? shown.at(-1)?.row : undefined;
  return ok({
    items: shown.flatMap(({ row }) => views.get(row.id) ?? []),
    nextCursor: last ? cursorOf(now ?? instant(0), last) : null,
  });
}
