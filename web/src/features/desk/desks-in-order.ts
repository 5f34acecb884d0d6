type At = { readonly organisation: { readonly slug: string } };

/** The slugs of desks in the order in which they are asked for their next one: where the best stands first, at the end those that have nothing on the list. */
export function inOrder(items: readonly At[], desks: readonly At[]): readonly string[] {
  return [...new Set([...items, ...desks].map(({ organisation }) => organisation.slug))];
}
