import { createHash } from 'node:crypto';
import { normaliseName } from '../../../kernel/hangul.ts';
import type { Plan } from './plan.ts';

/** As people's search column has it: without case, width and spaces. */
export function nameKey(name: string | null | undefined): string {
  return name ? normaliseName(name).replaceAll(' ', '') : '';
}

/**
 * Whom a row tells of: number and name, for a family may share a number; or name and birth date. Null where a name stands
 * alone: two of one name are not known to be one.
 */
export function personKey({ person }: Plan): string | null {
  const name = nameKey(person.name);
  if (person.phone) return `${person.phone} ${name}`;
  return person.birthDate ? `${name} ${person.birthDate}` : null;
}

/**
 * What makes two rows the same: person, day and interests (people: the person). A name that stands alone is the same only
 * in a row that is the same in every cell. Hashed: an index of names and numbers would be one more place to erase.
 */
export function naturalKey(plan: Plan, cells: readonly string[]): string {
  const person = personKey(plan);
  const { enquiry } = plan;
  const what = enquiry ? `${enquiry.receivedOn} ${enquiry.interests.join(',')}` : 'person';
  const text = person === null ? `row ${what} ${JSON.stringify(cells)}` : `${person} | ${what}`;
  return createHash('sha256').update(text).digest('base64url');
}

export function hashKey(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
