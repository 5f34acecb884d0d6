/** What comes in. */
export const inbox = {
  'inbox.changed': '期间有其他人处理了这条消息,请重新查看。',
  'inbox.owner_unknown': '该人员不能负责消息。',
  'inbox.person_unknown': '没有这位客户。',
  'inbox.matched': '已知道这条消息属于谁。',
  'inbox.nothing_known': '没有号码也没有地址,请填写姓名。',
  'audit.action.inbox.read': '查看了收到的消息',
  'audit.action.inbox.assigned': '指定了收到消息的负责人',
  'audit.action.inbox.settled': '处理了收到的消息',
  'audit.action.inbox.matched': '将收到的消息归到客户',
  'audit.action.inbox.taken': '将收到的消息作为新咨询接收',
} as const;
