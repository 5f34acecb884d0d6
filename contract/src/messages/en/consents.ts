import type { consents as source } from '../ko/consents.ts';

export const consents: Record<keyof typeof source, string> = {
  'consents.at_future': 'The time of the consent lies in the future.',
  'consents.night_of_contact': 'The night belongs to a consent to be contacted only.',
  'consents.guardian_named': 'Name the guardian who agreed.',
  'consents.text_unknown': 'There is no such wording.',
  'consents.person_or_address': 'Name a person, or a number or address; not both.',
  'consents.pause_ends': 'A pause has an end, other stops have none.',
  'consents.until_past': 'The end is already over.',
  'consents.not_stopped': 'This stop was lifted already.',
  'consents.rule_param': 'Check the value of “{name}”.',
  'consents.days_backwards': 'The last day is before the first.',
  'consents.sender_known': 'The organisation has this sender already.',
};
