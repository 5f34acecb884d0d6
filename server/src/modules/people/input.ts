import { EARLIEST_BIRTH, type PersonInput } from '@anbu/contract';
import { parseDay } from '../../kernel/calendar-day.ts';
import type { Instant } from '../../kernel/instant.ts';
import { ok, refuseAt, refuseFields, type FieldRefusal, type Outcome } from '../../kernel/outcome.ts';
import { parsePhone, type PhoneNumber } from '../../kernel/phone.ts';
import { isFutureBirth } from './rules.ts';

export type PhoneRegion = NonNullable<Parameters<typeof parsePhone>[1]>;

/**
 * A new person has a name or a number. Gives the number, null where there is none.
 * Refuses `people.name_or_phone_required` and, by field, `phone.impossible`, `people.birth_date_future` and `people.birth_date_too_early` { earliest }.
 */
export function checkInput(
  now: Instant,
  input: Pick<PersonInput, 'name' | 'phone' | 'birthDate'>,
  region: PhoneRegion = 'KR',
): Outcome<PhoneNumber | null> {
  if (!input.name && !input.phone) return refuseAt('name', 'people.name_or_phone_required');
  const phone = input.phone ? parsePhone(input.phone, region) : ok(null);
  const errors = [...(phone.ok ? [] : [IMPOSSIBLE_PHONE]), ...birthDateErrors(now, input.birthDate)];
  if (!phone.ok || errors.length > 0) return refuseFields(errors);
  return ok(phone.value);
}

/** A number typed into a field. Refuses `phone.impossible` on it; the refusal does not repeat the number. */
export function readPhone(text: string, region: PhoneRegion = 'KR'): Outcome<PhoneNumber> {
  const parsed = parsePhone(text, region);
  return parsed.ok ? parsed : refuseFields([IMPOSSIBLE_PHONE]);
}

export function birthDateErrors(now: Instant, birthDate: string | null | undefined): readonly FieldRefusal[] {
  const day = birthDate ? parseDay(birthDate) : null;
  if (!day) return [];
  const wrong = (code: string, params: FieldRefusal['params'] = {}) => [{ field: 'birthDate', code, params }];
  if (day < EARLIEST_BIRTH) return wrong('people.birth_date_too_early', { earliest: EARLIEST_BIRTH });
  return isFutureBirth(day, now) ? wrong('people.birth_date_future') : [];
}

const IMPOSSIBLE_PHONE: FieldRefusal = { field: 'phone', code: 'phone.impossible', params: {} };
