import {
  ChartNoAxesCombined,
  Database,
  History,
  Inbox,
  ListChecks,
  Mailbox,
  MessagesSquare,
  Phone,
  ScrollText,
  Send,
  Settings,
  ShieldCheck,
  Users,
  type LucideIcon,
} from 'lucide-react';
import type { Permission } from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';

export type NavItem = {
  to:
    | '/today'
    | '/enquiries'
    | '/people'
    | '/previous-month'
    | '/messages'
    | '/letters'
    | '/privacy'
    | '/calls'
    | '/inbox'
    | '/statistics'
    | '/imports'
    | '/audit'
    | '/settings';
  label: MessageKey;
  icon: LucideIcon;
  /** `G` and this letter. */
  letter: string;
  /** Any of these opens it. */
  needs: readonly Permission[];
};
export type NavSection = { label: MessageKey; items: readonly NavItem[] };

/** The menu as data: drawn in the side bar, on phones, in the palette, and given its letters. */
export const SECTIONS: readonly NavSection[] = [
  {
    label: 'shell.nav.work',
    items: [
      { to: '/today', label: 'shell.nav.today', icon: ListChecks, letter: 'T', needs: ['enquiries.work'] },
      { to: '/enquiries', label: 'shell.nav.enquiries', icon: MessagesSquare, letter: 'E', needs: ['enquiries.read'] },
      { to: '/people', label: 'shell.nav.people', icon: Users, letter: 'P', needs: ['people.read'] },
      { to: '/inbox', label: 'shell.nav.inbox', icon: Inbox, letter: 'R', needs: ['people.read'] },
      {
        to: '/previous-month',
        label: 'shell.nav.previousMonth',
        icon: History,
        letter: 'M',
        needs: ['enquiries.read'],
      },
      { to: '/messages', label: 'messages.title', icon: Send, letter: 'D', needs: ['people.read'] },
      { to: '/letters', label: 'letters.title', icon: Mailbox, letter: 'W', needs: ['letters.post'] },
      { to: '/privacy', label: 'privacy.title', icon: ShieldCheck, letter: 'C', needs: ['people.read'] },
      { to: '/calls', label: 'calls.title', icon: Phone, letter: 'K', needs: ['people.read'] },
    ],
  },
  {
    label: 'shell.nav.manage',
    items: [
      {
        to: '/statistics',
        label: 'shell.nav.statistics',
        icon: ChartNoAxesCombined,
        letter: 'A',
        needs: ['metrics.read'],
      },
      { to: '/imports', label: 'shell.nav.imports', icon: Database, letter: 'I', needs: ['imports.run'] },
      { to: '/audit', label: 'shell.nav.audit', icon: ScrollText, letter: 'L', needs: ['audit.read'] },
      {
        to: '/settings',
        label: 'shell.nav.settings',
        icon: Settings,
        letter: 'S',
        needs: ['settings.read', 'users.manage', 'api-keys.manage'],
      },
    ],
  },
];

export function permitted(
  sections: readonly NavSection[],
  can: (permission: Permission) => boolean,
): readonly NavSection[] {
  return sections
    .map((section) => ({ ...section, items: section.items.filter((item) => item.needs.some(can)) }))
    .filter((section) => section.items.length > 0);
}
