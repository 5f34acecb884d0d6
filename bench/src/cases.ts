/** What is measured. `sample` is the request that is recorded; its parts that change from request to request are named. */
export type Target = { readonly personId: string; readonly phone: string; readonly name: string };

export type Case = {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: (target: Target) => string;
  readonly body?: (target: Target) => unknown;
  /** A new target for each request; else one of the known persons by turns. */
  readonly creates?: boolean;
};

const q = encodeURIComponent;
export const CASES: readonly Case[] = [
  {
    name: 'create a person',
    method: 'POST',
    path: () => '/people',
    body: ({ name, phone }) => ({ name, phone }),
    creates: true,
  },
  { name: 'read a person by id', method: 'GET', path: ({ personId }) => `/people/${personId}` },
  { name: 'search: exact phone', method: 'GET', path: ({ phone }) => `/people?limit=20&q=${q(phone)}` },
  { name: 'search: whole name', method: 'GET', path: ({ name }) => `/people?limit=20&q=${q(name)}` },
  { name: '50 timeline entries', method: 'GET', path: ({ personId }) => `/people/${personId}/timeline?limit=50` },
  { name: 'Today, 2,000 are due', method: 'GET', path: () => '/today?owner=all' },
  { name: 'numbers of Today', method: 'GET', path: () => '/today/summary?owner=all' },
  { name: 'board: open, by due', method: 'GET', path: () => '/enquiries?open=true&sort=dueAt' },
  { name: 'board: counts', method: 'GET', path: () => '/enquiries/counts' },
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
