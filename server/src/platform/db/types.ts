import pg from 'pg';
import { instant, type Instant } from '../../kernel/instant.ts';

const { INT8, DATE, NUMERIC, TIMESTAMPTZ } = pg.types.builtins;
// pg-types names no array types.
const TEXT_ARRAY = 1009;
const DATE_ARRAY = 1182;
const TIMESTAMPTZ_ARRAY = 1185;

const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY as never) as (text: string) => string[];

const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [NUMERIC, Number],
  [DATE, String],
  [DATE_ARRAY, parseTextArray],
  [TIMESTAMPTZ, parseTimestamp],
  [TIMESTAMPTZ_ARRAY, (text) => parseTextArray(text).map(parseTimestamp)],
]);

/** How PostgreSQL's types arrive: instants as milliseconds, days as text, bigint as number (ours stay below 2^53). */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as never,
};

function parseTimestamp(text: string): Instant {
  // Our own servers speak in UTC, and a list has a thousand of them.
  if (text.endsWith('+00')) return instant(Math.trunc(Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)));
  return instant(Math.trunc(Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))));
}

/** An instant as a parameter. */
export function at(value: Instant): string;
export function at(value: Instant | null): string | null;
export function at(value: Instant | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}
