import type { Language } from '@anbu/contract';

/** Which of the two families sets a piece of text: Pretendard has Hangul and Latin, Noto Sans SC has Han and the marks of Chinese. */
export type Family = 'pretendard' | 'noto';
export type Piece = { readonly family: Family; readonly text: string };

const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/u;
const HAN = /[\u2e80-\u2fff\u3000-\u303f\u31c0-\u31ef\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]/u;

/** The text in pieces of one family each; in Chinese Latin and figures go with the Han around them. */
export function piecesOf(text: string, language: Language): Piece[] {
  const usual: Family = language === 'zh' ? 'noto' : 'pretendard';
  const pieces: { family: Family; text: string }[] = [];
  for (const sign of text) {
    const family = HANGUL.test(sign) ? 'pretendard' : HAN.test(sign) ? 'noto' : usual;
    const last = pieces.at(-1);
    if (last?.family === family) last.text += sign;
    else pieces.push({ family, text: sign });
  }
  return pieces;
}

/** Where a line may end: after a space, and after each sign of Han. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const sign of text) {
    const isHan = HAN.test(sign) && !/[、。，；：！？）」』”’]/u.test(sign);
    if (isHan && part !== '' && !part.endsWith(' ')) {
      parts.push(part);
      part = '';
    }
    part += sign;
    if (sign === ' ') {
      parts.push(part);
      part = '';
    }
  }
  return part === '' ? parts : [...parts, part];
}
