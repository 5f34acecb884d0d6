import type { imports as source } from '../ko/imports.ts';

export const imports: Record<keyof typeof source, string> = {};
