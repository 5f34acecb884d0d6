/** Stages of the way from an enquiry to its end. Spec: domain §1. */
export const STAGES = {
  A: { code: 'intake', names: { ko: '접수', en: 'Intake', zh: '受理' } },
  B: { code: 'not_connected', names: { ko: '미연결', en: 'Not connected', zh: '未接通' } },
  C: { code: 'consultation', names: { ko: '상담', en: 'Consultation', zh: '咨询' } },
  D: { code: 'booking', names: { ko: '예약', en: 'Booking', zh: '预约' } },
  E: { code: 'visit', names: { ko: '내원', en: 'Visit', zh: '到诊' } },
  F: { code: 'closed', names: { ko: '종결', en: 'Closed', zh: '结束' } },
} as const;
export type Stage = keyof typeof STAGES;

/** The 21 consultation statuses in their order; `clock` is the key of the text that tells the clock. Spec: domain §1. */
export const STATUSES = [
  status(1, 'NEW', 'A', '신규 문의', 'New enquiry', '新咨询'),
  status(2, 'WAITING', 'A', '상담 대기', 'Waiting for first call', '待首次联系'),
  status(3, 'NO_ANSWER_1', 'B', '1차 부재', 'No answer 1', '第1次未接通'),
  status(4, 'NO_ANSWER_2', 'B', '2차 부재', 'No answer 2', '第2次未接通'),
  status(5, 'NO_ANSWER_3', 'B', '3차 부재', 'No answer 3', '第3次未接通'),
  status(6, 'NO_ANSWER_4', 'B', '4차 부재', 'No answer 4', '第4次未接通'),
  status(7, 'NO_ANSWER_5', 'B', '5차 부재', 'No answer 5', '第5次未接通'),
  status(8, 'CALLBACK', 'B', '재통화 약속', 'Promised call-back', '预约回电', ['전화 주기로']),
  status(9, 'LATER', 'B', '추후 상담', 'Consult later', '改日咨询'),
  status(10, 'CONSULTING', 'C', '상담 중', 'In consultation', '咨询中'),
  status(11, 'HOLD', 'C', '상담 후 보류', 'On hold after consultation', '咨询后待定'),
  status(12, 'BOOKED', 'D', '예약 완료', 'Booked', '已预约'),
  status(13, 'RESCHEDULING', 'D', '예약 변경 조율', 'Being rescheduled', '改约中'),
  status(14, 'CANCELLED', 'D', '예약 취소', 'Cancelled', '预约已取消'),
  status(15, 'NO_SHOW', 'D', '부도(노쇼)', 'No-show', '爽约未到', ['부도', '노쇼']),
  status(16, 'VISITED', 'E', '내원', 'Visited', '已到诊'),
  status(17, 'UNREACHED', 'F', '장기 부재', 'Unreached', '多次未接通(失联)'),
  status(18, 'DECLINED', 'F', '상담 종결(치료 의향 없음)', 'Declined', '无意向', ['상담 종결']),
  status(19, 'INELIGIBLE', 'F', '진료 대상 외', 'Not eligible', '不符合诊疗条件'),
  status(20, 'INVALID', 'F', '무효(결번·허위·중복)', 'Invalid: wrong number, fake, duplicate', '无效', [
    '결번',
    '허위',
    '중복',
  ]),
  status(21, 'DO_NOT_CONTACT', 'F', '연락 거부', 'Do not contact', '请勿联系(免打扰)', ['수신 거부']),
] as const;

export type Status = (typeof STATUSES)[number];
export type StatusCode = Status['code'];
export type OpenStatusCode = Extract<Status, { open: true }>['code'];

export type NoAnswerCode = Extract<StatusCode, `NO_ANSWER_${number}`>;
const NO_ANSWERS = ['NO_ANSWER_1', 'NO_ANSWER_2', 'NO_ANSWER_3', 'NO_ANSWER_4', 'NO_ANSWER_5'] as const;

const byCode = new Map<string, Status>(STATUSES.map((row) => [row.code, row]));

export function isStatusCode(text: string): text is StatusCode {
  return byCode.has(text);
}

export function statusOf(code: StatusCode): Status {
  const row = byCode.get(code);
  if (!row) throw new RangeError(`no such status: ${code}`);
  return row;
}

export function positionOf(code: StatusCode): number {
  return statusOf(code).position;
}

export function statusAt(position: number): Status {
  const row = STATUSES[position - 1];
  if (!row) throw new RangeError(`no status at ${position}`);
  return row;
}

export function isOpenStatus(code: StatusCode): code is OpenStatusCode {
  return statusOf(code).open;
}

/** 1–8: where an unanswered call counts in the no-answer cadence. Spec: domain §3. */
export function isCadenceStatus(code: StatusCode): boolean {
  return positionOf(code) <= 8;
}

/** NO_ANSWER_min(u, 5). */
export function noAnswerStatus(unansweredDays: number): NoAnswerCode {
  return NO_ANSWERS[Math.min(unansweredDays, 5) - 1] ?? 'NO_ANSWER_1';
}

/** n of NO_ANSWER_n; null for another status. */
export function noAnswerNumber(code: StatusCode): number | null {
  const index = NO_ANSWERS.findIndex((candidate) => candidate === code);
  return index < 0 ? null : index + 1;
}

function status<P extends number, C extends string, S extends Stage>(
  position: P,
  code: C,
  stage: S,
  ko: string,
  en: string,
  zh: string,
  aliases: readonly string[] = [],
) {
  // 1–15 are open: stages A–D. The type says it too, so that an open status can be asked for.
  const open = (stage !== 'E' && stage !== 'F') as S extends 'E' | 'F' ? false : true;
  return { position, code, stage, open, names: { ko, en, zh }, aliases, clock: `enquiries.clock.${code}` as const };
}
