/**
 * Lists of invented clinics with a hidden truth: the test knows what each row means, the assistant sees the list. Written as their staff
 * would write, before the words of the assistant were looked at.
 */
import type { StatusCode } from '@anbu/contract';

/** Each of 31 labels with the statuses that this clinic writes it for; `by`: only these of the four users write it so. */
export type HomeMade = {
  readonly label: string;
  readonly means: readonly StatusCode[];
  readonly by?: readonly number[];
};
export type Clinic = {
  readonly name: string;
  readonly labels: readonly HomeMade[];
  readonly memos: Readonly<Partial<Record<StatusCode, readonly string[]>>>;
  readonly users: readonly string[];
  /** Share of rows whose memo is filled. */
  readonly memoShare: number;
};

const label = (text: string, means: StatusCode | readonly StatusCode[], by?: readonly number[]): HomeMade => ({
  label: text,
  means: typeof means === 'string' ? [means] : means,
  ...(by ? { by } : {}),
});
const AWAY: readonly StatusCode[] = ['NO_ANSWER_1', 'NO_ANSWER_2', 'NO_ANSWER_3', 'NO_ANSWER_4', 'NO_ANSWER_5'];

const SLANG: Clinic = {
  name: 'slang',
  users: ['한실장', '윤코디', '서팀장', '오매니저'],
  memoShare: 0.75,
  labels: [
    label('신규DB', 'NEW'),
    label('콜전', 'WAITING'),
    label('부재1', 'NO_ANSWER_1'),
    label('부재중 2', 'NO_ANSWER_2'),
    label('3차 X', 'NO_ANSWER_3', [0, 1]),
    label('부재4회', 'NO_ANSWER_4'),
    label('5부재', 'NO_ANSWER_5'),
    label('ㅂㅈ', AWAY, [2, 3]),
    label('안받음', AWAY, [0, 1]),
    label('연락요망', 'CALLBACK', [0, 1]),
    label('담주전화', 'CALLBACK', [2, 3]),
    label('시간될때 다시', 'LATER'),
    label('톡상담', 'CONSULTING'),
    label('콜', ['CONSULTING', 'HOLD'], [2]),
    label('고민중', 'HOLD', [0, 1]),
    label('비용부담', 'HOLD', [0, 1, 3]),
    label('남편상의', 'HOLD', [0, 3]),
    label('예완', 'BOOKED', [0, 1]),
    label('예약 잡힘', 'BOOKED', [2, 3]),
    label('날짜변경요청', 'RESCHEDULING'),
    label('캔슬', 'CANCELLED'),
    label('노쇼', 'NO_SHOW', [0, 1]),
    label('펑크', 'NO_SHOW', [2, 3]),
    label('내원o', 'VISITED'),
    label('연락두절', 'UNREACHED'),
    label('타병원', 'DECLINED', [0, 1]),
    label('안함', 'DECLINED', [2, 3]),
    label('진료과 없음', 'INELIGIBLE'),
    label('결번', 'INVALID', [0, 1]),
    label('장난', 'INVALID', [2, 3]),
    label('수신거부', 'DO_NOT_CONTACT'),
  ],
  memos: {
    NEW: ['홈피 접수건', '인스타 DB'],
    WAITING: ['오후에 통화 희망', '아직 전화 전'],
    NO_ANSWER_1: ['벨만 울림', '안받으셔서 문자남김', '신호음만'],
    NO_ANSWER_2: ['오늘도 안받으심', '두번째도 안받음', '벨만 울림'],
    NO_ANSWER_3: ['세번째 안받음', '안받으심 문자 보냄'],
    NO_ANSWER_4: ['네번 다 안받음', '계속 안받으심'],
    NO_ANSWER_5: ['다섯번째 안받음', '안받으심'],
    CALLBACK: ['6시 이후 전화 달라심', '월요일에 전화하기로', '본인이 전화 주신다 함', '점심때 다시 걸어달라'],
    LATER: ['방학때 다시 생각', '올해는 어렵다고', '급하지 않다 하심', '나중에 다시'],
    CONSULTING: ['사진 받아서 원장님 확인', '견적 보냄 답 기다림', '카톡으로 설명중'],
    HOLD: [
      '남편이랑 상의해본다 함',
      '몇 군데 더 알아보고',
      '비용이 부담스럽다고',
      '무서워서 망설임',
      '생각해보고 연락',
    ],
    BOOKED: ['토요일 11시 예약 잡음', '다음주 오시기로', '예약 안내함'],
    RESCHEDULING: ['다른 날로 바꾸고 싶다', '시간 변경 문의'],
    CANCELLED: ['급한 일로 취소', '몸이 안좋아 못온다고', '취소 연락 옴'],
    NO_SHOW: ['연락 없이 안오심', '시간 지나도 안나타남'],
    VISITED: ['상담 후 치료 시작', '오셔서 결제함', '스케일링 받고 감'],
    UNREACHED: ['한달째 안받음', '수차례 해도 연결불가', '문자에도 답 없음'],
    DECLINED: ['다른 병원에서 했다고', '안하신다 함', '필요없다고 하심'],
    INELIGIBLE: ['임신중이라 불가', '우리 과 아님 타과 안내'],
    INVALID: ['없는 번호로 나옴', '신청한 적 없다고', '장난인듯'],
    DO_NOT_CONTACT: ['다시는 연락하지 말라심', '전화하지 말라고 화내심'],
  },
};

