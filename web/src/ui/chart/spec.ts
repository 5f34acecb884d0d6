/** A place on the axis. What is partial – a month that is not over – is drawn lighter and says so. */
export type ChartCategory = { readonly label: string; readonly partial?: boolean };

/** One value for each category: a share is a fraction, 0.24 is 24 %. Null: nothing is drawn, never zero. */
export type ChartSeries = { readonly name: string; readonly values: readonly (number | null)[] };

/**
 * What a chart says, in our words; how it is drawn is `options.ts`'s.
 * `bars` stand on one another, `lines` beside one another, `shares` are areas that fill the whole.
 */
export type ChartSpec = {
  readonly kind: 'bars' | 'lines' | 'shares';
  readonly unit: 'share' | 'count';
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
};

/** Colours of the scheme that is shown, and its font: what an SVG cannot take from a style sheet. */
export type ChartLook = {
  readonly ink: string;
  readonly ink2: string;
  readonly line: string;
  readonly surface: string;
  readonly font: string;
  /** In the order of the series; begins anew at its end. */
  readonly series: readonly string[];
  /** Of a figure that stands on the first series. */
  readonly onFirst: string;
};

export type SayValue = (value: number) => string;

/** How high the bar of each category stands; null where nothing of it is known. */
export function totalsOf({ categories, series }: ChartSpec): readonly (number | null)[] {
  return categories.map((_, at) => {
    const values = series.map(({ values: each }) => each[at] ?? null).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  });
}

export type Extreme = { readonly label: string; readonly value: number };

/** The highest and the lowest of some values by the names of their categories; null where none is known. The first of equals. */
export function extremesOf(
  categories: readonly ChartCategory[],
  values: readonly (number | null)[],
): { readonly highest: Extreme; readonly lowest: Extreme } | null {
  const known = categories.flatMap(({ label }, at) => {
    const value = values[at] ?? null;
    return value === null ? [] : [{ label, value }];
  });
  const [first] = known;
  if (!first) return null;
  return {
    highest: known.reduce((best, each) => (each.value > best.value ? each : best), first),
    lowest: known.reduce((best, each) => (each.value < best.value ? each : best), first),
  };
}
