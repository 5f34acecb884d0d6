import { MINUTE, type Instant } from '../../../kernel/instant.ts';
import type { IntakeReason } from '../vocabulary.ts';

/** Nobody reads a form and fills it in faster. */
const FASTEST_MILLISECONDS = 3_000;
/** After this the form is shown again, with what was typed. */
export const FORM_LASTS = 4 * 60 * MINUTE;
const MOST_LINKS = 2;
const MOST_SAME_NUMBER = 5;

export type FormFacts = {
  readonly issuedAt: Instant;
  readonly now: Instant;
  /** The field that people do not see. */
  readonly trap: string;
  readonly text: string;
  /** Requests with the same number through this source within a day. */
  readonly sameNumber: number;
};

/**
 * What speaks for a machine, without asking a foreign service. Suspected is not thrown away: a person decides. An empty list is a person.
 */
export function suspicions(facts: FormFacts): IntakeReason[] {
  const found: IntakeReason[] = [];
  const say = (code: string, params: IntakeReason['params'] = {}) =>
    found.push({ code: `intake.suspected.${code}`, params, field: null });
  if (facts.trap.trim() !== '') say('trap');
  if (facts.now - facts.issuedAt < FASTEST_MILLISECONDS) say('too_fast');
  const links = facts.text.match(/https?:\/\/|<a\s|\[url/gi)?.length ?? 0;
  if (links > MOST_LINKS) say('links', { links });
  if (facts.sameNumber >= MOST_SAME_NUMBER) say('same_number', { count: facts.sameNumber });
  return found;
}
