/** Rows that a list shows right now; null: nobody says, then all count. */
export type Sight = { readonly first: number; readonly last: number } | null;

/** Rows before and behind it that are soon shown. */
const NEAR = 200;

/** Whether a page of a list stands where somebody looks. `sizes`: rows of each page that was read; `place`: which page is meant, from 0. */
export function isInSight(sizes: readonly number[], place: number, sight: Sight): boolean {
  if (sight === null) return true;
  const start = sizes.slice(0, place).reduce((sum, size) => sum + size, 0);
  const end = start + (sizes[place] ?? 0);
  return end >= sight.first - NEAR && start <= sight.last + NEAR;
}
