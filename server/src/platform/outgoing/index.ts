export { isPublicAddress } from './addresses.ts';
export { Breaker } from './breaker.ts';
export {
  makeOutgoing,
  OutgoingError,
  type Outgoing,
  type OutgoingAnswer,
  type OutgoingReply,
  type OutgoingRequest,
  type Place,
} from './outgoing.ts';
