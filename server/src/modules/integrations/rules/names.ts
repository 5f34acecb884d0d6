import { TITLES } from '../words/names.ts';
import { wordKey } from './text-key.ts';

const titles = TITLES.map(wordKey);

/** How names of colleagues are compared: 박소영 실장 = 박소영. A title alone is no name. */
export function colleagueKey(text: string): string {
  const key = wordKey(text);
  const title = titles.find((one) => key.endsWith(one) && key.length - one.length >= 2);
  return title === undefined ? key : key.slice(0, -title.length);
}

const WRITTEN_TOGETHER = /^[\p{Script=Hangul}\p{Script=Han}]+$/u;

/**
 * A name of its parts: 홍 + 길동 = 홍길동, Jane + Doe = Jane Doe. A whole name that begins or ends with the family name already has it; one
 * that stands beside a family name without it (성 김, 이름 민준) is a given name.
 */
export function wholeName(whole: string | null, given: string | null, family: string | null): string | null {
  const clean = (text: string | null) => text?.replace(/\s+/gu, ' ').trim() || null;
  const [name, first, last] = [clean(whole), clean(given), clean(family)];
  if (name !== null && (last === null || name.startsWith(last) || name.toLowerCase().endsWith(last.toLowerCase())))
    return name;
  const rest = name ?? first;
  if (rest === null || last === null) return rest ?? last;
  return WRITTEN_TOGETHER.test(rest) && WRITTEN_TOGETHER.test(last) ? `${last}${rest}` : `${rest} ${last}`;
}
