import { LIKELIHOOD_WORDS, SEX_WORDS } from '../words/choices.ts';
import { wordChooser } from './choices.ts';
import type { ColumnProfile } from './column-profile.ts';
import { isStatusLike } from './labels.ts';

/** What the organisation's own lists know. */
export type Vocabulary = {
  readonly isSource: (value: string) => boolean;
  readonly isInterest: (value: string) => boolean;
  readonly isMember: (value: string) => boolean;
  readonly isSite: (value: string) => boolean;
};

const sexOf = wordChooser(SEX_WORDS);
const likelihoodOf = wordChooser(LIKELIHOOD_WORDS);
/** So few cells tell nothing. */
const FEWEST = 3;
const GOOD = 0.6;
/** A name in full: cells that contradict are its rows' fault, and said row by row. */
const SURE_NAME = 0.9;

/** How well the cells fit the field, 0–1; null where cells tell nothing of it. */
export function fitOf(field: string, profile: ColumnProfile, known: Vocabulary): number | null {
  const { phones, emails, days, recentDays, numbers, names } = profile;
  switch (field) {
    case 'phone':
      return phones;
    case 'email':
      return emails;
    case 'receivedAt':
    case 'bookingAt':
    case 'visitAt':
    case 'recontactOn':
      return days;
    case 'birthDate':
      return days * (recentDays > 0.5 ? 0.2 : 1);
    case 'name':
      return names;
    case 'status':
      return shareOf(profile, isStatusLike);
    case 'sex':
      return shareOf(profile, (value) => sexOf(value) !== null);
    case 'likelihood':
      return shareOf(profile, (value) => likelihoodOf(value) !== null);
    case 'sourceChannel':
      return choiceFit(profile, known.isSource);
    case 'interests':
      return choiceFit(profile, known.isInterest);
    case 'owner':
      return choiceFit(profile, known.isMember);
    case 'site':
      return choiceFit(profile, known.isSite);
    case 'callCount':
      return days > 0.5 ? 0 : Math.max(numbers, shareOf(profile, (value) => /^\d{1,3} ?[회번次]?$/u.test(value)) ?? 0);
    default:
      return null;
  }
}

/** A clinic's own words need not be ours: only what is no word at all contradicts. */
function choiceFit(profile: ColumnProfile, isKnown: (value: string) => boolean): number | null {
  if (profile.days + profile.phones + profile.emails + profile.numbers > 0.6) return 0;
  const share = shareOf(profile, isKnown);
  return share !== null && share >= GOOD ? share : null;
}

function shareOf({ values }: ColumnProfile, test: (value: string) => boolean): number | null {
  const all = values.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  return values.reduce((sum, [value, count]) => (test(value) ? sum + count : sum), 0) / all;
}

/** What the cells do to the score of a name: they bear it out, or they contradict. */
export function weighed(named: number, field: string, profile: ColumnProfile, fit: number | null): number {
  if (profile.filled === 0) return named - 0.3;
  if (field === 'status' && isFreeText(profile) && (fit ?? 0) < 0.2) return named - 0.5;
  if (fit === null || profile.looked < FEWEST) return named;
  if (fit >= GOOD) return named + 0.15;
  if (fit >= 0.1) return named;
  return named - (named >= SURE_NAME ? 0.2 : 0.25);
}

function isFreeText({ distinct, filled }: ColumnProfile): boolean {
  return distinct === null || (filled >= 20 && distinct > filled * 0.6);
}

/** A column of a few short words that come again and again, no numbers and no days: labels of something. */
export function looksLikeLabels(profile: ColumnProfile): boolean {
  const { distinct, filled, averageLength, numbers, days, phones, emails } = profile;
  if (distinct === null || distinct < 2 || filled < FEWEST || averageLength > 14) return false;
  if (numbers + days + phones + emails > 0.3) return false;
  return filled < 8 ? distinct < filled || filled <= 4 : distinct <= Math.max(4, filled / 2);
}

/** How surely the cells alone are the field, where the header says nothing; 0: not. */
export function contentScore(field: string, profile: ColumnProfile, fit: number | null): number {
  const share = fit ?? 0;
  if (profile.looked < FEWEST) return 0;
  const varied = profile.distinct === null || profile.distinct > profile.filled * 0.6;
  switch (field) {
    case 'phone':
    case 'email':
      return share >= 0.8 ? 0.75 : 0;
    case 'status':
      return share >= GOOD && looksLikeLabels(profile) ? 0.6 + share / 10 : 0;
    case 'owner':
    case 'site':
      return share >= GOOD && !varied ? 0.7 : 0;
    case 'birthDate':
      return share >= 0.8 && profile.recentDays < 0.2 ? 0.65 : 0;
    case 'receivedAt':
      return share >= 0.8 && profile.recentDays >= 0.8 ? 0.63 : 0;
    case 'name':
      return share >= 0.8 && varied ? 0.65 : 0;
    case 'sex':
      return share >= 0.9 && (profile.distinct ?? 9) <= 4 ? 0.7 : 0;
    case 'sourceChannel':
    case 'interests':
      return share >= GOOD && !varied ? 0.62 : 0;
    default:
      return 0;
  }
}
