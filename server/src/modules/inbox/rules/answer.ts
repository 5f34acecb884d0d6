/** What an answer by a digit or a word means, to a message that asked for it; pure. */

export type Choice = 'confirm' | 'change' | 'cancel';
type Digit = '1' | '2' | '3';

const WORDS: Readonly<Record<Choice, string>> = {
  confirm: "확인|방문|예정대로|참석|confirm|keep|i(?:’|')?ll come|确认|確認|如约|按时",
  change: '변경|시간\\s*변경|바꾸기|조정|change|reschedule|another time|改约|更改|变更|改期',
  cancel: '취소|cancel|取消',
};
const CHOICES = Object.keys(WORDS) as Choice[];
/** `1 확인`, `1) 예약 확인`, `① 确认`, `1 = confirm`, `1번: 확인`. */
const BEFORE = (word: string) =>
  new RegExp(
    `(?<![\\d-])([1-3])\\s*(?:번(?:은)?|[.):=\\-–—→])?\\s*(?:예약\\s*(?:을|일)?\\s*|to\\s+|预约)?(?:${word})`,
    'u',
  );
/** `확인은 1`, `확인: 1번`, `confirm = 1`. */
const AFTER = (word: string) =>
  new RegExp(`(?:${word})(?:하시려면|하려면|은|는|을|를)?\\s*(?:[:=→]|请回复|回复|reply)?\\s*([1-3])(?!\\d)`, 'u');

/** Which digit of the text stands for what; null where it does not ask for one of the three. Two choices are enough: not each booking may be moved. */
export function choicesIn(text: string): ReadonlyMap<Digit, Choice> | null {
  const plain = text.normalize('NFKC').toLowerCase();
  return choicesBy(plain, BEFORE) ?? choicesBy(plain, AFTER);
}

function choicesBy(text: string, pattern: (word: string) => RegExp): ReadonlyMap<Digit, Choice> | null {
  const found = new Map<Digit, Choice>();
  for (const choice of CHOICES) {
    const digit = pattern(WORDS[choice]).exec(text)?.[1] as Digit | undefined;
    if (digit === undefined) continue;
    // One digit for two things asks nothing.
    if (found.has(digit)) return null;
    found.set(digit, choice);
  }
  return found.size >= 2 ? found : null;
}

const POLITE =
  '(?:할게요|하겠습니다|합니다|했습니다|해요|해\\s?주세요|해주십시오|부탁드립니다|부탁드려요|부탁해요|요|입니다|이요|이에요)?';
const ALONE_DIGIT = /^([1-3])(?:번|번이요|번입니다|번요|이요|요|입니다)?$/u;
const ALONE_WORD: Readonly<Record<Choice, RegExp>> = {
  confirm: new RegExp(
    `^(?:네|넵|예|넹|(?:예약)?확인${POLITE}|갈게요|가겠습니다|방문${POLITE}|yes|ok|okay|confirm(?:ed)?|确认|確認|好|好的|可以)$`,
    'u',
  ),
  change: new RegExp(`^(?:예약|시간|날짜)*변경${POLITE}$|^(?:change|reschedule|改约|改期|更改|变更)$`, 'u'),
  cancel: new RegExp(`^(?:예약)?취소${POLITE}$|^(?:cancel|取消|取消预约)$`, 'u'),
};

/**
 * What the answer chooses, said alone: the digit, full-width or with a polite ending, or the word itself. Null where it says more than that: somebody
 * reads it. Korean 취소 is the appointment, never a stop (rules.md); where a word is a stop it was one before this is asked.
 */
export function choiceOf(text: string, choices: ReadonlyMap<Digit, Choice>): Choice | null {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.,!~^)"'“”。，！*#:;-]+/gu, '');
  const digit = ALONE_DIGIT.exec(bare)?.[1] as Digit | undefined;
  if (digit !== undefined) return choices.get(digit) ?? null;
  const offered = new Set(choices.values());
  return CHOICES.find((choice) => offered.has(choice) && ALONE_WORD[choice].test(bare)) ?? null;
}
