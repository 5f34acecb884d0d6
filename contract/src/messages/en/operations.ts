import type { operations as source } from '../ko/operations.ts';

export const operations: Record<keyof typeof source, string> = {};
