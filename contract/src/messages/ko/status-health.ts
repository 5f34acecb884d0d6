/** How the 21 statuses are used (A3). */
export const statusHealth = {
  'enquiries.period_reversed': '끝나는 날이 시작하는 날보다 빠릅니다.',
  'enquiries.period_too_long': '한 번에 {days, number}일까지 볼 수 있습니다.',
  'enquiries.health.means.hold_overdue':
    '재연락일이 지났는데 그 뒤로 통화도 답장도 일정 변경도 없고, 지금도 보류인 문의입니다. 재연락일 없는 보류는 저장되지 않으므로 세지 않습니다.',
  'enquiries.health.means.hold_then_visit':
    '보류로 바꾼 바로 다음 변경이 같은 날 내원인 문의입니다. 오기로 한 분이라면 보류가 아니라 예약입니다.',
  'enquiries.health.means.callback_no_time': '시각 없이 적은 재통화 약속입니다. 몇 시인지 모르면 제때 걸기 어렵습니다.',
  'enquiries.health.means.declined_other':
    '종결 사유로 ‘기타’를 고른 문의입니다. 많으면 사유 목록에 없는 이유가 있는지 살펴보세요.',
  'enquiries.health.means.declined_words':
    '종결하면서 이유를 글로 적은 문의입니다. 잘못이 아니니, 무엇을 적는지 읽어 보세요.',
  'enquiries.health.means.no_call':
    '통화도 답장도 적지 않은 채 이야기가 오간 상태(재통화 약속·추후 상담·상담 중·보류·상담 종결)를 손으로 고른 문의입니다. 가져온 문의는 세지 않습니다. 부재와 장기 부재는 손으로 고를 수 없습니다.',
  'enquiries.health.means.invalid':
    '사람이 상태를 고른 문의 가운데 무효를 고른 문의입니다. 전체와 크게 다르면 무효를 다른 뜻으로 쓰는지 물어보세요.',
  'enquiries.health.means.corrected':
    '사람이 고른 상태를 {days, number}일 안에 되돌린 문의입니다. 처음 고른 사람에게 셉니다. 바로잡는 것은 좋은 일이고, 한 상태에 몰리면 이름이 헷갈린다는 뜻입니다.',
  'enquiries.health.means.reopened':
    '종결을 고른 뒤 {days, number}일 안에 통화 없이 손으로 다시 연 문의입니다. 종결한 사람에게 셉니다.',
  'health.found.hold_overdue': '보류 {of, number}건 가운데 {found, number}건은 재연락일이 지났는데 그대로입니다',
  'health.found.hold_then_visit': '보류 {of, number}건 가운데 {found, number}건은 그날 바로 내원했습니다',
  'health.found.callback_no_time': '재통화 약속 {of, number}건 가운데 {found, number}건은 시각이 없습니다',
  'health.found.declined_other': '상담 종결 {of, number}건 가운데 {found, number}건은 사유가 ‘기타’입니다',
  'health.found.declined_words': '상담 종결 {of, number}건 가운데 {found, number}건에는 이유를 글로 적었습니다',
  'health.found.no_call': '이야기가 오간 상태 {of, number}건 가운데 {found, number}건에는 통화도 답장도 없습니다',
  'health.found.invalid': '상태를 고른 {of, number}건 가운데 {found, number}건이 무효입니다',
  'health.found.corrected': '상태를 고른 {of, number}건 가운데 {found, number}건은 {days, number}일 안에 되돌렸습니다',
  'health.found.reopened':
    '종결 {of, number}건 가운데 {found, number}건은 {days, number}일 안에 손으로 다시 열었습니다',
  'health.title': '상담 상태 쓰임',
  'health.sub': '{from} ~ {to} · 상태가 바뀐 문의 {count, number}건. 정해진 상태를 뜻대로 쓰고 있는지 봅니다.',
  'health.open': '쓰임 보기',
  'health.back': '상담 상태',
  'health.from': '시작일',
  'health.to': '종료일',
  'health.print': '인쇄',
  'health.empty': '이 기간에 바뀐 상태가 없습니다',
  'health.emptyBody': '기간을 넓혀 보세요. 가져오기로 들어온 상태는 세지 않습니다.',
  'health.byStatus': '상태별',
  'health.status': '상태',
  'health.uses': '쓴 문의',
  'health.who': '고른 사람',
  'health.look': '살펴볼 것',
  'health.several': '여러 상태',
  'health.byRule': '규칙이 바꿈',
  'health.unused': '이 기간에 쓰이지 않았습니다',
  'health.nothing': '눈에 띄는 것이 없습니다',
  'health.count': '{count, number}건',
  'health.show': '보기',
  'health.showOf': '{what} – 문의 보기',
  'health.byUser': '사람별',
  'health.user': '사람',
  'health.chosen': '고른 문의',
  'health.fewer': '고른 문의가 {least, number}건보다 적은 {count, number}명은 비율이 뜻이 없어 따로 보이지 않습니다.',
  'health.noUsers': '{least, number}건 넘게 고른 사람이 아직 없습니다.',
  'health.invalid': '무효',
  'health.compare': '{what} ({share}, 전체 {all})',
  'health.how': '이렇게 셉니다',
  'health.how.use':
    '문의마다 한 번 셉니다. 같은 상태를 두 번 골라도 한 건입니다. 되돌린 것과 가져오기로 들어온 것은 빼고, 사람이 고른 것(손으로 또는 통화와 함께)과 규칙이 바꾼 것을 나눕니다.',
  'health.how.memos':
    '메모 속의 상태 이름은 세지 않습니다. 같은 말이 다른 뜻으로 쓰이는지 글만 보고는 알 수 없기 때문입니다.',
  'health.how.moves': '숫자는 지금 기준입니다. 누르면 그 문의가 나옵니다.',
} as const;
