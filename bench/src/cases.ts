/** Whom a request is about: a known person, or the next new one. */
export type Target = { readonly personId: string; readonly phone: string; readonly name: string };
/** An open enquiry for one call. */
export type Worked = { readonly personId: string; readonly enquiryId: string };

export type Asked = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: unknown };
export type Known = { readonly consultant: string; readonly colleague: string };

/** `reads`: known persons by turns. `creates`: a new person for each request. `works`: an open enquiry for each, once. */
export type Case = { readonly name: string } & (
  | { readonly kind: 'reads'; readonly asks: (target: Target, known: Known) => readonly Asked[] }
  | { readonly kind: 'creates'; readonly asks: (target: Target) => readonly Asked[] }
  | { readonly kind: 'works'; readonly asks: (worked: Worked) => readonly Asked[] }
);

const q = encodeURIComponent;
const get = (path: string): Asked => ({ method: 'GET', path });
const reads = (name: string, path: (target: Target, known: Known) => string): Case => ({
  name,
  kind: 'reads',
  asks: (target, known) => [get(path(target, known))],
});

/** What the first page of a list asks: two screens (`web/src/api/pages.ts`). */
const SCREEN = 30;

/** What is measured. Several requests in one case are those that a page makes at once: the time is that of the last answer. */
export const CASES: readonly Case[] = [
  {
    name: 'create a person',
    kind: 'creates',
    asks: ({ name, phone }) => [{ method: 'POST', path: '/people', body: { name, phone } }],
  },
  reads('read a person by id', ({ personId }) => `/people/${personId}`),
  {
    name: 'person page (5 requests)',
    kind: 'reads',
    asks: ({ personId }) => [
      get(`/people/${personId}`),
      get(`/people/${personId}/timeline?limit=50`),
      get(`/people/${personId}/duplicates`),
      get(`/enquiries?personId=${personId}&limit=50`),
      get('/viewers'),
    ],
  },
  reads('search: full phone', ({ phone }) => `/people?limit=20&q=${q(phone)}`),
  reads('search: phone tail', ({ phone }) => `/people?limit=20&q=${phone.slice(-4)}`),
  reads('search: name', ({ name }) => `/people?limit=20&q=${q(name)}`),
  reads('search: frequent name', () => `/people?limit=20&q=${q('김민준')}`),
  reads('search: initial consonants', () => `/people?limit=20&q=${q('ㄱㅁㅈ')}`),
  reads('50 timeline entries', ({ personId }) => `/people/${personId}/timeline?limit=50`),
  reads('Today, a consultant', (_, { consultant }) => `/today?owner=${consultant}&limit=${SCREEN}`),
  reads('numbers of Today', (_, { consultant }) => `/today/summary?owner=${consultant}`),
  reads('Today, and her team', (_, { colleague }) => `/today?owner=${colleague}&limit=${SCREEN}`),
  reads('numbers of Today, team', (_, { colleague }) => `/today/summary?owner=${colleague}`),
  reads('board: newest', () => `/enquiries?sort=-receivedAt&limit=${SCREEN}`),
  reads('board: open, by due', () => `/enquiries?open=true&sort=dueAt&limit=${SCREEN}`),
  reads('board: counts', () => '/enquiries/counts'),
  reads('counts: frequent interest', () => '/enquiries/counts?interest=implant'),
  reads('counts: kind of patient', () => '/enquiries/counts?patientKind=new'),
  reads('statistics: dashboard', () => '/metrics/lead-desk'),
  reads('statistics: by owner', () => '/metrics/lead-desk?by=owner'),
  {
    name: 'an enquiry arrives',
    kind: 'creates',
    asks: ({ name, phone }) => [
      {
        method: 'POST',
        path: '/enquiries',
        body: { person: { name, phone }, sourceChannel: 'phone', interests: ['implant'] },
      },
    ],
  },
  {
    name: 'a call recorded',
    kind: 'works',
    asks: ({ enquiryId }) => [
      { method: 'POST', path: `/enquiries/${enquiryId}/calls`, body: { outcome: 'NO_ANSWER' } },
    ],
  },
];

/** The n-th person: numbers that stay apart, names that hardly repeat. */
export function targetOf(n: number): Omit<Target, 'personId'> {
  const tail = String(20_000_000 + n);
  return { phone: `010-${tail.slice(0, 4)}-${tail.slice(4)}`, name: nameOf(n) };
}

const FIRST =
  '가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추';
function nameOf(n: number): string {
  const at = (index: number) => FIRST[index % FIRST.length] ?? '가';
  return `${at(n)}${at(Math.floor(n / FIRST.length))}${at(Math.floor(n / FIRST.length ** 2) + 7)}`;
}
