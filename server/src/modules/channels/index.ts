/** Channels: templates, messages, and the ways by which they go out. */
export { channelsPublicRoutes } from './public-routes.ts';
export { channelsRoutes } from './routes.ts';
export { channelsSealed } from './sealed.ts';
export { LetterLook } from './press/index.ts';
export { linkPublicRoutes } from './link-public-routes.ts';
export { registerLetters } from './service/letters/print.ts';
export { sweepLetters } from './service/letters/make.ts';
export { Sender } from './sender/sender.ts';
export type { ChannelsDeps } from './service/deps.ts';
export { archiveOldMessages } from './service/keep.ts';
export { keepForPractice } from './service/practice.ts';
export { addPracticeWay } from './service/transports.ts';
export { message, sendMessage } from './service/messages.ts';
export { addTemplate, approveVersion } from './service/templates.ts';
export { markReplied, sentMessage, sentTo } from './service/replied.ts';
export type { SentMessage } from './store/sent-store.ts';
