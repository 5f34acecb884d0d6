/** Narrow and wide of each figure (ISO/IEC 16390, interleaved 2 of 5): two of five are wide. */
const WIDE = ['00110', '10001', '01001', '11000', '00101', '10100', '01100', '00011', '10010', '01010'] as const;
const RATIO = 2.5;

export type Bar = { readonly x: number; readonly width: number };

/** The figures as bars, from 0 to the right; an even number of figures. `narrow` in points. */
export function barsOf(figures: string, narrow: number): { readonly bars: readonly Bar[]; readonly width: number } {
  if (!/^(\d\d)+$/.test(figures)) throw new Error('bars are of pairs of figures');
  const bars: Bar[] = [];
  let x = 0;
  const put = (isWide: boolean, isBar: boolean) => {
    const width = narrow * (isWide ? RATIO : 1);
    if (isBar) bars.push({ x, width });
    x += width;
  };
  for (const isBar of [true, false, true, false]) put(false, isBar);
  for (let at = 0; at < figures.length; at += 2) {
    const [bar, space] = [WIDE[Number(figures[at])] ?? '', WIDE[Number(figures[at + 1])] ?? ''];
    for (let element = 0; element < 5; element += 1) {
      put(bar[element] === '1', true);
      put(space[element] === '1', false);
    }
  }
  put(true, true);
  put(false, false);
  put(false, true);
  return { bars, width: x };
}
