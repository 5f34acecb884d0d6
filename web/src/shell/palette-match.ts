import { getChoseong } from 'es-hangul';

const plain = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, '');

/** Whether a menu word fits what was typed: a part of it, or its initial consonants (ㅁㅇ → 문의). */
export function matches(label: string, query: string): boolean {
  const wanted = plain(query);
  if (wanted === '') return true;
  return plain(label).includes(wanted) || plain(getChoseong(label)).includes(wanted);
}
