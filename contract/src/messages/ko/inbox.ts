/** What comes in. */
export const inbox = {
  'inbox.changed': '그 사이 다른 사람이 이 메시지를 처리했습니다. 다시 확인해 주세요.',
  'inbox.owner_unknown': '담당할 수 없는 사람입니다.',
  'inbox.person_unknown': '없는 고객입니다.',
  'inbox.matched': '이미 누구의 메시지인지 알고 있습니다.',
  'inbox.nothing_known': '번호도 주소도 없어 누구의 문의인지 적을 수 없습니다. 이름을 적어 주세요.',
  'audit.action.inbox.read': '받은 메시지를 보았습니다',
  'audit.action.inbox.assigned': '받은 메시지의 담당자를 정했습니다',
  'audit.action.inbox.settled': '받은 메시지를 처리했습니다',
  'audit.action.inbox.matched': '받은 메시지를 고객에게 붙였습니다',
  'audit.action.inbox.taken': '받은 메시지를 새 문의로 받았습니다',
} as const;
