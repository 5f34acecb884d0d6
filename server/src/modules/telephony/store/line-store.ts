import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { LineState } from '../vocabulary.ts';

// Leases go by real database time: no clock of a process, and none that a test has set.

/** Takes the line where nobody holds it, or whose lease is over. False: another process has it. */
export async function claimLine(
  tx: Tx,
  exchange: { readonly id: Id; readonly version: number },
  holder: Id,
  seconds: number,
): Promise<boolean> {
  const claimed = await tx.run(sql`
    insert into telephony.connection as c (org_id, exchange_id, state, since, holder, lease_until, version)
    values (${tx.orgId}, ${exchange.id}, 'connecting', ${at(tx.now)}, ${holder}, statement_timestamp() + make_interval(secs => ${seconds}),
      ${exchange.version})
    on conflict (org_id, exchange_id) do update set holder = excluded.holder, lease_until = excluded.lease_until, version = excluded.version
    where c.holder is null or c.holder = excluded.holder or c.lease_until < statement_timestamp()`);
  return claimed > 0;
}

/** Goes on to hold it. False where it is another's now, or is to be opened anew, or the settings are others. */
export async function renewLine(
  tx: Tx,
  exchangeId: Id,
  holder: Id,
  version: number,
  seconds: number,
): Promise<boolean> {
  const renewed = await tx.run(sql`
    update telephony.connection c set lease_until = statement_timestamp() + make_interval(secs => ${seconds})
    where c.org_id = ${tx.orgId} and c.exchange_id = ${exchangeId} and c.holder = ${holder} and exists (
      select from telephony.exchange x where x.org_id = ${tx.orgId} and x.id = ${exchangeId} and x.active and x.version = ${version})`);
  return renewed > 0;
}

export async function updateLine(
  tx: Tx,
  exchangeId: Id,
  holder: Id,
  line: { readonly state: LineState; readonly error: string | null },
): Promise<boolean> {
  const updated = await tx.run(sql`
    update telephony.connection set state = ${line.state}, error = ${line.error}, since = ${at(tx.now)},
      last_heard_at = case when ${line.state} = 'connected' then ${at(tx.now)}::timestamptz else last_heard_at end
    where org_id = ${tx.orgId} and exchange_id = ${exchangeId} and holder = ${holder}
      and (state, coalesce(error, '')) is distinct from (${line.state}, coalesce(${line.error}, ''))`);
  return updated > 0;
}

/** Whoever holds it lets go; it is opened anew by who comes first. */
export async function releaseLine(tx: Tx, exchangeId: Id, holder: Id | null): Promise<void> {
  await tx.run(sql`
    update telephony.connection set holder = null, lease_until = null,
      state = case when state = 'failed' then state else 'waiting' end
    where org_id = ${tx.orgId} and exchange_id = ${exchangeId} and (${holder}::uuid is null or holder = ${holder})`);
}
