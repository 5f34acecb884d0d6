import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';

/**
 * Wording of home-made labels that leaves no doubt what was meant. A label that fits several codes gets each as a proposal
 * of low confidence, one that fits none gets none. `whole`: the label is nothing but this. Compared as `looseKey` does.
 */
export type StatusWord = {
  readonly code: StatusCode;
  readonly words: readonly string[];
  readonly whole?: boolean;
  readonly invalidKind?: InvalidKind;
  readonly holdReasons?: readonly HoldReason[];
};

const ORDINALS = ['1', '2', '3', '4', '5'] as const;

export const STATUS_WORDS: readonly StatusWord[] = [
  { code: 'NEW', whole: true, words: ['신규', '신규접수', '신규문의', '미배정', 'new', 'new lead', '新客户', '新增'] },
  {
    code: 'WAITING',
    whole: true,
    words: ['대기', '상담대기', '콜대기', '통화대기', '미통화', '미연락', 'waiting', 'to call', '待联系', '待跟进'],
  },
  ...ORDINALS.map((n) => ({
    code: `NO_ANSWER_${n}` as const,
    words: [
      `${n}차부재`,
      `부재${n}`,
      `${n}차부제`,
      `부재${n}회`,
      `부재중${n}`,
      `${n}차부재중`,
      `${n}회부재`,
      `no answer ${n}`,
      `na${n}`,
      `第${n}次未接`,
      `未接${n}`,
    ],
  })),
  {
    code: 'CALLBACK',
    words: ['전화주기로', '재통화', '콜백', '다시전화', '통화예약', 'callback', 'call back', '回电', '约定回电'],
  },
  { code: 'LATER', words: ['추후상담', '나중에', '추후연락', '추후통화', 'later', '改日', '稍后联系'] },
  { code: 'CONSULTING', words: ['상담중', '상담진행', '진행중', 'in consultation', 'consulting', '咨询中', '沟通中'] },
  { code: 'HOLD', words: ['보류', '상담후보류', 'on hold', '待定', '暂缓'] },
  { code: 'HOLD', whole: true, words: ['고민중', '고민', '생각중'], holdReasons: ['THINKING'] },
  { code: 'HOLD', whole: true, words: ['가족상의', '가족과상의', '상의후연락'], holdReasons: ['FAMILY'] },
  { code: 'HOLD', whole: true, words: ['일정확인', '일정확인후연락', '스케줄확인'], holdReasons: ['SCHEDULE'] },
  {
    code: 'BOOKED',
    whole: true,
    words: ['예약', '예약완료', '예약됨', '예약확정', 'booked', 'appointment made', '已预约', '预约成功'],
  },
  { code: 'RESCHEDULING', words: ['예약변경', '일정변경', '변경요청', 'reschedul', '改约', '改期'] },
  { code: 'CANCELLED', words: ['예약취소', '당일취소', 'cancelled', 'canceled', '取消预约', '已取消'] },
  { code: 'NO_SHOW', words: ['부도', '노쇼', '미내원', 'noshow', 'no show', '爽约', '未到诊'] },
  {
    code: 'VISITED',
    whole: true,
    words: ['내원', '내원완료', '방문완료', '내원함', 'visited', 'arrived', '已到诊', '已就诊'],
  },
  {
    code: 'UNREACHED',
    words: ['장기부재', '연락두절', '연락불가', '5회이상부재', 'unreached', 'unreachable', '失联', '长期未接'],
  },
  {
    code: 'DECLINED',
    words: ['거절', '의향없음', '치료의향없음', '관심없음', 'declined', 'not interested', '无意向', '拒绝'],
  },
  {
    code: 'INELIGIBLE',
    words: ['진료불가', '대상외', '진료대상외', '치료불가', 'ineligible', 'not eligible', '不符合'],
  },
  {
    code: 'INVALID',
    invalidKind: 'wrong_number',
    words: ['결번', '없는번호', '오번호', '잘못된번호', 'wrong number', 'invalid number', '空号', '号码错误'],
  },
  { code: 'INVALID', invalidKind: 'fake', words: ['허위', '허수', '장난', '스팸', 'fake', 'spam', '虚假', '恶作剧'] },
  { code: 'INVALID', invalidKind: 'duplicate', words: ['중복', '중복접수', 'duplicate', '重复'] },
  {
    code: 'DO_NOT_CONTACT',
    words: ['수신거부', '연락거부', '연락금지', '차단', 'do not contact', 'do not call', 'dnc', '请勿联系', '免打扰'],
  },
];
