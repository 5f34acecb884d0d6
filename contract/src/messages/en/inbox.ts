/** What comes in. */
export const inbox = {
  'inbox.changed': 'Somebody else has worked on this message meanwhile. Please look again.',
  'inbox.owner_unknown': 'This person cannot answer messages.',
  'inbox.person_unknown': 'There is no such customer.',
  'inbox.matched': 'Whose message this is is known already.',
  'inbox.nothing_known': 'Neither a number nor an address came with it: please give a name.',
  'audit.action.inbox.read': 'Read received messages',
  'audit.action.inbox.assigned': 'Set who answers a received message',
  'audit.action.inbox.settled': 'Settled a received message',
  'audit.action.inbox.matched': 'Gave a received message to a customer',
  'audit.action.inbox.taken': 'Took a received message as a new enquiry',
} as const;
