import type { identity as source } from '../ko/identity.ts';

export const identity: Record<keyof typeof source, string> = {
  // Refusals of the identity module, and names that it gives
  'identity.intake_team_name': '{site} intake team',
  'identity.wrong_credentials': 'The e-mail, the password or the code is not right.',
  'identity.totp_required': 'Enter the six digits that your authenticator shows.',
  'identity.locked': 'Too many wrong tries. Try again in {minutes, plural, one {# minute} other {# minutes}}.',
  'identity.no_membership': 'This account has no access to the organisation. Ask an administrator.',
  'identity.password_short': 'A password has at least {minimum, number} characters.',
  'identity.password_common': 'This password is too common or the same as the e-mail. Choose another.',
  'identity.password_wrong': 'The current password is not right.',
  'identity.password_needed': 'Nobody has this e-mail yet: set a first password.',
  'identity.already_member': 'This person is a user of the organisation already.',
  'identity.demo_account': 'A demo account cannot join a real organisation.',
  'identity.last_admin': 'The last administrator keeps the role. Name another administrator first.',
  'identity.person_needed': 'Only a signed-in person can do this, not an API key.',
  'identity.totp_already_on': 'The second factor is on already.',
  'identity.totp_not_started': 'Start setting up the second factor first.',
  'identity.totp_wrong': 'The code is not right. Enter the one that the authenticator shows now.',
  'identity.slug_invalid': 'An address has small letters, digits and hyphens, 63 at most.',
  'identity.slug_taken': 'The address {slug} is taken.',
  'identity.time_zone_unknown': '{value} is no time zone. Write it like Asia/Seoul.',
  'identity.hours_invalid':
    'The hours {day, select, mon {of Monday} tue {of Tuesday} wed {of Wednesday} thu {of Thursday} fri {of Friday} sat {of Saturday} sun {of Sunday} other {of this day}} are not right: each piece ends after it starts and overlaps no other.',
  'identity.calling_limits_invalid': 'The first minute for calls comes before the last.',
  'identity.closure_exists': '{day} is a closure already.',
  'identity.scope_unknown': 'There is no permission {scope}.',
  'identity.scope_not_yours': 'You cannot give a key the permission {scope}, which you do not have.',
};
