import type { desk as source } from '../ko/desk.ts';

export const desk: Record<keyof typeof source, string> = {
  'desk.pass_due': 'Unreached last month: pass {pass}',
};
