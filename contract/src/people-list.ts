import { z } from 'zod';
import { Id, InstantText, PageQuery, page } from './common.ts';
import { filterOfParameter, filterShape, type FilterTable } from './filters.ts';
import { PersonHit, Sex } from './people.ts';

export const BIRTH_MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;

/**
 * Every attribute of a person, and of her enquiries, by which the list of people is cut (A12, B1). All that are given must hold; values of one suit
 * each by itself.
 */
export const PEOPLE_FILTERS = {
  sticker: { kind: 'listed', of: 'sticker', group: 'person' },
  sex: { kind: 'codes', codes: Sex.options, group: 'person' },
  age: { kind: 'range', least: 0, most: 130, group: 'person' },
  birthMonth: { kind: 'codes', codes: BIRTH_MONTHS, group: 'person' },
  language: { kind: 'listed', of: 'language', group: 'person' },
  doNotContact: { kind: 'flag', group: 'person' },
  hasOpen: { kind: 'flag', group: 'work' },
  /** Of an open enquiry. */
  owner: { kind: 'listed', of: 'user', group: 'work', needs: 'enquiries.read' },
  /** Of any enquiry; these three may be of three. */
  site: { kind: 'listed', of: 'site', group: 'work', needs: 'enquiries.read' },
  sourceChannel: { kind: 'listed', of: 'channel', group: 'origin', needs: 'enquiries.read' },
  interest: { kind: 'listed', of: 'interest', group: 'origin', needs: 'enquiries.read' },
  contact: { kind: 'days', group: 'time' },
  contacted: { kind: 'flag', group: 'time' },
  lastVisit: { kind: 'days', group: 'time', needs: 'enquiries.read' },
  everVisited: { kind: 'flag', group: 'time', needs: 'enquiries.read' },
  registered: { kind: 'days', group: 'time' },
} as const satisfies FilterTable;

export type PeopleFilterName = keyof typeof PEOPLE_FILTERS;
export const PEOPLE_FILTER_SHAPE = filterShape(PEOPLE_FILTERS);
export const FILTER_OF_PEOPLE_PARAMETER = filterOfParameter(PEOPLE_FILTERS);

/** Orders of the list. `contact`: whom nobody has spoken with comes first. */
export const PEOPLE_SORTS = ['-registered', 'registered', 'name', '-contact', 'contact'] as const;
export const PeopleSort = z.enum(PEOPLE_SORTS);
export type PeopleSort = z.infer<typeof PeopleSort>;

/** Columns of the list, in the order in which they stand unless somebody orders them. */
export const PEOPLE_COLUMNS = [
  'person',
  'number',
  'birthDate',
  'openEnquiries',
  'contact',
  'sexAge',
  'stickers',
  'language',
  'registered',
  'lastVisit',
  'sourceChannel',
  'site',
  'owner',
  'marks',
] as const;
export const PeopleColumn = z.enum(PEOPLE_COLUMNS).meta({ id: 'PeopleColumn' });
export type PeopleColumn = z.infer<typeof PeopleColumn>;
/** Those that a narrow screen leaves out first come last. */
export const STANDARD_PEOPLE_COLUMNS: readonly PeopleColumn[] = [...PEOPLE_COLUMNS.slice(0, 5), 'lastVisit', 'owner'];

/** A row of the list of people. What comes of her enquiries is empty for who may not read them. */
export const PersonRow = PersonHit.extend({
  /** BCP 47. */
  language: z.string().nullable(),
  doNotContact: z.boolean(),
  createdAt: InstantText,
  lastVisitAt: InstantText.nullable(),
  /** Of all her enquiries. */
  siteIds: z.array(Id),
  sourceChannels: z.array(z.string()),
  /** Of the open ones. */
  ownerIds: z.array(Id),
}).meta({ id: 'PersonRow' });
export type PersonRow = z.infer<typeof PersonRow>;
export const PersonPage = page(PersonRow);

/** `q`: name, initial consonants (ㅎㄱㄷ), the last four digits, full phone, number, number of another system, birth date. Without `sort` its best hits come first. */
export const PeopleQuery = PageQuery.extend({
  ...PEOPLE_FILTER_SHAPE,
  q: z.string().max(200).optional(),
  sort: PeopleSort.optional(),
});
export type PeopleQuery = z.infer<typeof PeopleQuery>;