const DESK: Clinic = {
  name: 'desk',
  users: ['김지현', '박소영', '이하늘', '정다운'],
  memoShare: 0.8,
  labels: [
    label('접수됨', ['NEW', 'WAITING']),
    label('미콜', 'WAITING'),
    label('1차 통화 안됨', 'NO_ANSWER_1'),
    label('2차 통화안됨', 'NO_ANSWER_2'),
    label('3콜 부재', 'NO_ANSWER_3'),
    label('부재(4)', 'NO_ANSWER_4'),
    label('부재5+', 'NO_ANSWER_5'),
    label('전화 안받으심', AWAY),
    label('재통', 'CALLBACK'),
    label('통화약속', 'CALLBACK', [0, 2]),
    label('전화준다함', 'CALLBACK', [1, 3]),
    label('추후', 'LATER'),
    label('상담진행', 'CONSULTING'),
    label('통화완료', ['CONSULTING', 'HOLD', 'DECLINED']),
    label('보류', ['HOLD', 'LATER'], [0, 1]),
    label('가망', 'HOLD'),
    label('관리', ['HOLD', 'LATER'], [2, 3]),
    label('예약ㅇㅋ', 'BOOKED'),
    label('내원예정', 'BOOKED'),
    label('예약변경건', 'RESCHEDULING'),
    label('당취', 'CANCELLED', [0, 1]),
    label('예약 취소함', 'CANCELLED', [2, 3]),
    label('미내원', 'NO_SHOW'),
    label('방문완료', 'VISITED'),
    label('상담후 진행', 'VISITED', [2]),
    label('장부', 'UNREACHED'),
    label('종료', ['UNREACHED', 'DECLINED'], [1, 3]),
    label('의사 없음', 'DECLINED', [0, 2]),
    label('대상 아님', 'INELIGIBLE'),
    label('허수/중복', 'INVALID'),
    label('전화하지마세요', 'DO_NOT_CONTACT'),
  ],
  memos: SLANG.memos,
};

const ENGLISH: Clinic = {
  name: 'english',
  users: ['Amy', 'Ben', 'Chloe', 'Dan'],
  memoShare: 0.75,
  labels: [
    label('Fresh lead', 'NEW'),
    label('Not yet called', 'WAITING'),
    label('NA1', 'NO_ANSWER_1'),
    label('no ans 2', 'NO_ANSWER_2'),
    label('No answer (3rd)', 'NO_ANSWER_3'),
    label('N/A x4', 'NO_ANSWER_4'),
    label('5th no answer', 'NO_ANSWER_5'),
    label('LVM', AWAY),
    label('Rang out', AWAY, [0, 1]),
    label('CB', 'CALLBACK'),
    label('Ring back', 'CALLBACK', [2, 3]),
    label('Nurture', 'LATER'),
    label('Maybe next year', 'LATER', [1]),
    label('Quote sent', 'CONSULTING'),
    label('F/U', ['HOLD', 'CONSULTING']),
    label('Thinking', 'HOLD'),
    label('$$$', 'HOLD', [0, 2]),
    label('Asking husband', 'HOLD', [1, 3]),
    label('Booked!', 'BOOKED'),
    label('appt made', 'BOOKED', [0, 1]),
    label('Needs new date', 'RESCHEDULING'),
    label('CXL', 'CANCELLED'),
    label('DNA', 'NO_SHOW', [0, 1]),
    label('No-show', 'NO_SHOW', [2, 3]),
    label('Came in', 'VISITED'),
    label('Ghosted', 'UNREACHED'),
    label('Not intrested', 'DECLINED'),
    label('Went elsewhere', 'DECLINED', [2, 3]),
    label('Can’t treat', 'INELIGIBLE'),
    label('Wrong no.', 'INVALID'),
    label('DNC', 'DO_NOT_CONTACT'),
  ],
  memos: {
    NEW: ['from the web form'],
    WAITING: ['prefers afternoon', 'not called yet'],
    NO_ANSWER_1: ['rang out', 'left voicemail', "didn't pick up"],
    NO_ANSWER_2: ['second try, no pick up', 'left a message again'],
    NO_ANSWER_3: ['third try, went to voicemail', 'rang out'],
    NO_ANSWER_4: ['fourth try, rang out', 'left voicemail'],
    NO_ANSWER_5: ['fifth try', 'rang out again'],
    CALLBACK: ['call after 6pm', 'asked us to call Monday', 'will call back herself'],
    LATER: ['maybe next year', 'no rush', 'not right now, in a few months'],
    CONSULTING: ['sent prices by mail', 'waiting for photos', 'doctor checking the x-ray'],
    HOLD: [
      'has to talk to husband',
      'comparing other quotes',
      'budget is tight, think about cost',
      'scared of the drill',
      'will think about it',
    ],
    BOOKED: ['booked for Saturday', 'coming on Tuesday 11am'],
    RESCHEDULING: ['wants another day', 'asked to change the date'],
    CANCELLED: ['called to cancel, flu', "can't make it"],
    NO_SHOW: ["didn't show", 'never came, no word'],
    VISITED: ['came in, started treatment', 'paid deposit after consult'],
    UNREACHED: ['never picks up, gave up calling', 'several weeks of trying'],
    DECLINED: ['not interested any more', 'done elsewhere', 'decided against it'],
    INELIGIBLE: ['pregnant', 'not treated here'],
    INVALID: ['wrong person', 'number not in service', 'prank'],
    DO_NOT_CONTACT: ['told us to stop calling', 'remove my number please'],
  },
};

