import { ownWords } from './own-words.ts';

/** What a provider that faxes what is mailed to it writes of a fax; `sent`: it has taken it. `why`: a code of `channels.why`. */
export type FaxWord =
  { readonly state: 'sent' | 'delivered'; readonly why: null } | { readonly state: 'failed'; readonly why: string };

/** On its way still, whatever else is said. */
const NOT_YET =
  /\b(queued|accepted|in progress|is being|will be (sent|faxed|transmitted|delivered|retried|attempted)|has been received|submitted|scheduled|retry(ing)?)\b|접수|대기|예약|재시도|전송\s?중|发送中|排队|已受理|已接收/iu;
const NOT =
  /\b(fail(ed|ure|s)?|unsuccessful(ly)?|undeliver(ed|able)|error|rejected|cancell?ed|aborted|(could|was|has|is|did|can)( ?not|n't) (be |been )?(sent|delivered|transmitted|completed|go through)|not (sent|delivered|transmitted))\b|실패|불가|오류|거부|취소|(전송|발송|전달)되지|(보내|전송하|발송하|전달하)지\s?못|失败|未能|未发送|未送达|错误|拒绝|无法/giu;
const YES =
  /\b(success(ful(ly)?)?|delivered|sent|transmitted|completed)\b|성공|완료|(전송|발송|전달)(되었|됐|하였|했)|成功|已发送|已送达|完成/iu;
/** `Status: …`: what stands there counts before any other word. */
const STATUS =
  /^[\s>*•-]*(?:(?:fax|transmission|delivery|전송|발송|팩스|传真|发送)\s*)?(?:status|result|상태|결과|状态|结果)\s*[:：=]\s*(\S.{0,120})$/gimu;
/** Anything else that they sent us is not the fax. */
const OF_A_FAX = /\b(fax|transmission)\b|팩스|전송|발송|传真|发送/iu;
/** So much is looked at: what comes after are words for everybody. */
const MOST_LINES = 12;

const WHYS: readonly (readonly [RegExp, string])[] = [
  [/\bbusy\b|통화\s?중|占线|忙线/iu, 'fax_busy'],
  [/no[ -]answer|not answer|응답\s?(없|하지)|받지\s?않|无人接听|无应答/iu, 'fax_no_answer'],
  [/no[ -](fax|carrier)|not a fax|human voice|팩스가?\s?아닌|팩스\s?신호|非传真|无传真/iu, 'fax_no_fax'],
  [/invalid|reject|blocked|not permitted|결번|잘못된|없는\s?번호|거부|号码(错误|无效)|空号|拒绝/iu, 'fax_refused'],
];

/**
 * What became of a fax, in the words of whoever faxed it: by its line of status, else by the subject, else by the first line that says either. Null where
 * none says it clearly, or one says both: somebody must read it then. Decision 0027.
 */
export function readFaxWord(subject: string, text: string): FaxWord | null {
  const lines = ownWords(text.slice(0, 20_000))
    .split('\n')
    .map((line) => line.trim());
  const first = lines.filter((line) => line !== '').slice(0, MOST_LINES);
  const statuses = [...first.join('\n').matchAll(STATUS)].map(([, status]) => status ?? '');
  const pieces = [...statuses, subject, ...first.filter((line) => OF_A_FAX.test(line))];
  const state = pieces.map(stateOf).find((one) => one !== null);
  if (!state) return null;
  if (state !== 'failed') return { state, why: null };
  const said = [subject, ...first].join('\n');
  return { state, why: WHYS.find(([words]) => words.test(said))?.[1] ?? 'fax_not_arrived' };
}

function stateOf(words: string): FaxWord['state'] | null {
  if (NOT_YET.test(words)) return 'sent';
  const rest = words.replace(NOT, '');
  if (rest !== words) return YES.test(rest) ? null : 'failed';
  return YES.test(rest) ? 'delivered' : null;
}
