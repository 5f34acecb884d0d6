import type { identity as source } from '../ko/identity.ts';

export const identity: Record<keyof typeof source, string> = {};
