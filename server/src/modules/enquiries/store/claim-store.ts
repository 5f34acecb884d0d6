import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type Claim, type EnquiryRecord } from './enquiry-row.ts';
import { locked } from './enquiry-store.ts';

/** The lock of work alone: no version, because nothing of the enquiry changes. */
export async function updateClaim(tx: Tx, id: Id, claim: Claim): Promise<void> {
  await tx.run(sql`
    update enquiries.enquiry set claimed_by = ${claim.claimedBy}, claimed_kind = ${claim.claimedKind}, claimed_name = ${claim.claimedName},
      claimed_until = ${at(claim.claimedUntil)}
    where org_id = ${tx.orgId} and id = ${id}`);
}

/** Enquiries whose claim has run out, locked; those in which somebody acts at this moment are passed over. */
export function lockEndedClaims(tx: Tx, limit: number): Promise<EnquiryRecord[]> {
  return locked(
    tx,
    sql<EnquiryRecord>`
      select ${enquiryColumns} from enquiries.enquiry e
      where e.org_id = ${tx.orgId} and e.claimed_until <= ${at(tx.now)}
      order by e.claimed_until limit ${limit} for update skip locked`,
  );
}

export async function listOrganisationsWithEndedClaims(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`
    select o.org_id as "orgId" from enquiries.organisations_with_ended_claims() o`);
  return rows.map(({ orgId }) => orgId);
}
