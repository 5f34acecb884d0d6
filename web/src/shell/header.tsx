import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useSite } from '../api/organisation.ts';
import { useMe } from '../api/session.ts';
import { useT } from '../i18n/store.ts';
import { Kbd } from '../ui/kbd.tsx';
import { AlertBell } from './alerts.tsx';
import { UserMenu } from './user-menu.tsx';

type Props = { onSearch: () => void; onHelp: () => void; onAlerts: () => void };

export function Header({ onSearch, onHelp, onAlerts }: Props) {
  const t = useT();
  const me = useMe();
  const site = useSite();
  const { name } = me.organisation;
  const place = site ? (site.name.includes(name) ? site.name : `${name} ${site.name}`) : name;
  return (
    <header className="shell-header">
      <Link to="/" className="shell-logo">
        <img src="/anbu.svg" alt="" width={26} height={26} />
        <strong>{t('shell.product')}</strong>
        <span className="shell-place">{place}</span>
      </Link>
      <UnstyledButton className="shell-search" onClick={onSearch} aria-keyshortcuts="Control+K">
        <Search size={16} strokeWidth={2} aria-hidden />
        <span className="shell-search-words">{t('shell.search')}</span>
        <span aria-hidden>
          <Kbd keys="Ctrl+K" />
        </span>
      </UnstyledButton>
      <div className="shell-header-side">
        <AlertBell onOpen={onAlerts} />
        <UserMenu onHelp={onHelp} />
      </div>
    </header>
  );
}
