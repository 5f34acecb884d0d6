import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { desksQuery } from '../api/desks.ts';
import { workIn } from '../api/page-organisation.ts';
import { useMe } from '../api/session.ts';
import { useT } from '../i18n/store.ts';
import { playChime } from './chime.ts';

/** Alerts of the other desks of who works for several: on every page, since each page is of one (A15). */
export function OtherDesks() {
  return useMe().organisations.length < 2 ? null : <Waiting />;
}

function Waiting() {
  const t = useT();
  const { data } = useQuery(desksQuery);
  const waiting = data?.items.filter(({ current, alerts }) => !current && alerts > 0) ?? [];
  useRing(data && waiting.reduce((sum, { alerts }) => sum + alerts, 0));
  return (
    <section className="alert-strip" aria-label={t('shell.alerts.others')} aria-live="assertive">
      {waiting.map(({ organisation, alerts }) => (
        <div className="alert-line" key={organisation.id}>
          <span className="alert-line-words">
            <strong className="clip">{organisation.name}</strong>
            <span>{t('shell.alerts.elsewhere', { count: alerts })}</span>
          </span>
          <span className="alert-line-acts">
            <Button
              size="compact-sm"
              variant="light"
              aria-label={t('shell.alerts.goTo', { organisation: organisation.name })}
              onClick={() => workIn(organisation.slug, '/today')}
            >
              {t('shell.alerts.go')}
            </Button>
          </span>
        </div>
      ))}
    </section>
  );
}

/** One more than before is heard; those that were there when the page came are seen. */
function useRing(count: number | undefined): void {
  const before = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (before.current !== undefined && count !== undefined && count > before.current) void playChime();
    before.current = count;
  }, [count]);
}
