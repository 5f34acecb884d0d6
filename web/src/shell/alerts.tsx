import { ActionIcon, Button, Drawer, Indicator } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Bell, BellRing } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { z } from 'zod';
import { AlertPage, type Alert } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useCan } from '../api/session.ts';
import { useAct } from '../api/use-act.ts';
import { useTime } from '../i18n/use-time.ts';
import { useT } from '../i18n/store.ts';
import { EmptyState } from '../ui/states.tsx';
import { byUrgency } from './alert-order.ts';
import { openEnquiry } from './open-enquiry.ts';

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
  return useMemo(() => byUrgency(alerts.data?.items ?? []), [alerts.data]);
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
        <>
          <AcknowledgeAll alerts={alerts} />
          <ul className="alert-list">
            {alerts.map((alert) => (
              <li key={alert.id}>
                <AlertCard alert={alert} onOpened={onClose} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}

function AcknowledgeAll({ alerts }: { alerts: readonly Alert[] }) {
  const t = useT();
  const acknowledge = useAct({
    run: (ids: readonly string[], key) =>
      Promise.all(
        ids.map((id) =>
          api.post(`/alerts/${id}/acknowledge`, z.unknown(), {}, { idempotencyKey: `${key}.${id.slice(-12)}` }),
        ),
      ),
    refresh: [keys.alerts],
  });
  if (alerts.length < 2) return null;
  return (
    <Button
      className="alert-all"
      size="compact-md"
      variant="default"
      loading={acknowledge.isPending}
      onClick={() => acknowledge.mutate(alerts.map(({ id }) => id))}
    >
      {t('shell.alerts.acknowledgeAll')}
    </Button>
  );
}

/** The most urgent alert above the work, where it pushes and never hides; it stays until it is answered. */
export function AlertStrip({ onOpen }: { onOpen: () => void }) {
  const t = useT();
  const alerts = useAlerts();
  const [first] = alerts;
  return (
    <section className="alert-strip" aria-label={t('shell.alerts.panel')} aria-live="assertive">
      {first ? <AlertLine key={first.id} alert={first} more={alerts.length - 1} onMore={onOpen} /> : null}
    </section>
  );
}

function AlertLine({ alert, more, onMore }: { alert: Alert; more: number; onMore: () => void }) {
  const t = useT();
  const time = useTime();
  const acts = useAlertActs(alert);
  const late = time.isPast(alert.dueAt);
  return (
    <div className={late ? 'alert-line is-late' : 'alert-line'}>
      <span className="alert-line-words">
        <span className={late ? 'text-late' : 'text-soon'}>{t(`shell.alerts.${alert.kind}`)}</span>
        <strong>{alert.personName ?? t('common.noName')}</strong>
        <span>{alert.reason.text}</span>
        <span className="text-2">{late ? time.overdue(alert.dueAt) : time.until(alert.dueAt)}</span>
      </span>
      <span className="alert-line-acts">
        <AlertButtons acts={acts} />
        {more > 0 ? (
          <Button size="compact-sm" variant="subtle" onClick={onMore}>
            {t('shell.alerts.more', { count: more })}
          </Button>
        ) : null}
      </span>
    </div>
  );
}

/** Open answers it too: who opened it knows. */
function useAlertActs(alert: Alert, onOpened?: () => void) {
  const acknowledge = useAct({
    run: (id: string, key) => api.post(`/alerts/${id}/acknowledge`, z.unknown(), {}, { idempotencyKey: key }),
    refresh: [keys.alerts],
  });
  const open = useAct({
    run: () => openEnquiry(alert.enquiryId),
    onDone: () => {
      acknowledge.mutate(alert.id);
      onOpened?.();
    },
  });
  return {
    open: () => open.mutate(null),
    acknowledge: () => acknowledge.mutate(alert.id),
    busy: open.isPending || acknowledge.isPending,
  };
}

function AlertButtons({ acts }: { acts: ReturnType<typeof useAlertActs> }) {
  const t = useT();
  return (
    <>
      <Button size="compact-sm" variant="light" loading={acts.busy} onClick={acts.open}>
        {t('shell.alerts.openPerson')}
      </Button>
      <Button size="compact-sm" variant="default" disabled={acts.busy} onClick={acts.acknowledge}>
        {t('shell.alerts.acknowledge')}
      </Button>
    </>
  );
}

function AlertCard({ alert, onOpened }: { alert: Alert; onOpened: () => void }) {
  const t = useT();
  const time = useTime();
  const acts = useAlertActs(alert, onOpened);
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
        <AlertButtons acts={acts} />
      </div>
    </article>
  );
}
