import type { ImportKind } from '@anbu/contract';
import { ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import { fieldsOf, IGNORED, REQUIRED } from '../words/headers.ts';
import { looseKey } from './text-key.ts';

/** Our field → the file's header. */
export type Mapping = Readonly<Record<string, string>>;

const ignored = new Set(IGNORED.map(looseKey));

/** Which column is what, from the headers' names alone: exact names first, then names with an addition in brackets. */
export function proposeMapping(kind: ImportKind, headers: readonly string[]): Mapping {
  const mapping: Record<string, string> = {};
  const taken = new Set<string>();
  const pass = (keyOf: (header: string) => string) => {
    for (const { field, names } of fieldsOf(kind)) {
      if (mapping[field] !== undefined) continue;
      const keys = new Set([field, ...names].map(looseKey));
      const header = headers.find((one) => !taken.has(one) && !ignored.has(looseKey(one)) && keys.has(keyOf(one)));
      if (header === undefined) continue;
      mapping[field] = header;
      taken.add(header);
    }
  };
  pass(looseKey);
  pass((header) => looseKey(header.replace(/[([{<（【].*$/u, '')));
  return mapping;
}

/**
 * A mapping as a person or a script gives it. Refuses by field: imports.field_unknown, imports.header_unknown { header },
 * imports.header_twice { header }.
 */
export function checkMapping(kind: ImportKind, headers: readonly string[], given: Mapping): Outcome<Mapping> {
  const errors: FieldRefusal[] = [];
  const known = new Set(fieldsOf(kind).map(({ field }) => field));
  const used = new Set<string>();
  const mapping: Record<string, string> = {};
  for (const [field, name] of Object.entries(given)) {
    if (name === '') continue;
    const header = headers.find((one) => one === name) ?? headers.find((one) => looseKey(one) === looseKey(name));
    const wrong = (code: string) => errors.push({ field: `mapping.${field}`, code, params: { header: name } });
    if (!known.has(field)) wrong('imports.field_unknown');
    else if (header === undefined) wrong('imports.header_unknown');
    else if (used.has(header)) wrong('imports.header_twice');
    else {
      used.add(header);
      mapping[field] = header;
    }
  }
  return errors.length > 0 ? refuseFields(errors) : ok(mapping);
}

/** Groups of fields of which one is needed and none has a column. */
export function missingFields(kind: ImportKind, mapping: Mapping): string[][] {
  return REQUIRED[kind].filter((group) => !group.some((field) => mapping[field])).map((group) => [...group]);
}
