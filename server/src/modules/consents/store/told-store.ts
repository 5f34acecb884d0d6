import type { MessageChannel, Purpose } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { asTable, at, columnsOf, sql, type Tx } from '../../../platform/db/index.ts';

export type Told = { readonly personId: Id; readonly purpose: Purpose; readonly channel: MessageChannel };

/** Of who has a state: an erased person has none. */
export async function insertTold(tx: Tx, rows: readonly Told[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into consents.told (org_id, person_id, at, id, purpose, channel)
    select ${tx.orgId}, r.person_id, ${at(tx.now)}, r.id, r.purpose, r.channel
    from ${asTable(
      columnsOf(rows, {
        person_id: ['uuid', (row) => row.personId],
        id: ['uuid', () => newId()],
        purpose: ['text', (row) => row.purpose],
        channel: ['text', (row) => row.channel],
      }),
    )}
    where exists (select from consents.person_state s where s.org_id = ${tx.orgId} and s.person_id = r.person_id)`);
}

/** Gives how many went; at most so many in one statement. */
export function removeTold(tx: Tx, before: Instant, most: number): Promise<number> {
  return tx.run(sql`
    delete from consents.told where org_id = ${tx.orgId} and (person_id, at, id) in (
      select person_id, at, id from consents.told where org_id = ${tx.orgId} and at < ${at(before)} order by at limit ${most}
    )`);
}
