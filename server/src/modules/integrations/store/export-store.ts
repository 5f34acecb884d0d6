import type { HoldReason, InvalidKind, Likelihood, Person, StatusCode } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { PhoneNumber } from '../../../kernel/phone.ts';
import { sql, type Sql, type Tx } from '../../../platform/db/index.ts';

export type ExportedPerson = {
  readonly personId: Id;
  readonly name: string | null;
  readonly phone: PhoneNumber | null;
  /** Of another system, e.g. a chart. */
  readonly number: string | null;
  readonly birthDate: CalendarDay | null;
  readonly sex: Person['sex'];
  readonly language: string | null;
  readonly email: string | null;
};

/** Of a person `p`, with the number and address that are used first. */
const PERSON: Sql = sql`p.id as "personId", p.name, p.birth_date as "birthDate", p.sex, p.language,
  (select ph.e164 from people.public_person_phone ph where ph.org_id = p.org_id and ph.person_id = p.id
    order by ph.state <> 'ok', ph.rank, ph.id limit 1) as phone,
  (select i.value from people.public_person_identifier i where i.org_id = p.org_id and i.person_id = p.id order by i.id limit 1) as number,
  (select m.email_normal from people.public_person_email m where m.org_id = p.org_id and m.person_id = p.id order by m.id limit 1) as email`;

/** By id, after `after`. Who was merged into another is that one. */
export function listExportedPersons(tx: Tx, after: Id | null, limit: number): Promise<ExportedPerson[]> {
  return tx.rows(sql<ExportedPerson>`
    with p as (
      select * from people.public_person
      where org_id = ${tx.orgId} and merged_into is null and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${limit}
    )
    select ${PERSON} from p order by p.id`);
}

export type ExportedEnquiry = ExportedPerson & {
  readonly id: Id;
  readonly receivedAt: Instant;
  readonly sourceChannel: string;
  readonly campaign: string | null;
  readonly interests: readonly string[];
  readonly owner: string | null;
  readonly status: StatusCode;
  readonly statusSince: Instant;
  readonly invalidKind: InvalidKind | null;
  readonly callCount: number;
  readonly bookingAt: Instant | null;
  /** When a booking ended with a visit. */
  readonly visitedAt: Instant | null;
  readonly site: string;
  readonly timeZone: string;
  readonly likelihood: Likelihood | null;
  readonly holdReasons: readonly HoldReason[];
  readonly recontactOn: CalendarDay | null;
  readonly text: string | null;
};

/** By id, after `after`. */
export function listExportedEnquiries(tx: Tx, after: Id | null, limit: number): Promise<ExportedEnquiry[]> {
  return tx.rows(sql<ExportedEnquiry>`
    with e as (
      select * from enquiries.public_enquiry
      where org_id = ${tx.orgId} and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${limit}
    )
    select e.id, e.received_at as "receivedAt", e.source_channel as "sourceChannel", e.campaign, e.interests, m.name as owner, e.status,
      e.status_since as "statusSince", e.invalid_kind as "invalidKind", s.name as site, s.time_zone as "timeZone", e.likelihood,
      e.hold_reasons as "holdReasons", e.recontact_on as "recontactOn", e.text, ${PERSON},
      (select count(*) from enquiries.public_call c where c.org_id = e.org_id and c.enquiry_id = e.id and c.direction = 'outbound'
        and c.voided_at is null) as "callCount",
      (select b.starts_at from enquiries.public_booking b where b.org_id = e.org_id and b.enquiry_id = e.id and b.state = 'booked') as "bookingAt",
      (select max(b.starts_at) from enquiries.public_booking b where b.org_id = e.org_id and b.enquiry_id = e.id and b.state = 'visited') as "visitedAt"
    from e
    join people.public_person p on p.org_id = e.org_id and p.id = e.person_id
    join identity.public_site s on s.org_id = e.org_id and s.id = e.site_id
    left join identity.public_member m on m.org_id = e.org_id and m.id = e.owner_id
    order by e.id`);
}
