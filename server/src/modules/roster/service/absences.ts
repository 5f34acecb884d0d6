import type { Absence, AbsenceInput, AbsencePatch } from '@anbu/contract';
import type { z } from 'zod';
import { addDays, parseDay, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, instant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { instantAt } from '../../../kernel/zoned-time.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { findMember, placeOfWork } from '../../identity/index.ts';
import { findOverlapping, insertAbsence, lockAbsence, updateAbsence } from '../store/absence-store.ts';
import type { AbsenceRow } from '../vocabulary.ts';

/**
 * Somebody is away. Everybody says it of herself; of others those who hand work out, because the desk takes the call of who is ill. Refuses
 * request.forbidden, field.not_found on `userId`, roster.absence_backwards on `to`, roster.absence_overlaps { from, to } 409.
 */
export async function markAbsent(tx: Tx, input: z.output<typeof AbsenceInput>): Promise<Outcome<AbsenceRow>> {
  const allowed = checkMayWrite(tx, input.userId);
  if (!allowed.ok) return allowed;
  if (!(await findMember(tx, input.userId))) {
    return refuseFields([{ field: 'userId', code: 'field.not_found', params: {} }]);
  }
  const zone = (await placeOfWork(tx, input.userId)).timeZone;
  const absence: AbsenceRow = {
    id: newId(),
    memberId: input.userId,
    from: beginOf(input.from, zone),
    to: endOf(input.to, zone),
    kind: input.kind,
    note: input.note ?? null,
    cancelledAt: null,
    version: 1,
  };
  const fits = await checkFits(tx, absence);
  if (!fits.ok) return fits;
  await insertAbsence(tx, absence);
  tell(tx, 'roster.absence_marked', absence, { from: [null, absence.from], to: [null, absence.to] });
  return ok(absence);
}

/** Other times or another reason. Refuses what `markAbsent` refuses, request.not_found, request.stale { version } 409. */
export async function changeAbsence(
  tx: Tx,
  id: Id,
  patch: z.output<typeof AbsencePatch>,
): Promise<Outcome<AbsenceRow>> {
  const opened = await open(tx, id, patch.version);
  if (!opened.ok) return opened;
  const before = opened.value;
  const zone = (await placeOfWork(tx, before.memberId)).timeZone;
  const after: AbsenceRow = {
    ...before,
    from: patch.from === undefined ? before.from : beginOf(patch.from, zone),
    to: patch.to === undefined ? before.to : endOf(patch.to, zone),
    kind: patch.kind ?? before.kind,
    note: patch.note === undefined ? before.note : patch.note,
    version: before.version + 1,
  };
  const fits = await checkFits(tx, after);
  if (!fits.ok) return fits;
  await updateAbsence(tx, after);
  tell(tx, 'roster.absence_changed', after, { from: [before.from, after.from], to: [before.to, after.to] });
  return ok(after);
}

/** She is back: the absence ends now. One that has not begun is called off; one that is over stays as it was. Refuses what `changeAbsence` refuses. */
export async function endAbsence(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<AbsenceRow>> {
  const opened = await open(tx, id, version);
  if (!opened.ok) return opened;
  const before = opened.value;
  if (before.to !== null && before.to <= tx.now) return ok(before);
  const over = before.from < tx.now ? { to: tx.now } : { cancelledAt: tx.now };
  const after = { ...before, ...over, version: before.version + 1 };
  await updateAbsence(tx, after);
  tell(tx, 'roster.absence_ended', after, { to: [before.to, tx.now] });
  return ok(after);
}

/** Why somebody is away is hers, and of those who hand work out. */
export function viewAbsence(tx: Tx, absence: AbsenceRow): z.input<typeof Absence> {
  const concerns = checkMayWrite(tx, absence.memberId).ok;
  return {
    id: absence.id,
    userId: absence.memberId,
    from: formatInstant(absence.from),
    to: absence.to === null ? null : formatInstant(absence.to),
    kind: concerns ? absence.kind : null,
    note: concerns ? absence.note : null,
    editable: concerns,
    version: absence.version,
  };
}

async function open(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<AbsenceRow>> {
  const row = await lockAbsence(tx, id);
  if (!row || row.cancelledAt !== null) return notFound('absence');
  const allowed = checkMayWrite(tx, row.memberId);
  if (!allowed.ok) return allowed;
  if (version !== undefined && version !== row.version) return refuse('request.stale', { version: row.version }, 409);
  return ok(row);
}

function checkMayWrite(tx: Tx, memberId: Id): Outcome<null> {
  if (tx.actor.userId === memberId || may(tx.actor, 'enquiries.assign')) return ok(null);
  return refuse('request.forbidden', { permission: 'enquiries.assign' }, 403);
}

async function checkFits(tx: Tx, absence: AbsenceRow): Promise<Outcome<null>> {
  if (absence.to !== null && absence.to <= absence.from) return refuseAt('to', 'roster.absence_backwards');
  const other = await findOverlapping(tx, absence.memberId, absence, absence.id);
  if (!other) return ok(null);
  const to = other.to === null ? null : formatInstant(other.to);
  return refuse('roster.absence_overlaps', { from: formatInstant(other.from), to }, 409);
}

function beginOf(border: string, zone: string): Instant {
  const day = parseDay(border);
  return day ? instantAt(zone, day, 0) : instant(Date.parse(border));
}

/** A day counts to its end. */
function endOf(border: string | null, zone: string): Instant | null {
  if (border === null) return null;
  const day: CalendarDay | null = parseDay(border);
  return day ? instantAt(zone, addDays(day, 1), 0) : instant(Date.parse(border));
}

/** The reason of an absence is nothing for the audit: it may tell of an illness. */
function tell(tx: Tx, action: string, absence: AbsenceRow, times: Record<string, readonly [unknown, unknown]>): void {
  tx.audit({
    action,
    entity: 'absence',
    entityId: absence.id,
    changes: { userId: [null, absence.memberId], ...times, kind: null },
  });
  tx.emit({ type: 'roster.absence_changed', payload: { absenceId: absence.id, userId: absence.memberId } });
}
