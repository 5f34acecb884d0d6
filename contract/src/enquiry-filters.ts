import { z } from 'zod';
import { Day, ListFilter, codeFilter, text } from './common.ts';
import type { Permission } from './permissions.ts';
import { HoldReason, Likelihood, PatientKind, STATUS_CODES, STATUS_USAGES } from './statuses.ts';

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
type Filter = FilterKind & {
  readonly of?: string;
  readonly group: 'state' | 'work' | 'origin' | 'time' | 'person' | 'usage';
  /** Who has not this permission may not ask: an answer would tell what she may not see. */
  readonly needs?: Permission;
};

/**
 * Every attribute of an enquiry and of its person by which lists are cut (A12), as one table: the API's parameters, the fields of the screen, what a
 * saved view may hold and the list in the documents come from it. All that are given must hold; values of one suit each by itself.
 */
export const ENQUIRY_FILTERS = {
  status: { kind: 'codes', codes: STATUS_CODES, group: 'state' },
  stage: { kind: 'codes', codes: ['A', 'B', 'C', 'D', 'E', 'F'], group: 'state' },
  open: { kind: 'flag', group: 'state' },
  late: { kind: 'flag', group: 'state' },
  likelihood: { kind: 'codes', codes: Likelihood.options, group: 'state' },
  holdReason: { kind: 'codes', codes: HoldReason.options, group: 'state' },
  owner: { kind: 'listed', of: 'user', group: 'work' },
  /** Who owned it at the booking or visit that is asked for. */
  creditedTo: { kind: 'listed', of: 'user', group: 'work' },
  team: { kind: 'listed', of: 'team', group: 'work' },
  site: { kind: 'listed', of: 'site', group: 'work' },
  handedOver: { kind: 'flag', group: 'work' },
  unansweredDays: { kind: 'range', least: 0, most: 366, group: 'work' },
  firstCall: { kind: 'codes', codes: ['in_time', 'late', 'none'], group: 'work' },
  unreachable: { kind: 'flag', group: 'work' },
  contactHold: { kind: 'flag', group: 'work' },
  sourceChannel: { kind: 'listed', of: 'channel', group: 'origin' },
  campaign: { kind: 'text', most: 120, group: 'origin' },
  utm: { kind: 'text', most: 240, group: 'origin' },
  interest: { kind: 'listed', of: 'interest', group: 'origin' },
  patientKind: { kind: 'codes', codes: PatientKind.options, group: 'origin' },
  cohortMonth: { kind: 'month', group: 'time' },
  received: { kind: 'days', group: 'time' },
  since: { kind: 'days', group: 'time' },
  due: { kind: 'days', group: 'time' },
  contact: { kind: 'days', group: 'time' },
  booked: { kind: 'days', group: 'time' },
  /** The first booking, or a visit without one: what a goal counts (A20). */
  bookedOrVisited: { kind: 'days', group: 'time' },
  visited: { kind: 'days', group: 'time' },
  sticker: { kind: 'listed', of: 'sticker', group: 'person' },
  language: { kind: 'listed', of: 'language', group: 'person', needs: 'people.read' },
  sex: { kind: 'codes', codes: ['female', 'male', 'other', 'unknown'], group: 'person', needs: 'people.read' },
  age: { kind: 'range', least: 0, most: 130, group: 'person', needs: 'people.read' },
  // Of one and the same change of a status: these four go together.
  used: { kind: 'days', group: 'usage' },
  usedStatus: { kind: 'codes', codes: STATUS_CODES, group: 'usage' },
  usedBy: { kind: 'listed', of: 'user', group: 'usage', needs: 'enquiries.supervise' },
  usage: { kind: 'codes', codes: STATUS_USAGES, group: 'usage', needs: 'enquiries.supervise' },
} as const satisfies Record<string, Filter>;

type Table = typeof ENQUIRY_FILTERS;
export type EnquiryFilterName = keyof Table;
export const ENQUIRY_FILTER_NAMES = Object.keys(ENQUIRY_FILTERS) as EnquiryFilterName[];
type Named<K extends FilterKind['kind']> = {
  [N in EnquiryFilterName]: Table[N]['kind'] extends K ? N : never;
}[EnquiryFilterName];

export const MonthText = z.string().regex(/^(1[89]|2\d)\d{2}-(0[1-9]|1[0-2])$/);
const Count = z.coerce.number().int();
type Optional<T extends z.ZodType> = z.ZodOptional<T>;
type Shape = { [N in Named<'codes' | 'listed'>]: Optional<typeof ListFilter> } & {
  [N in Named<'text' | 'month'>]: Optional<z.ZodString>;
} & { [N in Named<'days'> as `${N}From` | `${N}To`]: Optional<typeof Day> } & {
  [N in Named<'range'> as `${N}From` | `${N}To`]: Optional<typeof Count>;
} & { [N in Named<'flag'>]: Optional<z.ZodCodec<z.ZodString, z.ZodBoolean>> };

/** The parameters of one filter and their schemas. */
export function filterParameters(name: EnquiryFilterName): Record<string, z.ZodType> {
  const filter: Filter = ENQUIRY_FILTERS[name];
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
// The kinds of the table make these parameters; the mapped type says the same.
export const ENQUIRY_FILTER_SHAPE = Object.assign(
  {},
  ...ENQUIRY_FILTER_NAMES.map((name) => filterParameters(name)),
) as Shape;

/** Each parameter of a query with the filter that it belongs to. */
export const FILTER_OF_PARAMETER: ReadonlyMap<string, EnquiryFilterName> = new Map(
  ENQUIRY_FILTER_NAMES.flatMap((name) =>
    Object.keys(filterParameters(name)).map((parameter) => [parameter, name] as const),
  ),
);

/** Orders of the list. */
export const ENQUIRY_SORTS = ['-receivedAt', 'receivedAt', 'dueAt', '-statusSince', 'statusSince'] as const;
export const EnquirySort = z.enum(ENQUIRY_SORTS);
export type EnquirySort = z.infer<typeof EnquirySort>;

/** Columns of the list, in the order in which they stand unless somebody orders them. */
export const ENQUIRY_COLUMNS = [
  'person',
  'status',
  'next',
  'tries',
  'asked',
  'received',
  'owner',
  'number',
  'sexAge',
  'birthDate',
  'stickers',
  'patientKind',
  'since',
  'due',
  'likelihood',
  'hold',
  'booking',
  'contact',
  'campaign',
  'team',
  'site',
  'marks',
] as const;
export const EnquiryColumn = z.enum(ENQUIRY_COLUMNS).meta({ id: 'EnquiryColumn' });
export type EnquiryColumn = z.infer<typeof EnquiryColumn>;
/** What a list shows that nobody has arranged. */
export const STANDARD_COLUMNS: readonly EnquiryColumn[] = ENQUIRY_COLUMNS.slice(0, 7);
