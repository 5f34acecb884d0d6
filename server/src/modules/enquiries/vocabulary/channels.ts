import type { Names } from '@anbu/contract';
import type { SOURCE_CHANNELS } from '@anbu/contract';

/** Preset acquisition channels; an organisation may add its own. Spec: contract, sourceChannel. */
export const CHANNEL_NAMES: Readonly<Record<(typeof SOURCE_CHANNELS)[number], Names>> = {
  sign: { ko: '간판', en: 'Sign', zh: '招牌' },
  building: { ko: '건물내', en: 'In the building', zh: '楼内' },
  referral: { ko: '소개', en: 'Referral', zh: '介绍' },
  internet: { ko: '인터넷', en: 'Internet', zh: '网络' },
  sms: { ko: 'SMS', en: 'SMS', zh: '短信' },
  magazine: { ko: '잡지', en: 'Magazine', zh: '杂志' },
  phone: { ko: '전화', en: 'Phone', zh: '电话' },
  walk_in: { ko: '예약 없이 내원', en: 'Walk-in', zh: '未预约到诊' },
  web_form: { ko: '홈페이지 문의', en: 'Web form', zh: '网页表单' },
  chat: { ko: '채팅', en: 'Chat', zh: '在线聊天' },
  other: { ko: '기타', en: 'Other', zh: '其他' },
  unknown: { ko: '모름', en: 'Unknown', zh: '未知' },
};

/** Interests that a dental clinic begins with. */
export const DENTAL_INTERESTS: readonly { readonly code: string; readonly names: Names }[] = [
  { code: 'implant', names: { ko: '임플란트', en: 'Implant', zh: '种植牙' } },
  { code: 'orthodontics', names: { ko: '교정', en: 'Orthodontics', zh: '正畸' } },
  { code: 'laminate', names: { ko: '라미네이트', en: 'Laminate', zh: '贴面' } },
  { code: 'whitening', names: { ko: '미백', en: 'Whitening', zh: '美白' } },
  { code: 'scaling', names: { ko: '스케일링', en: 'Scaling', zh: '洁牙' } },
  { code: 'cavity', names: { ko: '충치', en: 'Cavity', zh: '蛀牙' } },
  { code: 'wisdom_tooth', names: { ko: '사랑니', en: 'Wisdom tooth', zh: '智齿' } },
  { code: 'check_up', names: { ko: '검진', en: 'Check-up', zh: '检查' } },
  { code: 'other', names: { ko: '기타', en: 'Other', zh: '其他' } },
];
