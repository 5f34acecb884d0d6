import type { ConsentState, MessageChannel, Purpose } from '@anbu/contract';
import { parseDay } from '../../../kernel/calendar-day.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { instantAt } from '../../../kernel/zoned-time.ts';

/** What lists of other systems call things, in three languages; without spaces, in lower case. */
const PURPOSE: Readonly<Record<Purpose, readonly string[]>> = {
  care: ['care', '진료', '진료안전', '诊疗'],
  service: ['service', '예약', '안내', '서비스', '预约', '服务'],
  survey: ['survey', '설문', '만족도', '问卷', '满意度'],
  marketing: ['marketing', 'advertisement', '광고', '마케팅', '홍보', '广告', '营销'],
  renewal: ['renewal', '갱신', '续保'],
};
const CHANNEL: Readonly<Record<MessageChannel, readonly string[]>> = {
  phone: ['phone', 'call', '전화', '电话'],
  sms: ['sms', 'lms', 'text', '문자', '短信'],
  alimtalk: ['alimtalk', 'kakao', '알림톡', '카카오톡', '카톡'],
  email: ['email', 'e-mail', 'mail', '이메일', '메일', '邮件'],
  fax: ['fax', '팩스', '传真'],
  letter: ['letter', 'post', '우편', '信件'],
  web: ['web', '웹', '网页'],
};
const STATE: Readonly<Record<ConsentState, readonly string[]>> = {
  granted: ['granted', 'yes', 'y', 'o', '1', 'true', '동의', '예', '同意', '是'],
  withdrawn: ['withdrawn', 'no', 'n', 'x', '0', 'false', '거부', '미동의', '철회', '아니오', '拒绝', '不同意', '否'],
};

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

function codeOf<Code extends string>(words: Readonly<Record<Code, readonly string[]>>, text: string): Code | null {
  const word = plain(text);
  return (Object.keys(words) as Code[]).find((code) => words[code].includes(word)) ?? null;
}

export const purposeOf = (text: string): Purpose | null => codeOf(PURPOSE, text);
export const channelOf = (text: string): MessageChannel | null => codeOf(CHANNEL, text);
export const stateOf = (text: string): ConsentState | null => codeOf(STATE, text);

/** An empty cell says no. */
export function nightOf(text: string): boolean | null {
  if (plain(text) === '') return false;
  const state = stateOf(text);
  return state === null ? null : state === 'granted';
}

/** A day begins at its midnight in the zone. */
export function momentOf(text: string, zone: string): Instant | null {
  const day = parseDay(text.trim().replaceAll(/[./]/g, '-').replace(/-$/, ''));
  return day === null ? parseInstant(text.trim()) : instantAt(zone, day, 0);
}
