import { newId, type Id } from '../../../kernel/ids.ts';
import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type DataRequestKind = 'copy' | 'deletion';

/** Subject requests are answered in so many days. Spec: rules.md, PIPA. */
const ANSWER_DAYS = 10;

/** Null where the same is asked for already. */
export async function insertDataRequest(tx: Tx, personId: Id, kind: DataRequestKind): Promise<Id | null> {
  const id = newId();
  const made = await tx.run(sql`
    insert into consents.data_request (org_id, id, person_id, kind, asked_at, due_at)
    values (${tx.orgId}, ${id}, ${personId}, ${kind}, ${at(tx.now)}, ${at(plus(tx.now, ANSWER_DAYS * DAY))})
    on conflict do nothing`);
  return made > 0 ? id : null;
}

export type DataRequestRow = {
  readonly id: Id;
  readonly personId: Id;
  readonly kind: DataRequestKind;
  readonly askedAt: Instant;
  readonly dueAt: Instant;
  readonly settledAt: Instant | null;
  readonly answer: string | null;
};

const COLUMNS = sql`id, person_id as "personId", kind, asked_at as "askedAt", due_at as "dueAt", settled_at as "settledAt", answer`;

/** The most urgent first. */
export function listOpenRequests(tx: Tx, personId: Id | null, limit: number): Promise<DataRequestRow[]> {
  return tx.rows(sql<DataRequestRow>`
    select ${COLUMNS} from consents.data_request
    where org_id = ${tx.orgId} and settled_at is null and ${personId === null ? sql`true` : sql`person_id = ${personId}`}
    order by due_at, id limit ${limit}`);
}

export async function requestExists(tx: Tx, id: Id): Promise<boolean> {
  return (await tx.maybe(sql`select 1 from consents.data_request where org_id = ${tx.orgId} and id = ${id}`)) !== null;
}

/** Null where it is none, or answered already. */
export function updateAnswered(tx: Tx, id: Id, answer: string): Promise<DataRequestRow | null> {
  return tx.maybe(sql<DataRequestRow>`
    update consents.data_request set settled_at = ${at(tx.now)}, settled_by = ${tx.actor.userId}::uuid, answer = ${answer}
    where org_id = ${tx.orgId} and id = ${id} and settled_at is null returning ${COLUMNS}`);
}
