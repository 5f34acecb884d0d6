import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { sql, within, type Span, type Sql, type Tx } from '../../../platform/db/index.ts';
import { visitsOf } from './reached-store.ts';

/** What the list of people asks of a person's enquiries. */
export type OfEnquiries = {
  readonly owner?: readonly string[] | undefined;
  readonly site?: readonly string[] | undefined;
  readonly sourceChannel?: readonly string[] | undefined;
  readonly interest?: readonly string[] | undefined;
  readonly lastVisit?: Span | undefined;
  readonly everVisited?: boolean | undefined;
};

/** Conditions on `person`: each is one look-up by her id. */
export function askedOfPerson(asked: OfEnquiries): Sql[] {
  const { owner, site, sourceChannel, interest, lastVisit, everVisited } = asked;
  const found: Sql[] = [];
  if (owner) found.push(hasEnquiry(sql`e.open and e.owner_id = any(${owner}::uuid[])`));
  if (site) found.push(hasEnquiry(sql`e.site_id = any(${site}::uuid[])`));
  if (sourceChannel) found.push(hasEnquiry(sql`e.source_channel = any(${sourceChannel}::text[])`));
  if (interest) found.push(hasEnquiry(sql`e.interests && ${interest}::text[]`));
  if (lastVisit) {
    const { until } = lastVisit;
    found.push(hasEnquiry(visited(lastVisit)));
    if (until !== null) found.push(sql`not ${hasEnquiry(visited({ from: until, until: null }))}`);
  }
  if (everVisited !== undefined) {
    const ever = hasEnquiry(visited({ from: null, until: null }));
    found.push(everVisited ? ever : sql`not ${ever}`);
  }
  return found;
}

function hasEnquiry(condition: Sql): Sql {
  return sql`exists (
    select from enquiries.enquiry e where e.org_id = person.org_id and e.person_id = person.id and ${condition})`;
}

function visited(span: Span): Sql {
  return sql`exists (${visitsOf(sql`e`, within(sql`s.valid_at`, span))})`;
}

export type EnquiriesOfPerson = {
  readonly personId: Id;
  readonly lastVisitAt: Instant | null;
  readonly siteIds: readonly Id[];
  readonly sourceChannels: readonly string[];
  readonly ownerIds: readonly Id[];
};

/** What the rows of a page say of the enquiries of their persons. Persons without an enquiry are left out. */
export function listEnquiriesOfPersons(tx: Tx, personIds: readonly Id[]): Promise<EnquiriesOfPerson[]> {
  return tx.rows(sql<EnquiriesOfPerson>`
    select e.person_id as "personId", array_agg(distinct e.site_id) as "siteIds", array_agg(distinct e.source_channel) as "sourceChannels",
      coalesce(array_agg(distinct e.owner_id) filter (where e.open and e.owner_id is not null), '{}') as "ownerIds",
      max(visit.valid_at) as "lastVisitAt"
    from enquiries.enquiry e
    left join lateral (${visitsOf(sql`e`, [])}) visit on true
    where e.org_id = ${tx.orgId} and e.person_id = any(${personIds}::uuid[]) group by e.person_id`);
}
