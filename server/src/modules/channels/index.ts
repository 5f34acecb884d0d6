/** Channels: templates, messages and the ways out. */
export { channelsRoutes } from './routes.ts';
