import { healthTopicIn } from './advertisement.ts';
import type { Case, Fault } from './judge.ts';
import { addressOf } from './stops.ts';
import type { Message } from './types.ts';

/** Whether it speaks of her health: it says so itself, or its words do. */
export function isOfHealth({ health, subject, text }: Pick<Message, 'health' | 'subject' | 'text'>): boolean {
  return health || [subject, text].some((part) => part !== null && healthTopicIn(part) !== null);
}

/**
 * Topics of health go to the person alone: not to a number or an address at which somebody else reads too, unless it is recorded that he may be told.
 * Spec: rules.md, disclosure and delegation; A17.
 */
export function disclosureFault(asked: Case): Fault | null {
  const { message, recipient } = asked;
  if (recipient.readElsewhere === null || recipient.readElsewhere.length === 0) return null;
  const rule = asked.rule('disclosure');
  const address = rule && addressOf(message, recipient);
  if (!rule || address === null || !recipient.readElsewhere.includes(address)) return null;
  return isOfHealth(message) ? { code: 'gate.read_elsewhere', rule } : null;
}
