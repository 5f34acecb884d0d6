import { z } from 'zod';
import { Day, ListFilter, codeFilter, text } from './common.ts';
import type { Permission } from './permissions.ts';

/** What a filter asks for. `of` of a list says whose names its values are. */
export type FilterKind =
  | { readonly kind: 'codes'; readonly codes: readonly string[] }
  | { readonly kind: 'listed'; readonly of: 'user' | 'team' | 'site' | 'channel' | 'interest' | 'sticker' | 'language' }
  | { readonly kind: 'text'; readonly most: number }
  | { readonly kind: 'month' }
  /** Two parameters: `<name>From` and `<name>To`, days of the site, both included. */
  | { readonly kind: 'days' }
  /** The same with whole numbers. */
  | { readonly kind: 'range'; readonly least: number; readonly most: number }
  | { readonly kind: 'flag' };

export const FILTER_GROUPS = ['state', 'work', 'origin', 'time', 'person', 'usage'] as const;
export type Filter = FilterKind & {
  readonly group: (typeof FILTER_GROUPS)[number];
  /** Who has not this permission may not ask: an answer would tell what she may not see. */
  readonly needs?: Permission;
};
/** The filters of a list by their names: the API's parameters, the fields of the screen and what a saved view may hold come from it. */
export type FilterTable = Readonly<Record<string, Filter>>;

export const MonthText = z.string().regex(/^(1[89]|2\d)\d{2}-(0[1-9]|1[0-2])$/);
const Count = z.coerce.number().int();

type Named<T extends FilterTable, K extends FilterKind['kind']> = {
  [N in keyof T & string]: T[N]['kind'] extends K ? N : never;
}[keyof T & string];
type Optional<T extends z.ZodType> = z.ZodOptional<T>;
export type FilterShape<T extends FilterTable> = {
  [N in Named<T, 'codes' | 'listed'>]: Optional<typeof ListFilter>;
} & {
  [N in Named<T, 'text' | 'month'>]: Optional<z.ZodString>;
} & { [N in Named<T, 'days'> as `${N}From` | `${N}To`]: Optional<typeof Day> } & {
  [N in Named<T, 'range'> as `${N}From` | `${N}To`]: Optional<typeof Count>;
} & { [N in Named<T, 'flag'>]: Optional<z.ZodCodec<z.ZodString, z.ZodBoolean>> };

/** The parameters of a filter of this name and their schemas. */
export function parametersOf(name: string, filter: FilterKind): Record<string, z.ZodType> {
  switch (filter.kind) {
    case 'codes':
      return { [name]: codeFilter(filter.codes).optional() };
    case 'listed':
      return { [name]: ListFilter.optional() };
    case 'text':
      return { [name]: text(filter.most).optional() };
    case 'month':
      return { [name]: MonthText.optional() };
    case 'days':
      return { [`${name}From`]: Day.optional(), [`${name}To`]: Day.optional() };
    case 'range': {
      const count = Count.min(filter.least).max(filter.most).optional();
      return { [`${name}From`]: count, [`${name}To`]: count };
    }
    case 'flag':
      return { [name]: z.stringbool().optional() };
  }
}

/** The table as a schema: the query of the list, of the counts, of an export. */
export function filterShape<T extends FilterTable>(table: T): FilterShape<T> {
  // The kinds of the table make these parameters; the mapped type says the same.
  return Object.assign(
    {},
    ...Object.entries(table).map(([name, filter]) => parametersOf(name, filter)),
  ) as FilterShape<T>;
}

/** Each parameter of a query with the filter that it belongs to. */
export function filterOfParameter<T extends FilterTable>(table: T): ReadonlyMap<string, keyof T & string> {
  return new Map(
    Object.entries(table).flatMap(([name, filter]) =>
      Object.keys(parametersOf(name, filter)).map((parameter) => [parameter, name as keyof T & string] as const),
    ),
  );
}
