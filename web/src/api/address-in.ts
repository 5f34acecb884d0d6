/** Names an organisation in an address of ours; the page that it opens keeps it and shows it no longer. */
export const IN = 'in';

/** The address with the organisation in it; as it is where none is given. */
export function addressIn(address: string, slug: string | undefined): string {
  if (slug === undefined) return address;
  const [, path = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(address) ?? [];
  const search = new URLSearchParams(query);
  search.set(IN, slug);
  return `${path}?${search}${hash}`;
}

/** What an address names, and the address without it. Null: nothing that could be a slug. */
export function organisationIn(search: string): { slug: string | null; rest: string } {
  const params = new URLSearchParams(search);
  const named = params.get(IN);
  if (named === null) return { slug: null, rest: search };
  params.delete(IN);
  const rest = params.size > 0 ? `?${params}` : '';
  return { slug: /^[a-z0-9][a-z0-9-]{0,62}$/.test(named) ? named : null, rest };
}
