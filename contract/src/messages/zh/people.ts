import type { people as source } from '../ko/people.ts';

export const people: Record<keyof typeof source, string> = {
  'people.name_or_phone_required': '姓名和电话至少需要填写一项。',
  'people.changed': '其他人刚刚更改了此客户的资料。请重新加载后再修改。',
  'people.birth_date_future': '出生日期晚于今天。',
  'people.referrer_unknown': '找不到介绍人。',
  'people.sticker_unknown': '未登记的标签：{stickers}',
  'people.reason.phone': '电话相同',
  'people.reason.name': '姓名相同',
  'people.reason.birth_date': '出生日期相同',
  'people.reason.email': '电子邮件相同',
};
