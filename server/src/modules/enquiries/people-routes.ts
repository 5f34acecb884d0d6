import { PeopleQuery, PersonPage, type PersonRow } from '@anbu/contract';
import type { z } from 'zod';
import { route, withExamples, type Route } from '../../platform/http/route.ts';
import { findPeople } from './service/people-list.ts';

const row: z.input<typeof PersonRow> = {
  id: '0199aa10-5c00-7000-8000-000000000002',
  number: '2943',
  name: '강민준',
  birthDate: '1980-01-02',
  sex: 'male',
  phone: '+821022832943',
  stickers: [],
  lastContactAt: null,
  openEnquiries: 1,
  masked: false,
  language: 'ko-KR',
  doNotContact: false,
  createdAt: '2026-11-17T01:00:00.682Z',
  lastVisitAt: null,
  siteIds: ['0199aa10-5c00-7000-8000-0000000000a1'],
  sourceChannels: ['referral'],
  ownerIds: ['0199aa10-5c00-7000-8000-0000000000b1'],
};

const ROUTES: readonly Route[] = [
  route({
    tag: 'people',
    permission: 'people.read',
    method: 'GET',
    path: '/people',
    operationId: 'searchPeople',
    summary:
      'Persons by name, initial consonants, last four digits, full phone, number or birth date; or by filters of them and of their enquiries',
    query: PeopleQuery,
    reply: PersonPage,
    handler: (tx, { query }) => findPeople(tx, query),
  }),
];

/** The list of people: who they are belongs to people, which of them are meant may be said by their enquiries. */
export const peopleListRoutes = withExamples(ROUTES, { searchPeople: { reply: { items: [row], nextCursor: null } } });
