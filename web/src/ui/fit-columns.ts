export type Fitting = {
  /** `auto` shares what is left. */
  width: number | 'auto';
  /** What an `auto` column needs to be read. */
  min?: number;
  /** May be left out where it is narrow: the lowest first. Without it the column always stays. */
  drop?: number;
};

const AUTO_MIN = 200;

export function neededWidth(columns: readonly Fitting[]): number {
  return columns.reduce((sum, { width, min = AUTO_MIN }) => sum + (width === 'auto' ? min : width), 0);
}

/** The columns that have room; null where not even those do that always stay. */
export function fitColumns<C extends Fitting>(columns: readonly C[], room: number): readonly C[] | null {
  if (neededWidth(columns) <= room) return columns;
  const [first] = columns.filter(({ drop }) => drop !== undefined).sort((a, b) => (a.drop ?? 0) - (b.drop ?? 0));
  return first
    ? fitColumns(
        columns.filter((column) => column !== first),
        room,
      )
    : null;
}