const CHINESE: Clinic = {
  name: 'chinese',
  users: ['小王', '小李', '张姐', '陈姐'],
  memoShare: 0.75,
  labels: [
    label('新资源', 'NEW'),
    label('待打', 'WAITING'),
    label('未接1', 'NO_ANSWER_1'),
    label('二次未接', 'NO_ANSWER_2'),
    label('第3次没接', 'NO_ANSWER_3'),
    label('未接4次', 'NO_ANSWER_4'),
    label('5次无人接', 'NO_ANSWER_5'),
    label('没人接电话', AWAY),
    label('关机/占线', AWAY, [0, 1]),
    label('约回电', 'CALLBACK'),
    label('回头打', 'CALLBACK', [2, 3]),
    label('以后', 'LATER'),
    label('长期养', 'LATER', [3]),
    label('在聊', 'CONSULTING'),
    label('已发价格', 'CONSULTING', [0, 1]),
    label('考虑', 'HOLD'),
    label('嫌贵', 'HOLD', [0, 2]),
    label('问家里', 'HOLD', [1, 3]),
    label('已定时间', 'BOOKED'),
    label('约到店', 'BOOKED', [0, 1]),
    label('改时间', 'RESCHEDULING'),
    label('取消了', 'CANCELLED'),
    label('没来', 'NO_SHOW', [0, 1]),
    label('放鸽子', 'NO_SHOW', [2, 3]),
    label('到店了', 'VISITED'),
    label('联系不上', 'UNREACHED'),
    label('不做了', 'DECLINED'),
    label('别家做了', 'DECLINED', [2, 3]),
    label('做不了', 'INELIGIBLE'),
    label('空号假号', 'INVALID'),
    label('拉黑', 'DO_NOT_CONTACT'),
  ],
  memos: {
    NEW: ['网页留言'],
    WAITING: ['希望下午联系', '还没打'],
    NO_ANSWER_1: ['响铃没人接', '留言了'],
    NO_ANSWER_2: ['第二次还是没人接', '关机'],
    NO_ANSWER_3: ['第三次不接', '响铃没人接'],
    NO_ANSWER_4: ['第四次没人接', '占线'],
    NO_ANSWER_5: ['第五次不接'],
    CALLBACK: ['晚上再打', '下班后联系', '说会回电'],
    LATER: ['过几个月再说', '明年考虑', '不急'],
    CONSULTING: ['发了报价等回复', '医生在看片子', '微信聊方案'],
    HOLD: ['和老公商量一下', '比较几家', '觉得有点贵', '怕疼', '再想想'],
    BOOKED: ['约好周六上午', '定好时间了'],
    RESCHEDULING: ['想改到下周', '换个时间'],
    CANCELLED: ['临时有事取消了', '感冒来不了'],
    NO_SHOW: ['到点没来', '失约不接电话'],
    VISITED: ['来了,做了检查', '已缴费开始治疗'],
    UNREACHED: ['打了很多次都不接', '一直联系不上'],
    DECLINED: ['说不需要了', '在别家做了', '没兴趣'],
    INELIGIBLE: ['怀孕做不了', '年龄不符'],
    INVALID: ['空号', '不是本人', '没咨询过'],
    DO_NOT_CONTACT: ['让我们别再打', '不要再打电话'],
  },
};

