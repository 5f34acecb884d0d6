import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { columns } from './transport-store.ts';

export type Asked = { readonly row: TransportRow; readonly oldest: Instant };

/** Ways out that report only when asked, with the oldest message since then of which nothing more is known. */
export async function listAsked(tx: Tx, since: Instant): Promise<Asked[]> {
  const rows = await tx.rows(sql<TransportRow & { readonly oldest: Instant }>`
    select ${columns}, waiting.oldest
    from channels.transport t
    cross join lateral (
      select m.sent_at as oldest from channels.message m
      where m.org_id = t.org_id and m.made_at >= ${at(since)} and m.transport_id = t.id and m.state = 'sent' and m.provider_id is not null
      order by m.made_at limit 1
    ) as waiting
    where t.org_id = ${tx.orgId} and t.kind = 'solapi' and t.active`);
  return rows.map(({ oldest, ...row }) => ({ row, oldest }));
}
