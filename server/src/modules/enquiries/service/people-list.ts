import { LISTS, type Page, type PeopleQuery, type PersonRow } from '@anbu/contract';
import { isId } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import {
  listPeople,
  regionHere,
  searchPeople,
  searchPersonIds,
  type PersonFilter,
  type PersonRowOfPerson,
} from '../../people/index.ts';
import { askedOfPerson, listEnquiriesOfPersons, type OfEnquiries } from '../store/person-list-store.ts';
import { given, listOf, rangeOf, spanOf, unknownCodes } from './read-filter.ts';

/** Persons that a search may find at most where it is cut by filters or ordered; a longer name narrows it. */
const MOST_FOUND = 1_000;
const SPANS = ['contact', 'registered', 'lastVisit'] as const;

/**
 * The list of people (A12, B1): a search by its best hits, else who suits all filters in the order of `sort`. It stands here because it is cut by
 * enquiries too. Refuses 403 request.forbidden for a filter by enquiries of who may not read them, by field what is no id and no code that the
 * organisation ever had, and request.bad_cursor.
 */
export async function findPeople(tx: Tx, query: PeopleQuery): Promise<Outcome<Page<PersonRow>>> {
  const { limit, cursor, q = '', sort, ...filters } = query;
  const needed = neededFor(tx, filters);
  if (needed) return refuse('request.forbidden', { permission: needed }, 403);
  const text = q.trim();
  const region = await regionHere(tx);
  if (text !== '' && sort === undefined && Object.values(filters).every((value) => value === undefined)) {
    return withEnquiries(tx, await searchPeople(tx, text, { limit, cursor }, region));
  }
  const asked = await read(tx, filters);
  if (!asked.ok) return asked;
  const { person, ofEnquiries } = asked.value;
  const filter = text === '' ? person : { ...person, ids: await searchPersonIds(tx, text, MOST_FOUND, region) };
  const listing = { filter, others: askedOfPerson(ofEnquiries), sort: sort ?? '-registered', limit, cursor } as const;
  return withEnquiries(tx, await listPeople(tx, listing));
}

type Filters = Omit<PeopleQuery, 'limit' | 'cursor' | 'q' | 'sort'>;

/** The permission that a filter of the query needs and the caller has not. */
function neededFor(tx: Tx, filters: Filters) {
  const table = LISTS.people.filters;
  for (const name of ['owner', 'site', 'sourceChannel', 'interest', 'everVisited'] as const) {
    if (filters[name] !== undefined && !may(tx.actor, table[name].needs)) return table[name].needs;
  }
  const byVisit = filters.lastVisitFrom !== undefined || filters.lastVisitTo !== undefined;
  return byVisit && !may(tx.actor, table.lastVisit.needs) ? table.lastVisit.needs : null;
}

/** Both halves of the question with everything resolved. */
async function read(
  tx: Tx,
  query: Filters,
): Promise<Outcome<{ readonly person: PersonFilter; readonly ofEnquiries: OfEnquiries }>> {
  const owner = listOf(query.owner)?.map((value) => (value === 'me' ? (tx.actor.userId ?? '') : value));
  const ofEnquiries: OfEnquiries = {
    owner: owner?.filter((value) => value !== ''),
    site: listOf(query.site),
    sourceChannel: listOf(query.sourceChannel),
    interest: listOf(query.interest),
    everVisited: query.everVisited,
  };
  const ids = Object.entries({ owner: ofEnquiries.owner, site: ofEnquiries.site }).flatMap(([field, values]) =>
    (values ?? []).every(isId) ? [] : [{ field, code: 'field.format', params: { expected: 'uuid' } }],
  );
  const errors = [
    ...ids,
    ...(await unknownCodes(tx, 'source_channel', 'sourceChannel', ofEnquiries.sourceChannel)),
    ...(await unknownCodes(tx, 'interest', 'interest', ofEnquiries.interest)),
  ];
  if (errors.length > 0) return refuseFields(errors);
  const spans = SPANS.filter((name) => query[`${name}From`] !== undefined || query[`${name}To`] !== undefined);
  const age = rangeOf(query.ageFrom, query.ageTo);
  // Days and ages go by the clock of the site that is meant where none is named.
  const zone = spans.length > 0 || age ? (await defaultSite(tx)).timeZone : '';
  const { lastVisit, ...ofPerson } = Object.fromEntries(
    spans.map((name) => [name, spanOf(zone, query[`${name}From`], query[`${name}To`])]),
  );
  const person: PersonFilter = {
    ...given('sticker', listOf(query.sticker)),
    ...given('sex', listOf(query.sex)),
    ...given('birthMonth', listOf(query.birthMonth)?.map(Number)),
    ...given(
      'language',
      listOf(query.language)?.map((tag) => tag.toLowerCase()),
    ),
    ...given('doNotContact', query.doNotContact),
    ...given('hasOpen', query.hasOpen),
    ...given('contacted', query.contacted),
    ...given('age', age && { ...age, today: dayOf(zone, tx.now) }),
    ...ofPerson,
  };
  return ok({ person, ofEnquiries: { ...ofEnquiries, lastVisit } });
}

/** The rows with what their enquiries say, for who may read those: one statement a page. */
async function withEnquiries(tx: Tx, found: Outcome<Page<PersonRowOfPerson>>): Promise<Outcome<Page<PersonRow>>> {
  if (!found.ok) return found;
  const { items, ...rest } = found.value;
  const ids = items.map(({ id }) => id);
  const said = may(tx.actor, 'enquiries.read') && ids.length > 0 ? await listEnquiriesOfPersons(tx, ids) : [];
  const byPerson = new Map(said.map((one) => [one.personId, one]));
  return ok({
    ...rest,
    items: items.map((item) => {
      const own = byPerson.get(item.id);
      return {
        ...item,
        lastVisitAt: own?.lastVisitAt ? formatInstant(own.lastVisitAt) : null,
        siteIds: [...(own?.siteIds ?? [])],
        sourceChannels: [...(own?.sourceChannels ?? [])],
        ownerIds: [...(own?.ownerIds ?? [])],
      };
    }),
  });
}
