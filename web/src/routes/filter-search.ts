import { filterOfParameter, filterShape, type FilterShape, type FilterTable } from '@anbu/contract';
import { z } from 'zod';

type Kept<T extends z.ZodType> = z.ZodCatch<z.ZodOptional<T>>;
type InAddress<T> = [T] extends [boolean] ? z.ZodBoolean : [T] extends [number] ? z.ZodNumber : z.ZodString;
type FilterSearch<S> = {
  [P in keyof S]: Kept<InAddress<Exclude<S[P] extends z.ZodType ? z.output<S[P]> : never, undefined>>>;
};

/** A campaign that is called 2026 is read from the address as a number. */
export const text = (z.union([z.string(), z.number().transform(String)]) as unknown as z.ZodString)
  .optional()
  .catch(undefined);

/** The filters of a list as its address keeps them. A value that does not fit is dropped, never an error page. */
export function filterSearch<T extends FilterTable>(table: T): FilterSearch<FilterShape<T>> {
  const names = filterOfParameter(table);
  const inAddress = (parameter: string): z.ZodType => {
    const name = names.get(parameter);
    const kind = name && table[name]?.kind;
    if (kind === 'flag') return z.boolean().optional().catch(undefined);
    return kind === 'range' ? z.number().optional().catch(undefined) : text;
  };
  // The table of filters makes these parameters; the mapped type says the same.
  return Object.fromEntries(
    Object.keys(filterShape(table)).map((name) => [name, inAddress(name)]),
  ) as unknown as FilterSearch<FilterShape<T>>;
}
