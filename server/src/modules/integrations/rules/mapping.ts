import type { ImportKind } from '@anbu/contract';
import { ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import { FIELDS, fieldsOf, NAMED_OF_GROUP, REQUIRED, type Field } from '../words/headers.ts';
import { contentScore, fitOf, looksLikeLabels, weighed, type Vocabulary } from './column-fit.ts';
import type { ColumnProfile } from './column-profile.ts';
import { headerName, isAnother, isIgnored, isNoStatus, nameScore } from './header-names.ts';
import { looseKey } from './text-key.ts';

/** Our field → the file's header. */
export type Mapping = Readonly<Record<string, string>>;
/** As a person or a script gives it: null = the field has no column. Fields that are not named are proposed. */
export type GivenMapping = Readonly<Record<string, string | null>>;
export type Column = { readonly name: string; readonly profile: ColumnProfile };
/** `named`: by its header; `content`: by its cells, the header says nothing. */
export type Found = { readonly mapping: Mapping; readonly how: Readonly<Record<string, 'named' | 'content'>> };

type Candidate = {
  readonly field: string;
  readonly header: string;
  readonly score: number;
  readonly how: 'named' | 'content';
};
/** Below it nothing is taken. */
const ENOUGH = 0.6;

/**
 * Which column is what: by the header's words and by what stands in the cells, the surest first, each column and each field once.
 * `taken` headers and fields are left alone.
 */
export function proposeMapping(
  kind: ImportKind,
  columns: readonly Column[],
  known: Vocabulary,
  taken: { readonly headers: ReadonlySet<string>; readonly fields: ReadonlySet<string> } = {
    headers: new Set(),
    fields: new Set(),
  },
): Found {
  const free = columns.filter(({ name }) => !taken.headers.has(name) && !isIgnored(name));
  const fields = fieldsOf(kind).filter(({ field }) => !taken.fields.has(field));
  const candidates = free.flatMap((column) => fields.flatMap((field) => candidateOf(field, column, known)));
  const mapping: Record<string, string> = {};
  const how: Record<string, 'named' | 'content'> = {};
  const used = new Set<string>();
  for (const one of candidates.sort((a, b) => b.score - a.score)) {
    if (mapping[one.field] !== undefined || used.has(one.header)) continue;
    if (one.how === 'content' && isTorn(one, candidates, used)) continue;
    mapping[one.field] = one.header;
    how[one.header] = one.how;
    used.add(one.header);
  }
  return { mapping, how };
}

function candidateOf(field: Field, { name, profile }: Column, known: Vocabulary): Candidate[] {
  const header = headerName(name);
  const named = nameScore(header, field);
  const fit = fitOf(field.field, profile, known);
  const score = named > 0 ? weighed(named, field.field, profile, fit) : 0;
  if (score >= ENOUGH) return [{ field: field.field, header: name, score, how: 'named' }];
  if (isAnother(header, field) || (field.field === 'status' && isNoStatus(name))) return [];
  const content = contentScore(field.field, profile, fit);
  return content >= ENOUGH ? [{ field: field.field, header: name, score: content, how: 'content' }] : [];
}

/** Two columns of days without a word that says which: neither is taken. */
function isTorn(one: Candidate, all: readonly Candidate[], used: ReadonlySet<string>): boolean {
  return all.some(
    (other) =>
      other.field === one.field &&
      other.header !== one.header &&
      other.how === 'content' &&
      Math.abs(other.score - one.score) < 0.02 &&
      !used.has(other.header),
  );
}

/**
 * A mapping as it is given, by our spelling of the headers. Refuses by field: imports.field_unknown, imports.header_unknown { header },
 * imports.header_twice { header }.
 */
export function checkMapping(kind: ImportKind, headers: readonly string[], given: GivenMapping): Outcome<GivenMapping> {
  const errors: FieldRefusal[] = [];
  const known = new Set(fieldsOf(kind).map(({ field }) => field));
  const used = new Set<string>();
  const mapping: Record<string, string | null> = {};
  for (const [field, name] of Object.entries(given)) {
    const wrong = (code: string) => errors.push({ field: `mapping.${field}`, code, params: { header: name ?? field } });
    if (!known.has(field)) wrong('imports.field_unknown');
    else if (name === null || name === '') mapping[field] = null;
    else {
      const header = headers.find((one) => one === name) ?? headers.find((one) => looseKey(one) === looseKey(name));
      if (header === undefined) wrong('imports.header_unknown');
      else if (used.has(header)) wrong('imports.header_twice');
      else {
        used.add(header);
        mapping[field] = header;
      }
    }
  }
  return errors.length > 0 ? refuseFields(errors) : ok(mapping);
}

/** What is given goes before what is proposed; a field that is given as null stays without a column. */
export function completeMapping(
  kind: ImportKind,
  columns: readonly Column[],
  given: GivenMapping,
  known: Vocabulary,
): Found {
  const fixed = Object.fromEntries(
    Object.entries(given).flatMap(([field, name]) => (name === null ? [] : [[field, name]])),
  );
  const taken = { headers: new Set(Object.values(fixed)), fields: new Set(Object.keys(given)) };
  const { mapping, how } = proposeMapping(kind, columns, known, taken);
  return { mapping: { ...mapping, ...fixed }, how };
}

/** Groups of fields of which one is needed and none has a column; of each the fields that are named to people. */
export function missingFields(kind: ImportKind, mapping: Mapping): string[][] {
  return REQUIRED[kind]
    .filter((group) => !group.some((field) => mapping[field]))
    .map((group) => group.slice(0, NAMED_OF_GROUP));
}

function isCalledStatus(name: string): boolean {
  return FIELDS.some((field) => field.field === 'status' && nameScore(headerName(name), field) > 0);
}

/**
 * Columns that may be the status of a list of enquiries without one: called so, though the cells do not bear it out, or a few labels
 * that come again and again. Somebody says which it
 * is, or that there is none (`status: null`): a status that is not read is lost. Without any nothing is asked.
 */
export function statusCandidates(
  kind: ImportKind,
  columns: readonly Column[],
  mapping: Mapping,
  given: GivenMapping,
): string[] {
  if (kind !== 'enquiries' || mapping['status'] !== undefined || 'status' in given) return [];
  const used = new Set(Object.values(mapping));
  return columns
    .filter(({ name, profile }) => !used.has(name) && profile.filled > 0 && !isIgnored(name))
    .filter(({ name, profile }) => isCalledStatus(name) || (!isNoStatus(name) && looksLikeLabels(profile)))
    .map(({ name }) => name);
}
