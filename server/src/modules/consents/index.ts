/**
 * Consents: who may be told what, when and why. For a hand-off, in one transaction: `loadRules`, `loadJudged(tx, personIds, { lock: true })`,
 * `judge` for each message, `evidenceOf` stored with it for good, `noteTold` for what goes.
 */
export {
  evidenceOf,
  isOfHealth,
  judge,
  judgeSender,
  messageOf,
  NO_REVIEW,
  recipientOf,
  ruleBook,
  type Evidence,
  type Message,
  type Recipient,
  type Review,
  type RuleBook,
  type Sender,
  type Verdict,
} from './rules/gate/index.ts';
export { readingOf, sentence as gateSentence } from './service/explain.ts';
export type { Reading } from './service/spoken.ts';
export { listSenders } from './store/setting-store.ts';
export { loadJudged, loadRules, noteTold, noteToldAfterwards, prepareRecipients } from './service/recipients.ts';
export { consentsRoutes } from './routes.ts';
export { consentsPublicRoutes, type ConsentsDeps } from './public-routes.ts';
export { announceDue, noticesSent } from './service/duties.ts';
export { unsubscribe } from './service/preferences.ts';
export { preferenceLink, unsubscribeLink, type LinkDeps } from './service/links.ts';
export {
  hearStop,
  hearStopMail,
  stopOf,
  whoseNumber,
  type StopHeard,
  type StopToConfirm,
} from './service/stop-word.ts';
export { findDuty, type DutyRow } from './store/duty-store.ts';
export { type Said } from './rules/duties.ts';
export { recordConsents, sayFor } from './service/record.ts';
export { stopTelling, suppress, type Stop } from './service/suppress.ts';
export { findSender } from './store/setting-store.ts';
export { addSender, addText } from './service/settings.ts';
export { healthTopicIn } from './rules/gate/advertisement.ts';
export * as consentWords from './rules/import-words.ts';
export {
  enterConsents,
  foreseeConsents,
  takeBackConsents,
  type Beside,
  type ListedConsent,
} from './service/import-list.ts';
export { listHoldersOf as holdersOf } from './store/suppression-store.ts';
export { recordRequest } from './service/requests.ts';
export { findRequest as findDataRequest } from './store/request-store.ts';
export { strictest, type Held } from './rules/strictest.ts';
