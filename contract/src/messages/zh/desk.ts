import type { desk as source } from '../ko/desk.ts';

export const desk: Record<keyof typeof source, string> = {
  'desk.pass_due': '上月失联:第 {pass} 次再联系',
};
