import { sql, type Tx } from '../../../platform/db/index.ts';
import type { RuleRow } from '../rules/gate/index.ts';

/** Rules as shipped and the organisation's own revisions of them. */
export function listRules(tx: Tx): Promise<RuleRow[]> {
  return tx.rows(sql<RuleRow>`
    select code, kind, jurisdiction, channels, purposes, params, true as active, valid_from as "validFrom", valid_to as "validTo", source,
      0 as revision
    from consents.rule
    union all
    select r.code, r.kind, r.jurisdiction, r.channels, r.purposes, c.params, c.active, c.valid_from, c.valid_to, r.source, c.revision
    from consents.rule_change as c join consents.rule as r on r.code = c.code
    where c.org_id = ${tx.orgId}`);
}
