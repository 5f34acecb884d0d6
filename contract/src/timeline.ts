import { z } from 'zod';
import { codeFilter, Id, InstantText, PageQuery, Params, page } from './common.ts';

export const TimelineKind = z
  .enum(['enquiry', 'call', 'status', 'booking', 'visit', 'message', 'memo', 'person', 'assignment', 'correction'])
  .meta({ id: 'TimelineKind' });

/** One thing that happened with a person. `code` and `params` name a sentence of the catalogue; `text` is free text. */
export const TimelineEntry = z
  .object({
    id: Id,
    at: InstantText,
    kind: TimelineKind,
    code: z.string(),
    params: Params,
    title: z.string(),
    text: z.string().nullable(),
    actorId: Id.nullable(),
    enquiryId: Id.nullable(),
    voided: z.boolean(),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;
export const TimelinePage = page(TimelineEntry);
/** `kind`: one or several, with commas between. */
export const TimelineQuery = PageQuery.extend({ kind: codeFilter(TimelineKind.options).optional() });
