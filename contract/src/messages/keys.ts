import type { messages } from './ko/index.ts';

export type MessageKey = keyof typeof messages;
