import { median, type Figures } from './load.ts';

export type Measured = { readonly program: readonly Figures[]; readonly floor: readonly Figures[] };
export type Result = {
  readonly name: string;
  readonly statements: number;
  readonly program: Figures;
  readonly floor: Figures;
  /** One client by itself. */
  readonly alone: { readonly program: Figures; readonly floor: Figures };
};

const COLUMNS: readonly (readonly [title: string, width: number, of: (result: Result) => string])[] = [
  ['sql', 5, ({ statements }) => String(statements)],
  ['per s', 8, ({ program }) => program.perSecond.toFixed(0)],
  ['floor', 8, ({ floor }) => floor.perSecond.toFixed(0)],
  ['p50 ms', 9, ({ program }) => program.p50.toFixed(2)],
  ['floor', 8, ({ floor }) => floor.p50.toFixed(2)],
  ['ratio', 7, ({ program, floor }) => (program.p50 / floor.p50).toFixed(2)],
  ['p99 ms', 9, ({ program }) => program.p99.toFixed(2)],
  ['floor', 8, ({ floor }) => floor.p99.toFixed(2)],
  ['alone ms', 10, ({ alone }) => alone.program.p50.toFixed(2)],
  ['floor', 8, ({ alone }) => alone.floor.p50.toFixed(2)],
  ['errors', 8, ({ program, floor }) => String(program.errors + floor.errors)],
  ['', 4, (result) => (isWithin(result) ? '' : ' !')],
];

export const HEADING = `${'request'.padEnd(28)}${COLUMNS.map(([title, width]) => title.padStart(width)).join('')}`;

export function lineOf(result: Result): string {
  return `${result.name.padEnd(28)}${COLUMNS.map(([, width, of]) => of(result).padStart(width)).join('')}`;
}

/** The measure of the specification: p50 at most two and a half times the floor, or four milliseconds more. */
export function isWithin({ program, floor }: Pick<Result, 'program' | 'floor'>): boolean {
  return program.p50 <= Math.max(2.5 * floor.p50, floor.p50 + 4);
}

export function middle(figures: readonly Figures[]): Figures {
  const of = (key: keyof Figures) => median(figures.map((figure) => figure[key]));
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    errors: Math.max(...figures.map(({ errors }) => errors)),
  };
}
