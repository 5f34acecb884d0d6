import { instantAt } from '../../../kernel/zoned-time.ts';
import { parsePhoneCell, type PhoneRegion } from '../cells/phone.ts';
import { consentWords } from '../neighbours.ts';
import type { ConsentPlan, RowContext } from './plan.ts';
import type { Row } from './row.ts';

const LONGEST_EVIDENCE = 2_000;
const EMAIL = /^[^\s@<>()",;:\\]{1,64}@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]{2,}$/u;

/** What somebody said about being told; null where a cell cannot be read, and then the row says which. `region`: of numbers without a country. */
export function readConsent(row: Row, context: RowContext, region: PhoneRegion): ConsentPlan | null {
  const address = readAddress(row, region);
  const word = <Value>(field: string, of: (text: string) => Value | null): Value | null => {
    const text = row.cell(field);
    const value = of(text);
    if (value === null) row.say('error', field, text === '' ? 'field.required' : 'consents.import.unread');
    return value;
  };
  const purpose = word('consentPurpose', consentWords.purposeOf);
  const channel = word('consentChannel', consentWords.channelOf);
  const state = word('consentState', consentWords.stateOf);
  const night = word('consentNight', consentWords.nightOf);
  if (row.cell('consentAt') === '') row.say('error', 'consentAt', 'field.required');
  const day = row.day('consentAt', { zone: context.zone, yearless: { until: context.readOn } });
  const at = day ? instantAt(context.zone, day.day, day.minute ?? 0) : null;
  if (at !== null && at > context.now) row.say('error', 'consentAt', 'consents.at_future');
  const evidence = row.text('consentEvidence', LONGEST_EVIDENCE);
  const version = /\d{1,6}/u.exec(row.cell('consentText'))?.[0];
  if (address === null || purpose === null || channel === null || state === null || night === null || at === null) {
    return null;
  }
  const textVersion = version === undefined ? null : Number(version);
  return { address, purpose, channel, state, night, at, evidence, textVersion };
}

/** The number, else the e-mail address. */
function readAddress(row: Row, region: PhoneRegion): string | null {
  const [phone, email] = [row.cell('phone'), row.cell('email')];
  if (phone !== '') {
    const parsed = parsePhoneCell(phone, region);
    if (parsed.ok) return parsed.value.phone;
    row.say('error', 'phone', parsed.refusal.code);
    return null;
  }
  if (email !== '' && EMAIL.test(email)) return email.normalize('NFC').toLowerCase();
  row.say('error', email === '' ? 'phone' : 'email', email === '' ? 'field.required' : 'field.email');
  return null;
}
