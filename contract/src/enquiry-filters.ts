import { z } from 'zod';
import { filterOfParameter, filterShape, parametersOf, type FilterTable } from './filters.ts';
import { HoldReason, Likelihood, PatientKind, STATUS_CODES, STATUS_USAGES } from './statuses.ts';

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
} as const satisfies FilterTable;

export type EnquiryFilterName = keyof typeof ENQUIRY_FILTERS;
export const ENQUIRY_FILTER_NAMES = Object.keys(ENQUIRY_FILTERS) as EnquiryFilterName[];

/** The parameters of one filter and their schemas. */
export function filterParameters(name: EnquiryFilterName): Record<string, z.ZodType> {
  return parametersOf(name, ENQUIRY_FILTERS[name]);
}

export const ENQUIRY_FILTER_SHAPE = filterShape(ENQUIRY_FILTERS);
export const FILTER_OF_PARAMETER = filterOfParameter(ENQUIRY_FILTERS);

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
