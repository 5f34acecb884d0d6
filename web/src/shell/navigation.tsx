import { Menu, UnstyledButton } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Ellipsis, PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { InboxCounts, TodaySummary } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useCan } from '../api/session.ts';
import { useT } from '../i18n/store.ts';
import type { NavItem, NavSection } from './sections.ts';

function useWorkLeft() {
  const can = useCan();
  const summary = useQuery({
    queryKey: keys.today.summary('me'),
    queryFn: ({ signal }) => api.get('/today/summary', TodaySummary, { query: { owner: 'me' }, signal }),
    enabled: can('enquiries.work'),
  });
  return summary.data;
}

export function Navigation({ sections }: { sections: readonly NavSection[] }) {
  const t = useT();
  const tight = useMediaQuery('(max-width: 1199px)', false, { getInitialValueInEffect: false });
  const [kept, keep] = useLocalStorage({
    key: 'anbu.nav.collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  // Where the window is tight the list needs the room: the menu is opened for one look.
  const [opened, setOpened] = useState(false);
  const collapsed = tight ? !opened : kept;
  const setCollapsed = (value: boolean) => (tight ? setOpened(!value) : keep(value));
  const Icon = collapsed ? PanelLeftOpen : PanelLeftClose;
  return (
    <nav className={collapsed ? 'shell-nav is-collapsed' : 'shell-nav'} aria-label={t('shell.nav.label')}>
      {sections.map((section) => (
        <div className="shell-nav-section" key={section.label}>
          <div className="shell-nav-title">{t(section.label)}</div>
          <ul>
            {section.items.map((item) => (
              <li key={item.to}>
                <NavLink item={item} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <UnstyledButton
        className="shell-nav-link shell-nav-fold"
        onClick={() => setCollapsed(!collapsed)}
        aria-expanded={!collapsed}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden />
        <span className="shell-nav-label">{t(collapsed ? 'shell.nav.expand' : 'shell.nav.collapse')}</span>
      </UnstyledButton>
    </nav>
  );
}

function NavLink({ item }: { item: NavItem }) {
  const t = useT();
  const Icon = item.icon;
  return (
    <Link to={item.to} className="shell-nav-link" activeProps={{ className: 'is-active' }} title={t(item.label)}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <span className="shell-nav-label">{t(item.label)}</span>
      {item.to === '/today' ? <WorkLeft /> : null}
      {item.to === '/inbox' ? <ReceivedLeft /> : null}
    </Link>
  );
}

function WorkLeft() {
  const t = useT();
  const work = useWorkLeft();
  if (!work || work.left === 0) return null;
  const words =
    work.late > 0
      ? t('shell.nav.lateCount', { left: work.left, late: work.late })
      : t('shell.nav.leftCount', { left: work.left });
  return (
    <span className={work.late > 0 ? 'shell-count is-late' : 'shell-count'}>
      <span aria-hidden>{work.left > 999 ? '999+' : work.left}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

/** What came in and nobody has settled. */
function ReceivedLeft() {
  const t = useT();
  const counts = useQuery({
    queryKey: keys.inbox.counts,
    queryFn: ({ signal }) => api.get('/inbox/counts', InboxCounts, { signal }),
  });
  const open = counts.data?.open ?? 0;
  if (open === 0) return null;
  return (
    <span className="shell-count">
      <span aria-hidden>{open > 999 ? '999+' : open}</span>
      <span className="visually-hidden">{t('inbox.waiting', { count: open })}</span>
    </span>
  );
}

/** On phones: the screens that are used standing up, at the thumb; the others behind one more tap. */
export function PhoneBar({ sections }: { sections: readonly NavSection[] }) {
  const t = useT();
  const navigate = useNavigate();
  const items = sections.flatMap((section) => section.items);
  const first = items.slice(0, 4);
  const rest = items.slice(4);
  return (
    <nav className="shell-phone" aria-label={t('shell.nav.label')}>
      {first.map((item) => (
        <NavLink item={item} key={item.to} />
      ))}
      {rest.length > 0 ? (
        <Menu position="top-end" withinPortal width={220}>
          <Menu.Target>
            <UnstyledButton className="shell-nav-link">
              <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
              <span className="shell-nav-label">{t('shell.nav.more')}</span>
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(({ to, label, icon: Icon }) => (
              <Menu.Item
                key={to}
                leftSection={<Icon size={16} strokeWidth={1.75} aria-hidden />}
                onClick={() => void navigate({ to })}
              >
                {t(label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </nav>
  );
}
