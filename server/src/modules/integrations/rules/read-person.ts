import { EARLIEST_BIRTH, LanguageTag } from '@anbu/contract';
import { formatPhone } from '../../../kernel/phone.ts';
import { parsePhoneCell, type PhoneRegion } from '../cells/phone.ts';
import { LANGUAGE_WORDS, SEX_WORDS } from '../words/choices.ts';
import { wordChooser } from './choices.ts';
import { wholeName } from './names.ts';
import type { PersonPlan, RowContext } from './plan.ts';
import type { Row } from './row.ts';

const LONGEST_NAME = 120;
const LONGEST_NUMBER = 60;
const EMAIL = /^[^\s@<>()",;:\\]{1,64}@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]{2,}$/u;
const sexOf = wordChooser(SEX_WORDS);
const languageOf = wordChooser(LANGUAGE_WORDS);

/** `region`: whose numbers stand without a country code. */
export function readPerson(row: Row, context: RowContext, region: PhoneRegion): PersonPlan {
  const part = (field: string) => row.text(field, LONGEST_NAME);
  const name = wholeName(part('name'), part('givenName'), part('familyName'));
  const phoneText = row.cell('phone');
  const phone = phoneText === '' ? null : parsePhoneCell(phoneText, region);
  if (phone && !phone.ok) row.say('error', 'phone', phone.refusal.code);
  if (phone?.ok && phone.value.rest !== '')
    row.say('warning', 'phone', 'imports.phone_rest', { rest: phone.value.rest });
  if (phone?.ok && phone.value.zeroLost)
    row.say('note', 'phone', 'imports.phone_zero_restored', { phone: formatPhone(phone.value.phone) });
  const number = row.text('number', LONGEST_NUMBER);
  if (!name && phoneText === '') row.say('error', 'name', 'people.name_or_phone_required');
  const email = row.text('email', 254);
  if (email !== null && !EMAIL.test(email)) row.say('error', 'email', 'field.email');
  const birth = row.day('birthDate', { zone: context.zone, yearless: { until: context.readOn }, birth: true });
  if (birth && birth.day > context.readOn) row.say('error', 'birthDate', 'people.birth_date_future');
  if (birth && birth.day < EARLIEST_BIRTH) {
    row.say('error', 'birthDate', 'people.birth_date_too_early', { earliest: EARLIEST_BIRTH });
  }
  const sexText = row.cell('sex');
  const sex = sexText === '' ? null : sexOf(sexText);
  if (sexText !== '' && !sex) row.say('warning', 'sex', 'imports.word_unknown');
  const languageText = row.cell('language');
  const language = languageText === '' ? null : (languageOf(languageText) ?? LanguageTag.safeParse(languageText).data);
  if (languageText !== '' && !language) row.say('warning', 'language', 'imports.word_unknown');
  return {
    ...(name ? { name } : {}),
    ...(phone?.ok ? { phone: phone.value.phone as string } : {}),
    ...(number ? { number } : {}),
    ...(email ? { email } : {}),
    ...(birth ? { birthDate: birth.day } : {}),
    ...(sex ? { sex: sex as NonNullable<PersonPlan['sex']> } : {}),
    ...(language ? { language } : {}),
  };
}
