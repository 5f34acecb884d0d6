import { LEAST_OF_A_SCORE, type FigureUnit } from '@anbu/contract';
import type { Cell, Naming, SheetHead } from './sheets.ts';

/** As a file has it: a plain number, its unit in the head of the column; shares in per cent with one digit. What is too few to say is empty. */
export function plainText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (cell.value === null) return '';
  if (cell.unit === 'share' || cell.unit === 'ratio') return (cell.value * 100).toFixed(1);
  return cell.unit === 'points' ? cell.value.toFixed(1) : String(cell.value);
}

/** A head that says its unit, where its name does not. */
export function plainHead({ text: name, unit }: SheetHead, { text }: Naming): string {
  switch (unit) {
    case 'share':
    case 'ratio':
      return text('statistics.file.share', { figure: name });
    case 'minutes':
      return text('statistics.file.minutes', { figure: name });
    case 'won':
      return text('statistics.file.won', { figure: name });
    case 'count':
    // Its name says points.
    case 'points':
    case null:
      return name;
  }
}

export type Numbers = Readonly<
  Record<Exclude<FigureUnit, 'points' | 'minutes'> | 'signed' | 'tenths', Intl.NumberFormat>
>;

export function numbersOf(locale: string): Numbers {
  const tenth = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return {
    count: new Intl.NumberFormat(locale),
    signed: new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }),
    share: new Intl.NumberFormat(locale, { style: 'percent', ...tenth }),
    ratio: new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'exceptZero', ...tenth }),
    tenths: new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', ...tenth }),
    won: new Intl.NumberFormat(locale, { style: 'currency', currency: 'KRW', maximumFractionDigits: 0 }),
  };
}

/** As a reader says it: 24.1%, +6.0%p, 1,234, 1시간 20분; of too few only how many there are. */
export function saidText(cell: Cell, numbers: Numbers, { text }: Naming): string {
  if (typeof cell === 'string') return cell;
  const { unit, value, of, signed } = cell;
  if (value === null) return of === null || of === 0 || of >= LEAST_OF_A_SCORE ? '–' : `– (n=${of})`;
  switch (unit) {
    case 'points':
      return text('statistics.points', { points: numbers.tenths.format(value) });
    case 'minutes':
      return `${signed && value > 0 ? '+' : value < 0 ? '−' : ''}${lengthOf(Math.abs(value), text)}`;
    case 'count':
      return (signed ? numbers.signed : numbers.count).format(value);
    case 'share':
    case 'ratio':
    case 'won':
      return numbers[unit].format(value);
  }
}

function lengthOf(minutes: number, text: Naming['text']): string {
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return text('time.lengthMinutes', { minutes });
  return minutes % 60 === 0
    ? text('time.lengthHours', { hours })
    : text('time.lengthHoursMinutes', { hours, minutes: minutes % 60 });
}
