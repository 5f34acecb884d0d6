export type Point = { readonly x: number; readonly y: number };

/** Values as points of a line that begins at zero below: equal steps to the right, the highest value at the top. */
export function linePoints(
  values: readonly number[],
  { width, height, inset }: { readonly width: number; readonly height: number; readonly inset: number },
): Point[] {
  const most = Math.max(1, ...values);
  const step = (width - 2 * inset) / Math.max(1, values.length - 1);
  const round = (value: number) => Math.round(value * 10) / 10;
  return values.map((value, index) => ({
    x: round(inset + index * step),
    y: round(height - inset - (value / most) * (height - 2 * inset)),
  }));
}
