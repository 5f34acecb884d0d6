import type { enquiries as source } from '../ko/enquiries.ts';

export const enquiries: Record<keyof typeof source, string> = {};
