import { ENQUIRY_FILTER_SHAPE, ENQUIRY_FILTERS, EnquirySort, FILTER_OF_PARAMETER } from '@anbu/contract';
import { z } from 'zod';

type Shape = typeof ENQUIRY_FILTER_SHAPE;
export type FilterParameter = keyof Shape;
type Kept<T extends z.ZodType> = z.ZodCatch<z.ZodOptional<T>>;
type InAddress<T> = [T] extends [boolean] ? z.ZodBoolean : [T] extends [number] ? z.ZodNumber : z.ZodString;
type FilterSearch = { [P in FilterParameter]: Kept<InAddress<Exclude<z.output<Shape[P]>, undefined>>> };

/** A campaign that is called 2026 is read from the address as a number. */
const text = (z.union([z.string(), z.number().transform(String)]) as unknown as z.ZodString)
  .optional()
  .catch(undefined);

function inAddress(parameter: string): z.ZodType {
  const name = FILTER_OF_PARAMETER.get(parameter);
  const kind = name && ENQUIRY_FILTERS[name].kind;
  if (kind === 'flag') return z.boolean().optional().catch(undefined);
  return kind === 'range' ? z.number().optional().catch(undefined) : text;
}

/** The filters of the board, its columns and its order as the address keeps them. A value that does not fit is dropped, never an error page. */
export const EnquiriesSearch = z.object({
  // The table of filters makes these parameters; the mapped type says the same.
  ...(Object.fromEntries(
    Object.keys(ENQUIRY_FILTER_SHAPE).map((name) => [name, inAddress(name)]),
  ) as unknown as FilterSearch),
  q: text,
  sort: EnquirySort.optional().catch(undefined),
  columns: text,
  view: z.enum(['list', 'board']).optional().catch(undefined),
  /** The saved view that it began with; `none`: with all of them, whatever the list usually begins with. */
  saved: text,
  /** The enquiry that is open in the work panel. */
  enquiry: text,
});
