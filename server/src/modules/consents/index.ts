/**
 * Consents: who may be told what, when and why. For a hand-off, in one transaction: `loadRules`, `loadJudged(tx, personIds, { lock: true })`,
 * `judge` for each message, `evidenceOf` stored with it for good, `noteTold` for what goes.
 */
export {
  evidenceOf,
  judge,
  messageOf,
  recipientOf,
  ruleBook,
  type Evidence,
  type Message,
  type Recipient,
  type RuleBook,
  type Sender,
  type Verdict,
} from './rules/gate/index.ts';
export { loadJudged, loadRules, noteTold } from './service/recipients.ts';
export { consentsRoutes } from './routes.ts';
