export const people = {
  'people.name_or_phone_required': '이름이나 전화번호 가운데 하나는 있어야 합니다.',
  'people.changed': '그사이 다른 사람이 이 고객의 정보를 바꾸었습니다. 다시 불러온 뒤 고쳐 주세요.',
  'people.birth_date_future': '생년월일이 오늘보다 늦습니다.',
  'people.referrer_unknown': '소개한 사람을 찾을 수 없습니다.',
  'people.sticker_unknown': '등록되지 않은 스티커입니다: {stickers}',
  'people.reason.phone': '같은 전화번호',
  'people.reason.name': '같은 이름',
  'people.reason.birth_date': '같은 생년월일',
  'people.reason.email': '같은 이메일',
} as const;
