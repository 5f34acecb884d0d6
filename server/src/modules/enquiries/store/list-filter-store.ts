import type { EnquiryQuery, StatusCode } from '@anbu/contract';
import { addDays, dayNumber, firstDayOf, type CalendarDay, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { isOpenStatus } from '../vocabulary.ts';
import { firstReached, visitedIn } from './reached-store.ts';
import { arrivedWithin, within, type Span } from './spans.ts';
import { isOfAPeriod, usedIn, usesWhere, type Uses } from './usage-store.ts';

/** Both included; undefined = without an end. */
export type Range = { readonly from?: number | undefined; readonly to?: number | undefined };

/** Filters of the board with everything resolved: stages as statuses, persons found, `me` replaced. */
export type EnquiryFilter = Partial<
  Record<
    | 'owner'
    | 'team'
    | 'site'
    | 'sourceChannel'
    | 'interest'
    | 'likelihood'
    | 'holdReason'
    | 'patientKind'
    | 'sticker'
    | 'language'
    | 'sex'
    | 'firstCall'
    | 'creditedTo',
    readonly string[]
  >
> &
  Partial<Pick<EnquiryQuery, 'personId' | 'open' | 'late' | 'handedOver' | 'unreachable' | 'contactHold'>> &
  Partial<Pick<EnquiryQuery, 'campaign' | 'utm'>> &
  Partial<Record<'since' | 'due' | 'contact' | 'booked' | 'bookedOrVisited' | 'visited', Span>> & {
    readonly status?: readonly StatusCode[];
    readonly cohortMonth?: CalendarMonth;
    readonly receivedFrom?: CalendarDay;
    readonly receivedTo?: CalendarDay;
    readonly personIds?: readonly Id[];
    /** All that have the interests or the reasons that are asked for, where they are few. */
    readonly ids?: readonly Id[];
    /** Only enquiries without an owner; together with `owner` either suits. */
    readonly unowned?: boolean;
    readonly used?: Uses;
    readonly unansweredDays?: Range;
    /** In whole years on `today`. */
    readonly age?: Range & { readonly today: CalendarDay };
    /** A first call was in time within so many seconds of opening time. */
    readonly firstCallSeconds?: number;
  };

export function isOfStatusAlone(filter: EnquiryFilter): boolean {
  return Object.keys(filter).every((key) => key === 'status' || key === 'open');
}

/** Whether only open ones can be meant: then the indexes of open ones are enough. */
export function isOfOpen({ open, late, status, due }: EnquiryFilter): boolean {
  return open === true || late === true || due !== undefined || (status !== undefined && status.every(isOpenStatus));
}

/** Of an open one. */
export function isLate(tx: Tx): Sql {
  return sql`(e.action_window_to < ${at(tx.now)}::timestamptz)`;
}

/** Lists of a row: no order helps to find them. */
export function marks({ interest, holdReason }: EnquiryFilter): Sql[] {
  return [
    ...(interest ? [sql`e.interests && ${interest}::text[]`] : []),
    ...(holdReason ? [sql`e.hold_reasons && ${holdReason}::text[]`] : []),
  ];
}

export function conditions(tx: Tx, filter: EnquiryFilter, openOnes = false): Sql[] {
  const found: Sql[] = [sql`e.org_id = ${tx.orgId}`];
  const among = (column: Sql, values: readonly string[] | undefined, type: 'text' | 'uuid' = 'text') => {
    if (!values) return;
    const as = sql.raw(type);
    // One value is walked in the order of its index; of several the order is not known.
    found.push(values.length === 1 ? sql`${column} = ${values[0]}::${as}` : sql`${column} = any(${values}::${as}[])`);
  };
  const open = openOnes || isOfOpen(filter);
  if (open) found.push(sql`e.open`);
  if (filter.open === false) found.push(open ? sql`false` : sql`not e.open`);
  among(sql`e.status`, open ? filter.status?.filter(isOpenStatus) : filter.status);
  if (filter.owner && filter.unowned) {
    found.push(sql`(e.owner_id is null or e.owner_id = any(${filter.owner}::uuid[]))`);
  } else if (filter.unowned) found.push(sql`e.owner_id is null`);
  else among(sql`e.owner_id`, filter.owner, 'uuid');
  among(sql`e.team_id`, filter.team, 'uuid');
  among(sql`e.site_id`, filter.site, 'uuid');
  among(sql`e.source_channel`, filter.sourceChannel);
  among(sql`e.likelihood`, filter.likelihood);
  among(sql`e.patient_kind`, filter.patientKind);
  among(sql`e.id`, filter.ids, 'uuid');
  if (filter.cohortMonth) {
    const first = firstDayOf(filter.cohortMonth);
    found.push(sql`e.cohort_month = ${filter.cohortMonth}`, ...arrivedWithin(first, addDays(first, 30)));
  }
  if (filter.receivedFrom) found.push(sql`e.received_on >= ${filter.receivedFrom}::date`);
  if (filter.receivedTo) found.push(sql`e.received_on <= ${filter.receivedTo}::date`);
  found.push(...arrivedWithin(filter.receivedFrom, filter.receivedTo));
  found.push(...within(sql`e.status_since`, filter.since), ...within(sql`e.action_due_at`, filter.due));
  if (filter.booked) found.push(sql`e.id = any(array(${firstBooked(tx, filter.booked)}))`);
  found.push(...reached(tx, filter));
  if (filter.used && isOfAPeriod(filter.used)) found.push(sql`e.id = any(array(${usedIn(tx, filter.used)}))`);
  if (filter.personId) found.push(sql`e.person_id = ${filter.personId}`);
  if (filter.personIds) found.push(sql`e.person_id = any(${filter.personIds}::uuid[])`);
  if (filter.late === true) found.push(isLate(tx));
  if (filter.late === false) found.push(open ? sql`not ${isLate(tx)}` : sql`not (e.open and ${isLate(tx)})`);
  return found;
}

/** What no index of enquiries knows: it is asked of each row that the other filters and the order lead to. */
export function walks(filter: EnquiryFilter): Sql[] {
  const { campaign, utm, handedOver, unansweredDays: days, firstCall, used } = filter;
  const found = within(sql`e.last_contact_at`, filter.contact);
  if (campaign !== undefined) found.push(sql`e.campaign = ${campaign}`);
  if (utm !== undefined) found.push(carries(utm));
  if (filter.unreachable !== undefined) found.push(sql`e.unreachable = ${filter.unreachable}`);
  if (filter.contactHold !== undefined) found.push(sql`e.contact_hold = ${filter.contactHold}`);
  if (days?.from !== undefined) found.push(sql`e.unanswered_days >= ${days.from}`);
  if (days?.to !== undefined) found.push(sql`e.unanswered_days <= ${days.to}`);
  if (firstCall) found.push(firstCalled(firstCall, filter.firstCallSeconds ?? 0));
  if (handedOver !== undefined) {
    const passedOn = sql`exists (
      select from enquiries.act a
      where a.org_id = e.org_id and a.enquiry_id = e.id and a.kind in ('assign', 'hand_over') and a.voided_at is null and a.before ->> 'ownerId' is not null)`;
    found.push(handedOver ? passedOn : sql`not ${passedOn}`);
  }
  if (used && !isOfAPeriod(used)) {
    found.push(sql`exists (
      select from enquiries.status_event s where s.org_id = e.org_id and s.enquiry_id = e.id and ${usesWhere(used)})`);
  }
  if (filter.sticker) {
    found.push(sql`exists (
      select from people.public_person_sticker s
      where s.org_id = e.org_id and s.person_id = e.person_id and s.code = any(${filter.sticker}::text[]))`);
  }
  const person = ofPerson(filter);
  if (person.length > 0) {
    found.push(sql`exists (
      select from people.public_person p where p.org_id = e.org_id and p.id = e.person_id and ${sql.join(person, sql` and `)})`);
  }
  return found;
}

function ofPerson({ language, sex, age }: EnquiryFilter): Sql[] {
  const found: Sql[] = [];
  if (language) found.push(sql`split_part(lower(p.language), '-', 1) = any(${language}::text[])`);
  if (sex) found.push(sql`p.sex = any(${sex}::text[])`);
  if (age?.from !== undefined) {
    found.push(sql`p.birth_date <= (${age.today}::date - make_interval(years => ${age.from}::integer))::date`);
  }
  if (age?.to !== undefined) {
    found.push(sql`p.birth_date > (${age.today}::date - make_interval(years => ${age.to + 1}::integer))::date`);
  }
  return found;
}

/** `source=naver` asks for that mark, `naver` for any mark that says so. */
function carries(utm: string): Sql {
  const split = utm.indexOf('=');
  if (split > 0) return sql`e.utm @> ${json({ [utm.slice(0, split)]: utm.slice(split + 1) })}`;
  return sql`exists (select from jsonb_each_text(e.utm) as mark (name, value) where mark.value = ${utm})`;
}

/** Bookings and visits, of whoever owned the enquiry then; without a time: at any. */
function reached(tx: Tx, { bookedOrVisited, visited, creditedTo }: EnquiryFilter): Sql[] {
  const anyTime = { from: null, until: null };
  const first = bookedOrVisited ?? (creditedTo && !visited ? anyTime : undefined);
  return [
    ...(first ? [firstReached(tx, first, creditedTo)] : []),
    ...(visited ? [visitedIn(tx, visited, creditedTo)] : []),
  ].map((found) => sql`e.id = any(array(select reached.id from (${found}) reached))`);
}

/** Of what was not born in a call: in time, too late, or not yet. Spec: metrics, first response. */
function firstCalled(codes: readonly string[], seconds: number): Sql {
  const ways: Record<string, Sql> = {
    in_time: sql`e.first_response_seconds <= ${seconds}`,
    late: sql`e.first_response_seconds > ${seconds}`,
    none: sql`e.first_response_at is null`,
  };
  const asked = codes.flatMap((code) => ways[code] ?? []);
  return sql`not e.born_connected and (${sql.join(asked, sql` or `)})`;
}

/** Enquiries whose first booking that was not taken back was made then: a booking counts once. Spec: metrics, cohort. */
export function firstBooked(tx: Tx, span: Span): Sql<{ id: Id }> {
  return sql<{ id: Id }>`
    select b.enquiry_id from enquiries.booking b
    where b.org_id = ${tx.orgId} and b.state <> 'voided' and ${sql.join(within(sql`b.booked_at`, span), sql` and `)}
      and not exists (
        select from enquiries.booking earlier
        where earlier.org_id = b.org_id and earlier.enquiry_id = b.enquiry_id and earlier.state <> 'voided'
          and (earlier.booked_at, earlier.id) < (b.booked_at, b.id))`;
}

/** Whether closed ones are counted by a look at each: what no index of them holds together with the status. */
export function asksEach(filter: EnquiryFilter): boolean {
  const { team, site, likelihood, patientKind, receivedFrom, receivedTo } = filter;
  const ofArrival = receivedFrom !== undefined || receivedTo !== undefined;
  return (
    [...marks(filter), ...walks(filter)].length > 0 || Boolean(team ?? site ?? likelihood ?? patientKind) || ofArrival
  );
}

/** Whether some other filter leads to few enough rows that each of them may be looked at. */
export function isBounded(filter: EnquiryFilter): boolean {
  const { receivedFrom, receivedTo, cohortMonth, personId, personIds, ids, owner, booked, used } = filter;
  if (isOfOpen(filter) || cohortMonth || personId || personIds || ids || owner || booked) return true;
  if (filter.visited || filter.bookedOrVisited || filter.creditedTo) return true;
  if (used && isOfAPeriod(used)) return true;
  return (
    receivedFrom !== undefined && receivedTo !== undefined && dayNumber(receivedTo) - dayNumber(receivedFrom) <= 366
  );
}
