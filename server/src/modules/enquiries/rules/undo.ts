import type { Id } from '../../../kernel/ids.ts';
import { MINUTE } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok, refuse } from '../../../kernel/outcome.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Actor } from './state.ts';

export type LastAct = { readonly by: Id | null; readonly recordedAt: Instant; readonly voided: boolean };

/**
 * Whether the last act on an enquiry may be corrected: by the one who did it, within `withinMinutes` (10 as shipped); by a supervisor any time,
 * with a reason. It appends and voids, it never deletes. Refuses enquiries.nothing_to_undo 409, enquiries.undo_not_yours 403,
 * enquiries.undo_too_late { minutes } 403, enquiries.field_required { field: 'reasonText' }. Spec: domain §1 Correction.
 */
export function checkUndo(
  act: LastAct | null,
  actor: Actor,
  reasonText: string | undefined,
  now: Instant,
  withinMinutes: number,
): Outcome<'own' | 'supervisor'> {
  if (!act || act.voided) return refuse('enquiries.nothing_to_undo', {}, 409);
  const own = act.by !== null && act.by === actor.userId;
  const inTime = now - act.recordedAt <= withinMinutes * MINUTE;
  if (own && inTime) return ok('own');
  if (!actor.supervisor) {
    if (own) return refuse('enquiries.undo_too_late', { minutes: withinMinutes }, 403);
    return refuse('enquiries.undo_not_yours', {}, 403);
  }
  if (!reasonText || reasonText.trim() === '') return refuse('enquiries.field_required', { field: 'reasonText' });
  return ok('supervisor');
}
