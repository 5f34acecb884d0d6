import { z } from 'zod';
import { Id, InstantText, PageQuery, distinct, page, text } from './common.ts';

/** To one person, to a team's pool, by load; `back`: an absence ended; `late`, `absent`: by a rule of the organisation. */
export const HandOverKind = z.enum(['person', 'team', 'load', 'back', 'late', 'absent']).meta({ id: 'HandOverKind' });
export type HandOverKind = z.infer<typeof HandOverKind>;

/** Named ones, all open ones of an owner, or all open ones that filters of the board show, as its address has them. */
const What = z.union([
  z.strictObject({ ids: distinct(z.array(Id).min(1).max(1_000)) }),
  z.strictObject({ ownerId: Id }),
  z.strictObject({ filter: z.record(z.string().max(40), z.string().max(2_000)) }),
]);
const To = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), userId: Id }),
  z.strictObject({ kind: z.literal('team'), teamId: Id }),
  z.strictObject({ kind: z.literal('load') }),
]);

export const HandOverInput = z
  .strictObject({
    what: What,
    to: To,
    /** The receivers see it. */
    note: text(1000).optional(),
    /** It is for the time of this absence: what nobody makes her own comes back when it ends. */
    absenceId: Id.optional(),
    /** The receiver is away, and that is known. */
    evenAbsent: z.boolean().default(false),
  })
  .meta({ id: 'HandOverInput' });
export type HandOverInput = z.infer<typeof HandOverInput>;

const Refused = z.object({ code: z.string(), text: z.string() });
/** `userId` null: the team's. `load`: what she has due without it. */
const Receiving = z.object({ userId: Id.nullable(), count: z.int(), load: z.int() });

export const HandOverPreview = z
  .object({
    count: z.int(),
    receivers: z.array(Receiving),
    refused: z.array(Refused.extend({ count: z.int() })),
  })
  .meta({ id: 'HandOverPreview' });
export type HandOverPreview = z.infer<typeof HandOverPreview>;

export const HandOver = z
  .object({
    id: Id,
    at: InstantText,
    /** Null: the program, by a rule. */
    madeBy: Id.nullable(),
    kind: HandOverKind,
    note: z.string().nullable(),
    absenceId: Id.nullable(),
    returnedAt: InstantText.nullable(),
    undoneAt: InstantText.nullable(),
    /** Until when the caller may take it back without a reason; null: she may not, or no longer. Who supervises may with one, at any time. */
    undoUntil: InstantText.nullable(),
    receivers: z.array(z.object({ userId: Id.nullable(), count: z.int() })),
    given: z.int(),
    /** Of a temporary one: what came back, and what stayed with who made it her own. */
    returned: z.int(),
    kept: z.int(),
    undone: z.int(),
    /** What could not be given, or by an undo not taken back, with its reason. In the answer to the act alone. */
    refused: z.array(Refused.extend({ id: Id })),
  })
  .meta({ id: 'HandOver' });
export type HandOver = z.infer<typeof HandOver>;
export const HandOverPage = page(HandOver);
export const HandOverQuery = PageQuery.omit({ cursor: true });
export const HandOverUndo = z.strictObject({ reasonText: text(1000).optional() });
