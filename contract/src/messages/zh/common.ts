import type { common as source } from '../ko/common.ts';

export const common: Record<keyof typeof source, string> = {};
