import { ASKS_CONSENT, FORBIDDEN, HEALTH_TOPICS, NEEDS_SIGN_OFF, OVERSTATED, PROMOTIONAL } from './words.ts';

/** What was found in a text: a code, and the words as they stand there. */
export type Finding = { readonly code: string; readonly words: string };

const LABEL = '(광고)';
/** Ways to write the label that a filter does not see, and the law does not take. */
const WRONG_LABEL =
  /[([{<（［｛＜〔【「『*"'“‘]\s*광[^\p{L}\p{N}\n]{0,4}고(?:성|성\s?정보|문자|메시지)?[^\p{L}\p{N}\n]{0,3}[)\]}>）］｝＞〕】」』*"'”’]|^\s*광\s*고\s*[):：\]]|[([（［【]\s*(?:AD|廣告|광[1lIㅣ|ᆞㆍ]고|광go)\s*[)\]）］】]|^AD[):\]]/iu;
/** A line that begins with the label, however it is written. */
const LABELLED = /^\s*[([{<（［｛＜〔【「『*]\s*광[^\p{L}\p{N}\n]{0,4}고[^\p{L}\p{N}\n]{0,3}[)\]}>）］｝＞〕】」』*]/mu;
const FREE_REFUSAL = /무료\s?수신\s?거부\s*[:：]?\s*080[-\s.]?\d{3,4}[-\s.]?\d{4}$/u;
const CONTACT = /\d{2,4}[-\s.]\d{3,4}[-\s.]\d{4}|\b1\d{3}[-\s.]?\d{4}\b|\b0\d{8,10}\b/u;

/** `isLatin`: words that need the spaces between them, where other writing hides behind spaces. `needsLatin`: and it knows no other words. */
type Sought = {
  readonly code: string;
  readonly pattern: RegExp;
  readonly isLatin: boolean;
  readonly needsLatin: boolean;
};
const sought = (list: readonly (readonly [code: string, pattern: RegExp])[]): readonly Sought[] =>
  list.map(([code, pattern]) => {
    const isLatin = pattern.source.startsWith('\\b');
    return {
      code,
      pattern,
      isLatin,
      needsLatin: isLatin && !/[\p{Script=Han}\p{Script=Hangul}]/u.test(pattern.source),
    };
  });
const SELLS = sought(PROMOTIONAL.map((pattern) => ['promotional', pattern]));
const ASKS = sought(ASKS_CONSENT.map((pattern) => ['asks_consent', pattern]));
const NEVER_OFFERED = sought(FORBIDDEN);
const NOT_TO_BE_SAID = sought(OVERSTATED);

/** Words that sell, or the label by which a text says itself that it is an advertisement; null where there are none. */
export function promotional(text: string): Finding | null {
  const label = text.includes('광') ? LABELLED.exec(text) : null;
  return label ? { code: 'promotional', words: label[0].trim() } : firstOf(SELLS, bare(text));
}

/** What asks to agree to advertisements. */
export function consentAsked(text: string): Finding | null {
  return firstOf(ASKS, bare(text));
}

/** What is never offered, whatever the purpose. */
export function forbiddenIn(text: string): Finding | null {
  return firstOf(NEVER_OFFERED, bare(text));
}

/** Without what an advertisement must carry: the label and the refusal line sell nothing and offer nothing. */
function bare(text: string): string {
  if (text !== lastBared.text) {
    lastBared = { text, bare: text.trim().replace(LABEL, '').replace(FREE_REFUSAL, '') };
  }
  return lastBared.bare;
}

/** The same text is asked three times. */
let lastBared = { text: '', bare: '' };

/** What an advertisement of a medical institution may not say. */
export function overstatedIn(text: string): Finding | null {
  return firstOf(NOT_TO_BE_SAID, text);
}

export function needsSignOff(text: string): Finding | null {
  const words = NEEDS_SIGN_OFF.exec(squeezed(text))?.[0];
  return words === undefined ? null : { code: 'sign_off', words };
}

/** A topic of health in a subject line. */
export function healthTopicIn(subject: string): Finding | null {
  const words = HEALTH_TOPICS.exec(squeezed(subject))?.[0] ?? HEALTH_TOPICS.exec(subject)?.[0];
  return words === undefined ? null : { code: 'health_topic', words };
}

/** A place to which one can write: of the United States, Korea or China, or a post-office box. */
export function postalAddressIn(text: string): boolean {
  const plain = text.normalize('NFKC');
  return POSTAL.some((pattern) => pattern.test(plain));
}

const POSTAL: readonly RegExp[] = [
  /\b[A-Z]{2}[ ,]+\d{5}(?:-\d{4})?\b/u,
  /\bP\.? ?O\.? ?Box \d+/iu,
  /[가-힣]{1,8}(?:시|도|군|구)\s[^\n]{0,40}[가-힣\d](?:로|길|동|리|가)\s?\d+/u,
  /\b\d+[^\n]{0,40}(?:-ro|-gil|-daero|-dong)\b[^\n]{0,60}\b\d{5}\b/iu,
  /\p{Script=Han}{1,8}[省市区县][^\n]{0,30}[路街道巷弄]\s?\d+\s?号/u,
];

/** What a discount must say and this text does not: for whom, on what, rate, prices before and after, period. Empty where no discount is offered. */
export function missingOfDiscount(text: string): readonly string[] {
  const plain = squeezed(text);
  if (!/할인|특가|세일|반값/u.test(plain)) return [];
  const prices = plain.match(/\d[\d,.]*(?:만|천)?원/gu) ?? [];
  return [
    ...(/대상|누구나|모든|모두|전체|전고객|고객|회원|환자|신환|초진|재진|학생|수험생|직장인|어르신|임산부|가족|\d세|\d+대|이상|분(?:께|들|에)|님께/u.test(
      plain,
    )
      ? []
      : ['target']),
    ...(HEALTH_TOPICS.test(plain) || /범위|항목|품목|비급여|크라운|인레이|보톡스|필러|제모|도수|영양제/u.test(plain)
      ? []
      : ['scope']),
    ...(/\d{1,2}%|\d할|반값/u.test(plain) ? [] : ['rate']),
    ...(prices.length >= 2 ? [] : ['prices']),
    ...(/까지|부터|기간|[~～–-]\d{1,2}[./월]|\d{1,2}월\d{1,2}일/u.test(plain) ? [] : ['period']),
  ];
}

/** What is wrong with the form of a Korean advertisement by text: `label_wrong` names what stands there instead. */
export function faultOfKoreanText(text: string): Finding | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith(LABEL)) return labelFault(trimmed);
  const rest = trimmed.slice(LABEL.length).trim();
  // The sender's name stands right after the label, her number somewhere before the line of refusal.
  if (!/^[^\p{L}\n]{0,3}\p{L}[\p{L}\p{N}]/u.test(rest)) return { code: 'sender_missing', words: LABEL };
  if (!FREE_REFUSAL.test(trimmed)) return { code: 'refusal_missing', words: '무료수신거부 080-' };
  const body = rest.replace(FREE_REFUSAL, '');
  return CONTACT.test(body) ? null : { code: 'contact_missing', words: LABEL };
}

export function faultOfKoreanEmail(subject: string | null, text: string | null): Finding | null {
  if (subject !== null && !subject.startsWith(LABEL)) return labelFault(subject);
  if (text !== null && !/수신\s?거부|unsubscribe/iu.test(text)) return { code: 'refusal_missing', words: '수신거부' };
  return null;
}

function labelFault(text: string): Finding {
  const wrong = WRONG_LABEL.exec(text)?.[0].trim();
  return wrong === undefined ? { code: 'label_missing', words: LABEL } : { code: 'label_wrong', words: wrong };
}

export function faultOfChineseText(text: string, isAdvertisement: boolean): Finding | null {
  const trimmed = text.trim();
  if (!/^【[^【】\s][^【】]{0,28}】/u.test(trimmed)) return { code: 'signature_missing', words: '【签名】' };
  if (isAdvertisement && !/拒收请回复\s?[RＲ]$/iu.test(trimmed)) {
    return { code: 'refusal_missing', words: '拒收请回复R' };
  }
  return null;
}

/** A reply that is asked for and would be a stop word. What tells how to stop asks for none. */
export function stopWordAsked(text: string, country: 'us' | 'cn'): Finding | null {
  const found =
    country === 'us'
      ? /\b(?:reply|text|respond|answer)(?:\s+with)?\s+["'“]?(cancel|stop|quit|end|revoke|unsubscribe|opt[- ]?out)\b["'”]?(?!\s*(?:to|and|if you)\s+(?:stop|opt|unsubscribe|end|no longer|quit|be removed))/iu.exec(
          text,
        )
      : /(?<!拒收请|拒收|退订请?|退订)回复?\s?["“「]?(?:[YＹ是]\s?[/或、]\s?)?(TD|[NRTＮＲＴ](?![a-z])|退订)/iu.exec(
          text,
        );
  return found === null ? null : { code: 'stop_word', words: found[1] ?? found[0] };
}

/** What a letter may be written as where case does not count. */
const LATIN = /[A-Za-zſ\u212a]/;

function firstOf(list: readonly Sought[], text: string): Finding | null {
  const plain = squeezed(text);
  const hasLatin = LATIN.test(text);
  for (const { code, pattern, isLatin, needsLatin } of list) {
    if (needsLatin && !hasLatin) continue;
    const words = pattern.exec(isLatin ? text : plain)?.[0];
    if (words !== undefined) return { code, words };
  }
  return null;
}

/** Without the spaces, dots and signs of no width with which words are hidden; width as people read it. Lines stay apart: each says its own. */
function squeezed(text: string): string {
  if (text !== last.text) {
    const plain = text.normalize('NFKC').replace(/[\p{Default_Ignorable_Code_Point}\t\r\p{Zs}·•_*^]+|~+(?!\d)/gu, '');
    last = { text, plain };
  }
  return last.plain;
}

/** The same text is asked several questions. */
let last = { text: '', plain: '' };
