/** The gate: whether a message may go, by rules in rows. Pure. */
export { isOfHealth } from './disclosure.ts';
export { evidenceOf, type Evidence } from './evidence.ts';
export { judge, judgeSender } from './judge.ts';
export { PRESET_RULES } from './presets.ts';
export { ruleBook, type RuleBook } from './rule-book.ts';
export { stopAnsweredUntil, stopOf } from './stops.ts';
export { sameDateLater, standing } from './standing.ts';
export { zoneOf } from './window.ts';
export {
  CONSENT_KINDS,
  messageOf,
  NO_REVIEW,
  recipientOf,
  type Consent,
  type ConsentKind,
  type Message,
  type Recipient,
  type RuleKind,
  type RuleParams,
  type Review,
  type RuleRow,
  type Sender,
  type Suppression,
  type Verdict,
} from './types.ts';
