import type { Jurisdiction } from '@anbu/contract';

/** advertising: nothing that sells any more; number: nothing at all to that number, on any channel. */
export type StopScope = 'advertising' | 'number';
/** `alone`: the word itself and nothing else, but for courtesies. */
export type StopSaid = { readonly word: string; readonly scope: StopScope; readonly alone: boolean };

/** Said alone, wherever the number is from. Without spaces and signs, in lower case. */
const EVERYWHERE = ['stop', 'stopall', 'unsubscribe', 'optout', '수신거부', '退订', '退訂'];
/** Said alone, in one country only: a Korean 취소 is the appointment, an American CANCEL is a stop. */
const BY_COUNTRY: Readonly<Record<Jurisdiction, readonly string[]>> = {
  KR: ['거부', '수신거절', '수신차단', '광고거부', '문자거부', '무료거부', '그만', '그만보내', '스팸', '차단'],
  US: ['quit', 'end', 'revoke', 'cancel'],
  CN: ['t', 'td', 'r', 'n', '退', '拒收', '取消订阅'],
};
/** What people add to it. */
const AROUND =
  /^(?:제발|좀|please|pls|请)*|(?:please|pls|now|요|해요|해주세요|해줘|합니다|할게요|하겠습니다|입니다|이요|드립니다|해주십시오|바랍니다|부탁드려요|부탁드립니다|부탁해요|세요|하세요|주세요|谢谢|吧|了)*$/gu;

/** Free text that means it, on a text without spaces and signs. */
const FREE: readonly RegExp[] = [
  /수신(?:을)?거부/u,
  /(?:문자|메시지|메세지|광고|홍보|카톡|알림|연락|전화|메일|이메일|소식)(?:를|을|은|는|도)?(?:이제|더이상|다시는|앞으로|절대|좀)?(?:그만|보내지|하지|주지|안받|받지|받고싶지|싫|필요없|사절|차단)/u,
  /(?:더이상|다시는|앞으로|이제|제발)?(?:보내지|연락하지|전화하지|연락주지)(?:좀)?(?:마|말|않)/u,
  /그만(?:좀)?(?:보내|연락|전화|하시고보내)/u,
  /^(?:이제|더는|더이상|앞으로)?안받(?:을래|을게|겠|고싶)/u,
  /스팸(?:신고|입니다|이에요)/u,
  /(?:不要|别|请勿|勿)(?:再|给我|再给我)?(?:发|打|联系|打扰)/u,
  /停止(?:发送|接收|联系)|取消(?:订阅|接收)|不(?:想|愿)(?:再)?(?:收|接收)/u,
];
/** Latin ones need the words apart: who will “stop by” tomorrow, or whose bleeding does not stop, has said something else. */
const FREE_LATIN =
  /\b(?:stop|quit|cease)\s+(?:(?:all|the|these|those|this|your|sending|me)\s+)*(?:text(?:s|ing)?|call(?:s|ing)?|messag(?:es?|ing)|e-?mail(?:s|ing)?|sms|sending|contact(?:ing)?|spam(?:ming)?|ads?|marketing|bothering)\b|\b(?:please|pls)\s+stop(?!\s+by)\s*[.!]*$|\b(?:do\s*n[o']?t|do not|never)\s+(?:ever\s+)?(?:text|call|message|contact|e-?mail|send)\b(?!\s+(?:until|before|after|on|at)\b)|\b(?:remove|take|delete)\s+(?:me|my number)\b.*\b(?:list|off|database)?|\bno more\s+(?:texts?|messages?|calls?|e-?mails?)\b|\bunsubscribe\b|\bopt(?:ing)?[\s-]*(?:me\s+)?out\b|\bleave me alone\b|\brevoke\s+(?:my\s+)?consent\b/iu;

/**
 * Whether a reply is a stop, by the country of the number that it comes from; null where it is not. Spaced, full-width, mixed case and wrapped in
 * signs it counts all the same. In Korea and China it ends what sells, in the United States all that goes to that number. Source: rules.md, C2.
 */
export function stopWordOf(text: string, country: Jurisdiction): StopSaid | null {
  const plain = text.normalize('NFKC').toLowerCase();
  const bare = plain.replace(/[^\p{L}\p{N}]+/gu, '');
  const alone = [...EVERYWHERE, ...BY_COUNTRY[country]];
  const whole = alone.find((one) => isAlone(bare, one));
  const word =
    whole ??
    FREE.map((pattern) => pattern.exec(bare)?.[0]).find((found) => found !== undefined) ??
    FREE_LATIN.exec(plain)?.[0];
  if (word === undefined) return null;
  return { word, scope: country === 'US' ? 'number' : 'advertising', alone: whole !== undefined };
}

/**
 * Whether a mail is a stop: the word stands alone, as its subject or in its text, and nothing else is said but a signature below a line of two dashes. A mail
 * says more than a text message, and what it says is read by somebody: free text is no stop here. Source: rules.md, C2.
 */
export function isStopMail(subject: string | null, text: string, country: Jurisdiction): boolean {
  const [words = ''] = text.split(/^-- ?$/mu);
  const parts = [subject ?? '', words].filter((part) => /[\p{L}\p{N}]/u.test(part));
  const stops = (part: string) => stopWordOf(part, country)?.alone === true;
  if (words.trim() !== '' && stops(words)) return true;
  return parts.length > 0 && parts.every(stops);
}

/** The word itself, said once or more, with nothing but courtesies around it. */
function isAlone(bare: string, word: string): boolean {
  const without = bare.replace(AROUND, '');
  const repeated = new RegExp(`^(?:${word})+$`, 'u');
  return repeated.test(bare) || (word.length > 1 && repeated.test(without));
}
