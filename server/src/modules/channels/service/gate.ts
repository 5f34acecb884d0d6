import type { Instant } from '../../../kernel/instant.ts';
import {
  judge,
  messageOf,
  NO_REVIEW,
  recipientOf,
  type Message,
  type Recipient,
  type Review,
  type RuleBook,
  type Sender,
  type Verdict,
} from '../../consents/index.ts';
import type { MessageRow } from '../vocabulary.ts';

type Asked = Pick<
  MessageRow,
  | 'channel'
  | 'purpose'
  | 'toAddress'
  | 'body'
  | 'subject'
  | 'usefulUntil'
  | 'enquiryId'
  | 'health'
  | 'templateId'
  | 'templateNo'
  | 'answersStop'
>;

/** The question to the gate of a message that is written. `reviews`: what was recorded of wordings, by `templateId no`. */
export function questionOf(
  row: Asked,
  sender: Sender | null,
  reviews: ReadonlyMap<string, Review>,
  outdated = false,
): Message {
  return messageOf({
    channel: row.channel,
    purpose: row.purpose,
    to: row.toAddress,
    text: row.body,
    subject: row.subject,
    sender,
    usefulUntil: row.usefulUntil,
    outdated,
    enquiryId: row.enquiryId,
    health: row.health,
    review: reviews.get(`${row.templateId} ${row.templateNo}`) ?? NO_REVIEW,
    answersStop: row.answersStop,
  });
}

const GONE = recipientOf({ jurisdiction: 'KR', timeZone: null, doNotContact: true });

/** What the gate says when it is handed over; who was merged, or is gone, is told nothing, and that is a verdict too. */
export function judgeHandOver(
  question: Message,
  recipient: Recipient | undefined,
  rules: RuleBook,
  now: Instant,
): Verdict {
  if (recipient) return judge(question, recipient, rules, now);
  return { ...judge(question, GONE, rules, now), verdict: 'DENY', code: 'gate.nobody', rule: null };
}

/** The state of a message that the gate refuses: what comes too late is no refusal. */
export function stateOfDenied(code: string): 'expired' | 'refused' {
  return ['gate.expired', 'gate.outdated', 'gate.expires_first'].includes(code) ? 'expired' : 'refused';
}

/** What is kept of a test that a member sends to herself: nobody else is told. */
export function evidenceOfTest(at: Instant): unknown {
  return { verdict: 'ALLOW', code: 'channels.test', at: new Date(at).toISOString(), params: {} };
}
