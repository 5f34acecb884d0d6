import type { people as source } from '../ko/people.ts';

export const people: Record<keyof typeof source, string> = {
  'people.name_or_phone_required': 'A name or a phone number is needed.',
  'people.changed': 'Somebody else has changed this customer meanwhile. Load it again, then make your change.',
  'people.birth_date_future': 'The birth date is in the future.',
  'people.referrer_unknown': 'The referrer cannot be found.',
  'people.sticker_unknown': 'Unknown stickers: {stickers}',
  'people.reason.phone': 'same phone',
  'people.reason.name': 'same name',
  'people.reason.birth_date': 'same birth date',
  'people.reason.email': 'same e-mail',
};
