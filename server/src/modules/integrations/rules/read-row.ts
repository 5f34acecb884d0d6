import type { ImportKind } from '@anbu/contract';
import { INTEREST_WORDS, SOURCE_WORDS } from '../words/choices.ts';
import { chooser } from './choices.ts';
import type { Mapping } from './mapping.ts';
import type { ReadRow, RowContext } from './plan.ts';
import { readConsent } from './read-consent.ts';
import { readEnquiry, readSite } from './read-enquiry.ts';
import { readPerson } from './read-person.ts';
import { LONGEST_LINE, Row } from './row.ts';

const LONGEST_TEXT = 10_000;

export type RowReader = (cells: readonly string[]) => ReadRow;

/** Reads rows of one file: what stands in a cell is parsed or named as wrong, never guessed. */
export function rowReader(
  kind: ImportKind,
  headers: readonly string[],
  mapping: Mapping,
  context: RowContext,
): RowReader {
  const places = new Map(Object.entries(mapping).map(([field, header]) => [field, headers.indexOf(header)]));
  const sources = chooser(context.sources, SOURCE_WORDS);
  const interests = chooser(context.interests, INTEREST_WORDS);
  return (cells) => {
    const row = new Row(headers, places, cells);
    row.checkWhole();
    if (kind === 'consents') {
      const consent = readConsent(row, context, context.regionOf(context.siteId));
      const wrong = row.issues.some(({ level }) => level === 'error');
      const plan = wrong || consent === null ? null : { person: {}, text: null, enquiry: null, consent };
      return { plan, issues: row.issues, label: null, ownerText: null };
    }
    const siteId = readSite(row, context);
    const person = readPerson(row, context, context.regionOf(siteId));
    const text = row.text('text', LONGEST_TEXT);
    const enquiry = kind === 'enquiries' ? readEnquiry(row, context, { sources, interests }, text, siteId) : null;
    const label = places.has('status') ? row.cell('status').replace(/\s+/gu, ' ').slice(0, LONGEST_LINE) : null;
    const refused = row.issues.some(({ level }) => level === 'error');
    return {
      plan: refused || (kind === 'enquiries' && enquiry === null) ? null : { person, text, enquiry },
      issues: row.issues,
      label,
      ownerText: row.cell('owner').slice(0, LONGEST_LINE) || null,
    };
  };
}
