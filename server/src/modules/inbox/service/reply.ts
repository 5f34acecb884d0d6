import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { recordReply } from '../../enquiries/index.ts';
import { findAnswered, findTakesReply, type Settled } from '../store/message-store.ts';
import type { Incoming } from '../vocabulary.ts';

type Words = Pick<Incoming, 'channel' | 'subject'> & {
  readonly id: Id;
  readonly body: string;
  readonly receivedAt: Instant;
};

const LONGEST = 4_000;

/**
 * An answer of a person goes to the enquiry that it is about: the one that was written of, else the open one that is due first, else the last one that an
 * answer wakes. Without any it stays what it is. Its owner is who answers. Spec: domain §1, By rule.
 */
export async function answerEnquiry(
  tx: Tx,
  words: Words,
  reply: Pick<Settled, 'match' | 'personId' | 'replyToId'>,
  about: Id | null,
): Promise<Outcome<Settled>> {
  const kept = { ...reply, enquiryId: null, effect: 'none', state: 'open', ownerId: null } as const;
  if (reply.personId === null) return ok(kept);
  const enquiry =
    (about === null ? null : await findTakesReply(tx, about, reply.personId)) ??
    (await findAnswered(tx, reply.personId));
  if (!enquiry) return ok(kept);
  const channel = words.channel === 'fax' || words.channel === 'letter' ? 'other' : words.channel;
  const text = (words.body.trim() || words.subject?.trim() || '-').slice(0, LONGEST);
  const write = (at: string | undefined) =>
    recordReply(tx, enquiry.id, { channel, text, ...(at === undefined ? {} : { at }) }, words.id);
  const onTime = await write(formatInstant(words.receivedAt));
  // By the sender's clock it may have come before the enquiry was there.
  const recorded = onTime.ok ? onTime : await write(undefined);
  if (!recorded.ok) return ok(kept);
  return ok({ ...kept, enquiryId: enquiry.id, effect: 'replied', ownerId: recorded.value.ownerId });
}
