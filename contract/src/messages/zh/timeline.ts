import type { timeline as source } from '../ko/timeline.ts';

export const timeline: Record<keyof typeof source, string> = {};
