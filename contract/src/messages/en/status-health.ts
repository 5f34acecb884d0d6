import type { statusHealth as source } from '../ko/status-health.ts';

export const statusHealth: Record<keyof typeof source, string> = {
  'enquiries.period_reversed': 'The last day is before the first.',
  'enquiries.period_too_long': 'At most {days, number} days at once.',
  'enquiries.health.means.hold_overdue':
    'On hold still, though the re-contact day has passed and since then there was no call, no reply and no other time set. A hold without a day cannot be saved, so there is none to count.',
  'enquiries.health.means.hold_then_visit':
    'The very next change after the hold was a visit on the same day. Who has agreed to come is booked, not on hold.',
  'enquiries.health.means.callback_no_time':
    'A promised call-back written down without a time. Nobody can keep it to the minute.',
  'enquiries.health.means.declined_other':
    'Declined with the reason “Other”. Many of them may mean that the list of reasons lacks one.',
  'enquiries.health.means.declined_words':
    'Declined with a reason in words. That is no mistake: read what people write.',
  'enquiries.health.means.no_call':
    'A status that tells of a talk (call-back, later, in consultation, hold, declined) chosen by hand, with neither call nor reply on record. Imported enquiries are left out. No-answer and unreached cannot be chosen by hand.',
  'enquiries.health.means.invalid':
    'Invalid, among all enquiries in which a person chose a status. Where somebody differs much from everybody, ask what she means by invalid.',
  'enquiries.health.means.corrected':
    'A chosen status that was taken back within {days, number} days; counted for who chose it. To correct is good. Many at one status mean that its name is unclear.',
  'enquiries.health.means.reopened':
    'Closed by choice and opened again by hand, without a call, within {days, number} days; counted for who closed it.',
  'health.found.hold_overdue': '{found, number} of {of, number} holds are past their re-contact day and untouched',
  'health.found.hold_then_visit': '{found, number} of {of, number} holds came in the same day',
  'health.found.callback_no_time': '{found, number} of {of, number} promised call-backs have no time',
  'health.found.declined_other': '{found, number} of {of, number} declined have the reason “Other”',
  'health.found.declined_words': '{found, number} of {of, number} declined have a reason in words',
  'health.found.no_call': '{found, number} of {of, number} with a status of talking have neither call nor reply',
  'health.found.invalid': '{found, number} of {of, number} with a chosen status are invalid',
  'health.found.corrected':
    '{found, number} of {of, number} with a chosen status were taken back within {days, number} days',
  'health.found.reopened':
    '{found, number} of {of, number} closed were opened again by hand within {days, number} days',
  'health.title': 'Use of the statuses',
  'health.sub':
    '{from} – {to} · {count, plural, one {# enquiry} other {# enquiries}} changed status. Are the statuses used as they are meant?',
  'health.open': 'How they are used',
  'health.back': 'The statuses',
  'health.from': 'From',
  'health.to': 'To',
  'health.print': 'Print',
  'health.empty': 'No status changed in this period',
  'health.emptyBody': 'Try a longer period. Statuses that came with an import are not counted.',
  'health.byStatus': 'By status',
  'health.status': 'Status',
  'health.uses': 'Enquiries',
  'health.who': 'Chosen by',
  'health.look': 'Worth a look',
  'health.several': 'Several statuses',
  'health.byRule': 'By rule',
  'health.unused': 'Not used in this period',
  'health.nothing': 'Nothing stands out',
  'health.count': '{count, number}',
  'health.show': 'Show',
  'health.showOf': '{what} – show the enquiries',
  'health.byUser': 'By person',
  'health.user': 'Person',
  'health.chosen': 'Chosen in',
  'health.fewer':
    '{count, plural, one {# person} other {# people}} chose in fewer than {least, number} enquiries: too few for shares, so without a line.',
  'health.noUsers': 'Nobody has chosen in {least, number} enquiries yet.',
  'health.invalid': 'Invalid',
  'health.compare': '{what} ({share}, everybody {all})',
  'health.how': 'How this is counted',
  'health.how.use':
    'Each enquiry counts once, even if the same status was set twice. What was taken back and what came with an import is left out. What a person chose (by hand or with a call) is told from what a rule set.',
  'health.how.memos':
    'Names of statuses in memos are not counted: from the words alone nobody can tell what was meant.',
  'health.how.moves': 'The numbers are those of now. Each opens its enquiries.',
};
