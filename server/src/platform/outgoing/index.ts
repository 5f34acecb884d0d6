export { isPublicAddress } from './addresses.ts';
export { Breaker } from './breaker.ts';
export { GrantError, LastingAccess, renewAccess, type Access, type Grant, type GrantFault } from './oauth.ts';
export {
  makeOutgoing,
  OutgoingError,
  type Outgoing,
  type OutgoingAnswer,
  type OutgoingReply,
  type OutgoingRequest,
  type Place,
} from './outgoing.ts';
