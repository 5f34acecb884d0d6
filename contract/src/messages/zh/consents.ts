import type { consents as source } from '../ko/consents.ts';

export const consents: Record<keyof typeof source, string> = {
  'consents.at_future': '同意时间晚于现在。',
  'consents.night_of_contact': '夜间只适用于联系同意。',
  'consents.guardian_named': '请选择表示同意的监护人。',
  'consents.text_unknown': '没有该同意文本。',
  'consents.person_or_address': '请指定客户,或号码、地址,二者只能选一。',
  'consents.pause_ends': '暂停须有结束时间,其他停止没有。',
  'consents.until_past': '结束时间已过。',
  'consents.not_stopped': '该停止已解除。',
  'consents.rule_param': '请检查“{name}”的值。',
  'consents.days_backwards': '结束日早于开始日。',
  'consents.sender_known': '该发送号码或地址已登记。',
};
