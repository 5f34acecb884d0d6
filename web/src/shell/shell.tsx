import './shell.css';
import { Outlet, useMatches, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Permission } from '@anbu/contract';
import { nameInLinks } from '../api/page-organisation.ts';
import { useCan, useMe } from '../api/session.ts';
import { useT } from '../i18n/store.ts';
import { useLive, useLiveEvent } from '../live/use-live.ts';
import { useShortcuts } from '../shortcuts/registry.ts';
import { AlertList, AlertStrip } from './alerts.tsx';
import { ExportAlerts } from './export-alerts.tsx';
import { playChime } from './chime.ts';
import { ForbiddenPage } from './fallback-pages.tsx';
import { Header } from './header.tsx';
import { Navigation, PhoneBar } from './navigation.tsx';
import { OtherDesks } from './other-desks.tsx';
import { useReceivedToast } from './received-toast.tsx';
import { permitted, SECTIONS } from './sections.ts';

const Palette = lazy(() => import('./palette.tsx'));
const Help = lazy(() => import('./help.tsx'));
const CallBar = lazy(() => import('../features/telephony/call-bar.tsx'));

export function Shell() {
  const t = useT();
  const me = useMe();
  const can = useCan();
  const navigate = useNavigate();
  const live = useLive(`${me.organisation.id}.${me.userId}`, me.streamPosition);
  const [overlay, setOverlay] = useState<'palette' | 'help' | 'alerts' | null>(null);
  useLiveEvent('enquiries.received', ring);
  useReceivedToast();
  const hasSeveral = me.organisations.length > 1;
  useEffect(() => (hasSeveral ? nameInLinks() : undefined), [hasSeveral]);
  const sections = permitted(SECTIONS, can);

  useShortcuts(
    [
      { keys: 'Ctrl+K', label: t('shell.shortcut.palette'), run: () => setOverlay('palette') },
      { keys: '?', label: t('shell.shortcut.help'), run: () => setOverlay('help') },
      ...sections.flatMap(({ items }) =>
        items.map((item) => ({
          keys: `G ${item.letter}`,
          label: t('shell.shortcut.goTo', { screen: t(item.label) }),
          run: () => void navigate({ to: item.to }),
        })),
      ),
    ],
    'everywhere',
  );

  return (
    <div className="shell">
      <a className="shell-skip" href="#content">
        {t('shell.skip')}
      </a>
      <Header
        onSearch={() => setOverlay('palette')}
        onHelp={() => setOverlay('help')}
        onAlerts={() => setOverlay('alerts')}
      />
      <Navigation sections={sections} />
      <main id="content" className="shell-main" tabIndex={-1}>
        <Suspense>{can('enquiries.work') ? <CallBar /> : null}</Suspense>
        <AlertStrip onOpen={() => setOverlay('alerts')} />
        <OtherDesks />
        <ExportAlerts />
        {live.lost ? (
          <div className="shell-lost" role="status">
            {t('shell.lost')}
          </div>
        ) : null}
        <Screen can={can} />
      </main>
      <PhoneBar sections={sections} />
      <ScreenAnnouncer />
      {overlay === 'alerts' ? <AlertList onClose={() => setOverlay(null)} /> : null}
      <Suspense>
        {overlay === 'palette' ? <Palette sections={sections} onClose={() => setOverlay(null)} /> : null}
        {overlay === 'help' ? <Help onClose={() => setOverlay(null)} /> : null}
      </Suspense>
    </div>
  );
}

/** The page of the address, or that the reader may not see it. `can` comes from outside: while somebody signs out, nobody is known here. */
function Screen({ can }: { can: (permission: Permission) => boolean }) {
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs });
  return needs && !needs.some(can) ? <ForbiddenPage /> : <Outlet />;
}

/** An enquiry came in: heard also by who looks elsewhere. */
function ring(): void {
  void playChime();
}

/** Says the name of a screen when it appears: what sighted people see without being told. */
function ScreenAnnouncer() {
  const t = useT();
  const [title, setTitle] = useState('');
  useEffect(() => {
    const hear = (event: Event) => {
      if (event instanceof CustomEvent) setTitle(String(event.detail));
    };
    window.addEventListener('anbu:screen', hear);
    return () => window.removeEventListener('anbu:screen', hear);
  }, []);
  return (
    <div className="visually-hidden" role="status">
      {title ? t('shell.pageChanged', { title }) : null}
    </div>
  );
}
