import type { shell as source } from '../ko/shell.ts';

export const shell: Record<keyof typeof source, string> = {};