/** Words that say nothing to anybody else: only what happened next helps. */
const CODED: Clinic = {
  ...SLANG,
  name: 'coded',
  labels: SLANG.labels.map((one, index) => ({
    ...one,
    label: `${'가나다라'[index % 4]}-${String.fromCodePoint(65 + index)}${index}`,
  })),
};

export const CLINICS: readonly Clinic[] = [SLANG, DESK, ENGLISH, CHINESE];
export const CODED_CLINIC: Clinic = CODED;

export type TrueRow = {
  readonly truth: StatusCode;
  readonly label: string;
  readonly user: string;
  readonly calls: number;
  readonly booking: number | null;
  readonly visit: number | null;
  readonly recontact: number | null;
  readonly memo: string;
};

const TRUTHS: readonly (readonly [StatusCode, number])[] = [
  ...([
    ['NEW', 3],
    ['WAITING', 4],
    ['NO_ANSWER_1', 10],
    ['NO_ANSWER_2', 9],
    ['NO_ANSWER_3', 9],
    ['NO_ANSWER_4', 3],
  ] as const),
  ...([
    ['NO_ANSWER_5', 3],
    ['CALLBACK', 7],
    ['LATER', 5],
    ['CONSULTING', 5],
    ['HOLD', 11],
    ['BOOKED', 6],
  ] as const),
  ...([
    ['RESCHEDULING', 2],
    ['CANCELLED', 4],
    ['NO_SHOW', 5],
    ['VISITED', 8],
    ['UNREACHED', 5],
    ['DECLINED', 5],
  ] as const),
  ...([
    ['INELIGIBLE', 2],
    ['INVALID', 4],
    ['DO_NOT_CONTACT', 2],
  ] as const),
];

/** A list of `size` rows; with `noise`, the label, the number of calls or the memo of a row is another's. Days are counted from the list's. */
export function listOf(
  { labels, memos, users, memoShare }: Clinic,
  size: number,
  random: () => number,
  noise = 0.05,
): TrueRow[] {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const truths = TRUTHS.flatMap(([code, weight]) => Array.from({ length: weight }, () => code));
  return Array.from({ length: size }, (): TrueRow => {
    const truth = one(truths);
    const user = Math.floor(random() * users.length);
    const usable = labels.filter(({ means, by }) => means.includes(truth) && (!by || by.includes(user)));
    const chosen = usable.length > 0 ? one(usable) : one(labels.filter(({ means }) => means.includes(truth)));
    const written = random() < noise ? one(labels) : chosen;
    const memo =
      random() < noise ? one(Object.values(memos).flat()) : random() < memoShare ? one(memos[truth] ?? ['']) : '';
    const booked = ['BOOKED', 'RESCHEDULING', 'CANCELLED', 'NO_SHOW', 'VISITED'].includes(truth) && random() > 0.06;
    const ahead = truth === 'BOOKED' ? random() < 0.5 : truth === 'RESCHEDULING' && random() < 0.4;
    const booking = booked ? (ahead ? 1 : -1) * Math.ceil(random() * 20) : null;
    const again = { HOLD: 0.6, CALLBACK: 0.5, LATER: 0.4, CONSULTING: 0.2 }[truth as string] ?? 0.03;
    return {
      truth,
      label: spelled(written.label, random),
      user: users[user]!,
      calls: random() < noise ? Math.floor(random() * 6) : callsOf(truth, random),
      booking,
      visit: truth === 'VISITED' && random() > 0.05 ? (booking ?? -5) : null,
      recontact: random() < again ? Math.ceil(random() * 30) : null,
      memo,
    };
  });
}

function callsOf(truth: StatusCode, random: () => number): number {
  const unanswered = /^NO_ANSWER_(\d)$/u.exec(truth);
  if (unanswered) return Number(unanswered[1]);
  if (truth === 'NEW' || truth === 'WAITING') return 0;
  return truth === 'UNREACHED' ? 3 + Math.floor(random() * 5) : 1 + Math.floor(random() * 3);
}

/** As hands write: spaces, decomposed letters, full width, signs behind. */
function spelled(text: string, random: () => number): string {
  const how = Math.floor(random() * 12);
  if (how === 0) return ` ${text} `;
  if (how === 1) return text.normalize('NFD');
  if (how === 2) return text.replaceAll(' ', '');
  if (how === 3) return text.replace(/[!-~]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));
  if (how === 4) return text.toUpperCase();
  if (how === 5) return `${text}.`;
  return text;
}
