import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type Wish = { readonly push: boolean; readonly quietUntil: Instant | null; readonly version: number };

/** As long as she has changed nothing. */
export const STANDARD_WISH: Wish = { push: true, quietUntil: null, version: 0 };

export async function findWish(tx: Tx, userId: Id): Promise<Wish> {
  const wish = await tx.maybe(sql<Wish>`
    select push, quiet_until as "quietUntil", version from reminders.wish where org_id = ${tx.orgId} and user_id = ${userId} for update`);
  return wish ?? STANDARD_WISH;
}

/** False where somebody has written this version already. */
export async function insertWish(tx: Tx, userId: Id, { push, quietUntil, version }: Wish): Promise<boolean> {
  const written = await tx.run(sql`
    insert into reminders.wish (org_id, user_id, push, quiet_until, version)
    values (${tx.orgId}, ${userId}, ${push}, ${at(quietUntil)}, ${version})
    on conflict (org_id, user_id) do update set push = excluded.push, quiet_until = excluded.quiet_until, version = excluded.version
      where wish.version = excluded.version - 1`);
  return written === 1;
}
