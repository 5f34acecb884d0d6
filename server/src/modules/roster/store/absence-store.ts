import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { AbsenceRow, Away } from '../vocabulary.ts';

const COLUMNS = sql`a.id, a.member_id as "memberId", a.from_at as "from", a.to_at as "to", a.kind, a.note,
  a.cancelled_at as "cancelledAt", a.version`;

/** Those that end after a moment, of one member or of all, the earliest first. */
export function listAbsences(tx: Tx, after: Instant, memberId: Id | null, limit: number): Promise<AbsenceRow[]> {
  return tx.rows(sql<AbsenceRow>`
    select ${COLUMNS} from roster.absence a
    where a.org_id = ${tx.orgId} and a.cancelled_at is null and (a.to_at is null or a.to_at > ${at(after)}::timestamptz)
      and (${memberId}::uuid is null or a.member_id = ${memberId}::uuid)
    order by a.from_at, a.id limit ${limit}`);
}

export function findAbsence(tx: Tx, id: Id): Promise<AbsenceRow | null> {
  return tx.maybe(sql<AbsenceRow>`
    select ${COLUMNS} from roster.absence a where a.org_id = ${tx.orgId} and a.id = ${id}`);
}

export function lockAbsence(tx: Tx, id: Id): Promise<AbsenceRow | null> {
  return tx.maybe(sql<AbsenceRow>`
    select ${COLUMNS} from roster.absence a where a.org_id = ${tx.orgId} and a.id = ${id} for update`);
}

/** Another absence of hers in that time. */
export function findOverlapping(tx: Tx, memberId: Id, { from, to }: Away, exceptId: Id): Promise<AbsenceRow | null> {
  return tx.maybe(sql<AbsenceRow>`
    select ${COLUMNS} from roster.absence a
    where a.org_id = ${tx.orgId} and a.member_id = ${memberId} and a.cancelled_at is null and a.id <> ${exceptId}
      and tstzrange(a.from_at, a.to_at) && tstzrange(${at(from)}::timestamptz, ${at(to)}::timestamptz)
    order by a.from_at limit 1`);
}

export async function insertAbsence(tx: Tx, absence: AbsenceRow): Promise<void> {
  await tx.run(sql`
    insert into roster.absence (org_id, id, member_id, from_at, to_at, kind, note, made_by, made_at)
    values (${tx.orgId}, ${absence.id}, ${absence.memberId}, ${at(absence.from)}, ${at(absence.to)}, ${absence.kind},
      ${absence.note}, ${tx.actor.userId}, ${at(tx.now)})`);
}

/** The row is locked by the caller. */
export async function updateAbsence(tx: Tx, absence: AbsenceRow): Promise<void> {
  await tx.run(sql`
    update roster.absence set from_at = ${at(absence.from)}, to_at = ${at(absence.to)}, kind = ${absence.kind},
      note = ${absence.note}, cancelled_at = ${at(absence.cancelledAt)}, version = ${absence.version}
    where org_id = ${tx.orgId} and id = ${absence.id}`);
}
