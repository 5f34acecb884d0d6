import { hash } from 'node:crypto';
import { normaliseName } from '../../../kernel/hangul.ts';
import type { Plan } from './plan.ts';

/** As people's search column has it: without case, width and spaces. */
export function nameKey(name: string | null | undefined): string {
  return name ? normaliseName(name).replaceAll(' ', '') : '';
}

/** Whether a row tells who it is: by a phone, by the list's own number and a name, by name and birth date. Two of one name are not known to be one. */
export function isSomebody({ person }: Plan): boolean {
  return person.phone !== undefined || (person.name !== undefined && (person.number ?? person.birthDate) !== undefined);
}

/**
 * Which enquiry a row tells of: person, day and interests; of a list of persons the person. A name that stands alone is the same only in a
 * row that is the same in every cell.
 */
export function naturalKey(plan: Plan, personKey: string | null, cells: readonly string[]): string {
  if (personKey === null) return `= ${contentKey(plan, null, cells)}`;
  const { enquiry } = plan;
  return enquiry ? `${personKey} ${enquiry.receivedOn} ${enquiry.interests.join(',')}` : personKey;
}

/**
 * All that a row says, hashed: rows with one key say the same. A time of day is no new word; cells that are not read are none. Where a
 * name stands alone every cell counts.
 */
export function contentKey(plan: Plan, labelKey: string | null, cells: readonly string[]): string {
  if (!isSomebody(plan)) return hashKey(JSON.stringify(cells));
  const { person, text, enquiry } = plan;
  const said = enquiry && Object.entries(enquiry).filter(([field]) => field !== 'receivedAt');
  return hashKey(JSON.stringify([person, text, said, labelKey]));
}

export function hashKey(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** By what a person is found again in the file, hashed: an index of names and numbers would be one more place to erase. */
export function findingKeys({ person }: Plan, normaliseNumber: (number: string) => string): FindingKeys {
  const name = nameKey(person.name);
  return {
    phoneKey: person.phone === undefined ? null : hashKey(person.phone),
    numberKey: person.number === undefined || name === '' ? null : hashKey(`${normaliseNumber(person.number)} ${name}`),
    birthKey: person.birthDate === undefined || name === '' ? null : hashKey(`${person.birthDate} ${name}`),
  };
}

export type FindingKeys = {
  readonly phoneKey: string | null;
  readonly numberKey: string | null;
  readonly birthKey: string | null;
};
