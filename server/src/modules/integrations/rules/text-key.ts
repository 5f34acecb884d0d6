import { foldWidth } from '../../../kernel/text.ts';

/** How words of a file are compared: without width, case, and spaces. 예약 완료 = 예약완료, ＶＩＰ = vip. */
export function wordKey(text: string): string {
  return foldWidth(text).normalize('NFC').toLowerCase().replace(/\s+/gu, '');
}

/** The same without signs, for headers and list names: 연락처(휴대폰) = 연락처휴대폰, e-mail = email. */
export function looseKey(text: string): string {
  return wordKey(text).replace(/[^\p{L}\p{N}#]+/gu, '');
}
