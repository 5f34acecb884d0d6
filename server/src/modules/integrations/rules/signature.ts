import type { ImportKind } from '@anbu/contract';
import { fieldsOf } from '../words/headers.ts';
import { hashKey } from './keys.ts';
import type { GivenMapping, Mapping } from './mapping.ts';
import { looseKey } from './text-key.ts';

/** Lists with one signature have the same headers, in any order, case and spacing. */
export function headerSignature(headers: readonly string[]): string {
  return hashKey(JSON.stringify(headers.map(looseKey).sort()));
}

/** The mapping with every field said: what has no column here is not proposed one next time. */
export function wholeMapping(kind: ImportKind, mapping: Mapping): GivenMapping {
  return Object.fromEntries(fieldsOf(kind).map(({ field }) => [field, mapping[field] ?? null]));
}
