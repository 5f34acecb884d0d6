import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskName } from './rules.ts';

test('F1 a masked name tells two rows apart and not whose they are', () => {
  const rows: [name: string, masked: string, why: string][] = [
    ['홍길동', '홍○동', 'a Korean name shows its ends'],
    ['남궁민수', '남○○수', 'as many circles as syllables'],
    ['이영', '이○', 'of two syllables the first'],
    ['별', '○', 'one syllable is the whole name'],
    ['王小明', '王○明', 'Chinese names alike'],
    ['홍 길동', '홍○○ 길○○', 'words keep their number, not their length'],
    ['Kim Minsu', 'K○○ M○○', 'other scripts show first letters'],
    ['👩‍👩‍👧 가족', '👩○○ 가○○', 'whatever stands there'],
    ['Cher', 'C○○', 'one word of Latin letters'],
  ];
  for (const [name, masked, why] of rows) assert.equal(maskName(name), masked, why);
});
