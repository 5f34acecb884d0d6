import './settings.css';
import { TextInput } from '@mantine/core';
import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ScrollX } from '../../ui/index.ts';
import { matches } from '../../shell/palette-match.ts';
import { SETTINGS } from './sections.ts';

export function SettingsLayout() {
  const t = useT();
  const can = useCan();
  const [query, setQuery] = useState('');
  const router = useRouter();
  const menu = useRef<HTMLElement>(null);
  // On a phone the menu is one line: the page that is shown is in sight.
  useEffect(() => {
    const show = () =>
      menu.current?.querySelector('.is-active')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    show();
    return router.subscribe('onRendered', show);
  }, [router]);
  const shown = SETTINGS.filter(
    (section) =>
      (section.needs === null || can(section.needs)) && matches(`${t(section.label)} ${t(section.words)}`, query),
  );
  return (
    <div className="settings">
      <nav ref={menu} className="settings-nav" aria-label={t('settings.sections')}>
        <TextInput
          type="search"
          placeholder={t('settings.search')}
          aria-label={t('settings.search')}
          leftSection={<Search size={15} strokeWidth={2} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <ScrollX>
          <ul>
            {shown.map((section) => (
              <li key={section.to}>
                <Link to={section.to} className="settings-link" activeProps={{ className: 'is-active' }}>
                  {t(section.label)}
                </Link>
              </li>
            ))}
          </ul>
        </ScrollX>
        {shown.length === 0 ? <p className="text-2">{t('settings.searchNothing')}</p> : null}
      </nav>
      <div className="settings-main">
        <Outlet />
      </div>
    </div>
  );
}
