import type { Instant } from '../../../kernel/instant.ts';
import type { Clocks, History } from './history.ts';

/** The clocks as they stood from a moment on. */
export type Stand = Clocks & { readonly from: Instant };

/** Acts that do something about the enquiry; who gets it is not one. Spec: metrics, neglected (imported). */
export const WORK: ReadonlySet<string> = new Set(['call', 'transition', 'visit', 'move_action']);

/**
 * How the clocks ran, in the order of recording: what the first act found, what each left, what each that was taken back gave back. An act of an earlier
 * release that was taken back did not keep what it left: it counts as never made. The last one is the row as it is.
 */
export function courseOf({ acts, clocks, createdAt }: History): readonly Stand[] {
  const course: { stand: Stand; order: number }[] = [];
  const add = (from: Instant, found: Clocks, order: number) =>
    course.push({
      stand: { from, windowTo: found.windowTo, responseSeconds: found.responseSeconds, born: found.born },
      order,
    });
  add(createdAt, acts[0]?.before ?? clocks, -1);
  acts.forEach((act, index) => {
    const left = act.after ?? (act.voidedAt === null ? (acts[index + 1]?.before ?? clocks) : act.before);
    add(act.at, left, index);
    if (act.voidedAt !== null) add(act.voidedAt, act.before, acts.length + (acts.length - index));
  });
  // Of the same moment: acts in their order, then what was taken back, the last act first.
  course.sort((a, b) => a.stand.from - b.stand.from || a.order - b.order);
  const stands = course.map(({ stand }) => stand);
  const last = stands.at(-1);
  if (last) stands[stands.length - 1] = { ...clocks, from: last.from };
  return stands;
}
