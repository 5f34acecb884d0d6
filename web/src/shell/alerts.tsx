import { ActionIcon, Button, Drawer, Indicator } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Bell, BellRing } from 'lucide-react';
import { useEffect } from 'react';
import { z } from 'zod';
import { AlertPage, type Alert } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useCan } from '../api/session.ts';
import { useAct } from '../api/use-act.ts';
import { useTime } from '../i18n/use-time.ts';
import { useT } from '../i18n/store.ts';
import { EmptyState } from '../ui/states.tsx';
import { useNarrow } from '../ui/use-narrow.ts';
import { openEnquiry } from './open-enquiry.ts';

/** How many cards lie on the screen, on a phone one: they must not hide the work. The rest is in the list of the bell. */
const ON_SCREEN = 2;

function useAlerts(): readonly Alert[] {
  const can = useCan();
  const alerts = useQuery({
    queryKey: keys.alerts,
    queryFn: ({ signal }) => api.get('/alerts', AlertPage, { signal }),
    enabled: can('enquiries.work'),
    // The second net below the stream: a promise must not be missed because a line was down.
    refetchInterval: 30_000,
    refetchIntervalInBackground: true,
  });
  return alerts.data?.items ?? [];
}

function useAcknowledge() {
  return useAct({
    run: (id: string, key) => api.post(`/alerts/${id}/acknowledge`, z.unknown(), {}, { idempotencyKey: key }),
    refresh: [keys.alerts],
  });
}

export function AlertBell({ onOpen }: { onOpen: () => void }) {
  const t = useT();
  const alerts = useAlerts();
  const count = alerts.length;
  const Icon = count > 0 ? BellRing : Bell;

  // The tab says it too, for whoever works in another one.
  useEffect(() => {
    void (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())?.catch(() => undefined);
  }, [count]);

  return (
    <Indicator disabled={count === 0} label={count > 99 ? '99+' : count} size={17} offset={5} color="red.8">
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={count > 0 ? t('shell.alerts.open', { count }) : t('shell.alerts.none')}
        onClick={onOpen}
      >
        <Icon size={19} strokeWidth={1.75} aria-hidden />
      </ActionIcon>
    </Indicator>
  );
}

/** All that waits for an answer, the most urgent first. */
export function AlertList({ onClose }: { onClose: () => void }) {
  const t = useT();
  const alerts = useAlerts();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={380}
      title={<strong>{t('shell.alerts.title')}</strong>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {alerts.length === 0 ? (
        <EmptyState
          icon={<Bell size={22} strokeWidth={1.75} />}
          title={t('shell.alerts.empty')}
          body={t('shell.alerts.emptyBody')}
        />
      ) : (
        <ul className="alert-list">
          {alerts.map((alert) => (
            <li key={alert.id}>
              <AlertCard alert={alert} onOpened={onClose} />
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  );
}

/** Cards in the corner that stay until they are answered. */
export function Alerts({ onOpen }: { onOpen: () => void }) {
  const t = useT();
  const alerts = useAlerts();
  const shown = useNarrow() ? 1 : ON_SCREEN;
  if (alerts.length === 0) return null;
  return (
    <section
      className="alert-stack"
      aria-label={t('shell.alerts.panel')}
      aria-live="assertive"
      aria-relevant="additions"
    >
      {alerts.slice(0, shown).map((alert) => (
        <AlertCard alert={alert} key={alert.id} />
      ))}
      {alerts.length > shown ? (
        <button type="button" className="alert-more" onClick={onOpen}>
          {t('shell.alerts.more', { count: alerts.length - shown })}
        </button>
      ) : null}
    </section>
  );
}

function AlertCard({ alert, onOpened }: { alert: Alert; onOpened?: () => void }) {
  const t = useT();
  const time = useTime();
  const acknowledge = useAcknowledge();
  const open = useAct({
    run: () => openEnquiry(alert.enquiryId),
    onDone: () => {
      acknowledge.mutate(alert.id);
      onOpened?.();
    },
  });
  const late = time.isPast(alert.dueAt);
  return (
    <article className={late ? 'alert-card is-late' : 'alert-card'}>
      <div className="alert-card-head">
        <span className={late ? 'text-late' : 'text-soon'}>{t(`shell.alerts.${alert.kind}`)}</span>
        <span className="text-2">{late ? time.overdue(alert.dueAt) : time.until(alert.dueAt)}</span>
      </div>
      <strong>{alert.personName ?? t('common.noName')}</strong>
      <div className="text-2">{alert.reason.text}</div>
      <div className="alert-card-acts">
        <Button size="xs" variant="light" loading={open.isPending} onClick={() => open.mutate(null)}>
          {t('shell.alerts.openPerson')}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate(alert.id)}
        >
          {t('shell.alerts.acknowledge')}
        </Button>
      </div>
    </article>
  );
}
