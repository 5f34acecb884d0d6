import type { people as source } from '../ko/people.ts';

export const people: Record<keyof typeof source, string> = {};
