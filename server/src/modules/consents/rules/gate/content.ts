import { dayOf } from '../../../../kernel/zoned-time.ts';
import {
  consentAsked,
  faultOfChineseText,
  faultOfKoreanEmail,
  faultOfKoreanText,
  forbiddenIn,
  healthTopicIn,
  missingOfDiscount,
  needsSignOff,
  overstatedIn,
  postalAddressIn,
  promotional,
  stopWordAsked,
  type Finding,
} from './advertisement.ts';
import type { Case, Fault } from './judge.ts';
import { refOf } from './rule-book.ts';
import type { RuleRow, Warning } from './types.ts';

/** The channel carries informational templates only. */
export function informationalFault(asked: Case): Fault | null {
  const rule = asked.rule('informational');
  return rule ? { code: 'gate.channel_informs', rule } : null;
}

/** What is written: benefits that are never offered, advertisements that do not say they are one, and what an advertisement may not say. */
export function wordingFault({ message, rule: ruleOf }: Case): Fault | null {
  const rule = ruleOf('wording');
  if (!rule) return null;
  const { subject, text: body } = message;
  const text = subject === null ? (body ?? '') : body === null ? subject : `${subject}\n${body}`;
  if (text === '') return null;
  const forbidden = forbiddenIn(text);
  if (forbidden) return found(`gate.forbidden.${forbidden.code}`, forbidden, rule);
  if (rule.params['only'] === 'benefits') return null;
  if (rule.params['advertising'] !== true) {
    const asked = consentAsked(text);
    if (asked) return found('gate.asks_consent', asked, rule);
    const words = promotional(text);
    return words ? found('gate.undeclared_advertisement', words, rule) : null;
  }
  const overstated = overstatedIn(text);
  if (overstated) return found(`gate.overstated.${overstated.code}`, overstated, rule);
  const missing = missingOfDiscount(text);
  return missing.length > 0 ? { code: 'gate.discount_incomplete', params: { missing }, rule } : null;
}

export function labelFault(asked: Case): Fault | null {
  const { text, subject } = asked.message;
  const rule = asked.rule('label');
  if (!rule) return null;
  const fault = ((): Finding | null => {
    switch (rule.params['form']) {
      case 'kr-text':
        return text === null ? null : faultOfKoreanText(text);
      case 'kr-email':
        return faultOfKoreanEmail(subject, text);
      case 'cn-advertisement':
        return text === null ? null : faultOfChineseText(text, true);
      case 'cn-signature':
        return text === null ? null : faultOfChineseText(text, false);
      default:
        return null;
    }
  })();
  return fault ? found(`gate.${fault.code}`, fault, rule) : null;
}

export function subjectFault(asked: Case): Fault | null {
  const rule = asked.message.subject === null ? null : asked.rule('subject');
  const topic = healthTopicIn(asked.message.subject ?? '');
  return rule && topic ? found('gate.subject_names_health', topic, rule) : null;
}

export function replyFault(asked: Case): Fault | null {
  const rule = asked.message.text === null ? null : asked.rule('reply');
  if (!rule) return null;
  const word = stopWordAsked(asked.message.text ?? '', rule.params['form'] === 'cn' ? 'cn' : 'us');
  return word ? found('gate.asks_stop_word', word, rule) : null;
}

export function senderFault(asked: Case): Fault | null {
  const { sender } = asked.message;
  const rule = sender === null ? null : asked.rule('sender');
  if (!rule || sender === null) return null;
  if (!sender.registered) return { code: 'gate.sender_unregistered', rule };
  const today = dayOf(asked.zones[0] ?? 'UTC', asked.now);
  return sender.expiresOn !== null && sender.expiresOn < today
    ? { code: 'gate.sender_expired', params: { expiresOn: sender.expiresOn }, rule }
    : null;
}

/** Who advertises says where she can be written to. */
export function postalFault(asked: Case): Fault | null {
  const { text } = asked.message;
  const rule = text === null ? null : asked.rule('postal');
  return rule && !postalAddressIn(text ?? '') ? { code: 'gate.postal_missing', rule } : null;
}

/** Allowed, but somebody signs for it: until when, where it was looked up. */
export function warningsOf(asked: Case): readonly Warning[] {
  const { text, review } = asked.message;
  const rule = text === null ? null : asked.rule('sign_off');
  const words = rule && needsSignOff(text ?? '');
  if (!rule || !words) return [];
  const until = review?.signedOffUntil ?? null;
  return until === null
    ? [{ code: 'gate.warning.sign_off', params: { words: words.words }, rule: refOf(rule) }]
    : [{ code: 'gate.warning.signed_off', params: { words: words.words, expiresOn: until }, rule: refOf(rule) }];
}

function found(code: string, { words }: Finding, rule: RuleRow): Fault {
  return { code, params: { words }, rule };
}
