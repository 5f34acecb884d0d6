/** Consents and stops: refusals, the screens on a person and in the settings, the public pages. */
export const consents = {
  'consents.at_future': '동의한 시각이 현재보다 늦습니다.',
  'consents.night_of_contact': '밤 시간은 수신 동의에만 있습니다.',
  'consents.guardian_named': '동의한 보호자를 골라 주세요.',
  'consents.text_unknown': '그런 동의 문구가 없습니다.',
  'consents.person_or_address': '고객이나 번호·주소 가운데 하나만 적어 주세요.',
  'consents.pause_ends': '잠시 중지는 끝나는 시각이 있어야 하고, 다른 중지에는 없습니다.',
  'consents.until_past': '끝나는 시각이 이미 지났습니다.',
  'consents.not_stopped': '이미 풀린 중지입니다.',
  'consents.rule_param': '‘{name}’ 값을 확인해 주세요.',
  'consents.days_backwards': '끝나는 날이 시작하는 날보다 앞섭니다.',
  'consents.sender_known': '이미 등록된 발신 번호·주소입니다.',
} as const;
