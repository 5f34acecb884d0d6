import type { DataRequestKind, DataRequestOutcome, DataRequestSource } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';

/** Subject requests are answered in so many days. Spec: rules.md, PIPA. */
const ANSWER_DAYS = 10;
/** So long before its day who answers for it is told. */
const TOLD_DAYS_BEFORE = 3;

export type NewRequest = {
  readonly personId: Id;
  readonly kind: DataRequestKind;
  readonly wish: string | null;
  readonly source: DataRequestSource;
};

/** Null where the same is asked for already. */
export async function insertDataRequest(tx: Tx, { personId, kind, wish, source }: NewRequest): Promise<Id | null> {
  const id = newId();
  const made = await tx.run(sql`
    insert into consents.data_request (org_id, id, person_id, kind, wish, source, recorded_by, asked_at, due_at)
    values (${tx.orgId}, ${id}, ${personId}, ${kind}, ${wish}, ${source}, ${tx.actor.userId}::uuid, ${at(tx.now)},
      ${at(plus(tx.now, ANSWER_DAYS * DAY))})
    on conflict do nothing`);
  return made > 0 ? id : null;
}

export type DataRequestRow = NewRequest & {
  readonly id: Id;
  readonly personName: string | null;
  readonly askedAt: Instant;
  readonly dueAt: Instant;
  readonly ownerId: Id | null;
  readonly settledAt: Instant | null;
  readonly settledBy: Id | null;
  readonly answer: string | null;
  readonly outcome: DataRequestOutcome | null;
};

const SELECT = sql`
  select d.id, d.person_id as "personId", p.name as "personName", d.kind, d.wish, d.source, d.asked_at as "askedAt", d.due_at as "dueAt",
    d.owner_id as "ownerId", d.settled_at as "settledAt", d.settled_by as "settledBy", d.answer, d.outcome
  from consents.data_request as d join people.public_person as p on p.org_id = d.org_id and p.id = d.person_id`;

export type RequestFilter = {
  readonly personId: Id | null;
  readonly settled: boolean;
  /** `none` = nobody's. */
  readonly owner: Id | 'none' | null;
};

/** Open ones: the most urgent first. Settled ones: the latest first. */
export function listRequests(
  tx: Tx,
  { personId, settled, owner }: RequestFilter,
  after: AtAndId | null,
  limit: number,
): Promise<DataRequestRow[]> {
  const [column, order, rest] = settled ? [sql`d.settled_at`, sql`desc`, sql`<`] : [sql`d.due_at`, sql``, sql`>`];
  return tx.rows(sql<DataRequestRow>`
    ${SELECT}
    where ${all([
      sql`d.org_id = ${tx.orgId}`,
      settled ? sql`d.settled_at is not null` : sql`d.settled_at is null`,
      ...(personId === null ? [] : [sql`d.person_id = ${personId}`]),
      ...(owner === null ? [] : [owner === 'none' ? sql`d.owner_id is null` : sql`d.owner_id = ${owner}`]),
      ...(after === null ? [] : [sql`(${column}, d.id) ${rest} (${at(after.at)}::timestamptz, ${after.id}::uuid)`]),
    ])}
    order by ${column} ${order}, d.id ${order} limit ${limit}`);
}

export function findRequest(tx: Tx, id: Id): Promise<DataRequestRow | null> {
  return tx.maybe(sql<DataRequestRow>`${SELECT} where d.org_id = ${tx.orgId} and d.id = ${id}`);
}

/** False where it is answered already. */
export async function updateOwner(tx: Tx, id: Id, ownerId: Id | null): Promise<boolean> {
  const changed = await tx.run(sql`
    update consents.data_request set owner_id = ${ownerId} where org_id = ${tx.orgId} and id = ${id} and settled_at is null`);
  return changed > 0;
}

/** False where it is answered already. */
export async function updateAnswered(tx: Tx, id: Id, answer: string, outcome: DataRequestOutcome): Promise<boolean> {
  const changed = await tx.run(sql`
    update consents.data_request
    set settled_at = ${at(tx.now)}, settled_by = ${tx.actor.userId}::uuid, answer = ${answer}, outcome = ${outcome}
    where org_id = ${tx.orgId} and id = ${id} and settled_at is null`);
  return changed > 0;
}

export type RequestToTell = { readonly id: Id; readonly late: boolean };

/** Open requests whose day is near, or over, and of which that was not told: marked. What another process has taken is passed over. */
export function announceRequests(tx: Tx, most: number): Promise<RequestToTell[]> {
  return tx.rows(sql<RequestToTell>`
    update consents.data_request as d set told = case when d.due_at <= ${at(tx.now)} then 2 else 1 end
    where d.org_id = ${tx.orgId} and d.id in (
      select r.id from consents.data_request r
      where r.org_id = ${tx.orgId} and r.settled_at is null and r.due_at <= ${at(plus(tx.now, TOLD_DAYS_BEFORE * DAY))}
        and r.told < case when r.due_at <= ${at(tx.now)} then 2 else 1 end
      order by r.due_at limit ${most} for update skip locked)
    returning d.id, d.told = 2 as late`);
}

/** Open requests that are near their day, or late: of that member, and where she leads nobody's and all late ones. */
export function countDue(
  tx: Tx,
  memberId: Id | null,
  leads: boolean,
): Promise<{ readonly near: number; readonly late: number; readonly nextDueAt: Instant | null }> {
  return tx.one(sql<{ near: number; late: number; nextDueAt: Instant | null }>`
    select count(*) filter (where d.due_at > ${at(tx.now)})::int as near, count(*) filter (where d.due_at <= ${at(tx.now)})::int as late,
      min(d.due_at) as "nextDueAt"
    from consents.data_request as d
    where d.org_id = ${tx.orgId} and d.settled_at is null and d.due_at <= ${at(plus(tx.now, TOLD_DAYS_BEFORE * DAY))}
      and (d.owner_id = ${memberId}::uuid or (${leads}::boolean and (d.owner_id is null or d.due_at <= ${at(tx.now)})))`);
}
