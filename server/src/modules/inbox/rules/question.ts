import type { Instant } from '../../../kernel/instant.ts';
import { DAY, plus } from '../../../kernel/instant.ts';
import type { Id } from '../../../kernel/ids.ts';
import { choicesIn } from './answer.ts';

/** An answer that comes later than this is read by somebody. */
export const ANSWERED_WITHIN = 14 * DAY;

export type Asked = {
  readonly id: Id;
  readonly personId: Id;
  readonly body: string;
  readonly state: string;
  readonly enquiryId: Id | null;
  readonly handedAt: Instant;
};
export type OpenQuestion<M extends Asked> = {
  readonly message: M;
  readonly choices: NonNullable<ReturnType<typeof choicesIn>>;
};

/**
 * What waits for a digit at this address by this channel: the last message that asked for one, and no other. Answered, or without the enquiry that
 * it asked about, it waits no more. `sent`: newest first. Spec: domain §8, one open reply question per number.
 */
export function openQuestion<M extends Asked>(sent: readonly M[], now: Instant): OpenQuestion<M> | null {
  for (const message of sent) {
    const choices = choicesIn(message.body);
    if (!choices) continue;
    const waits =
      message.state !== 'replied' && message.enquiryId !== null && plus(message.handedAt, ANSWERED_WITHIN) > now;
    return waits ? { message, choices } : null;
  }
  return null;
}
