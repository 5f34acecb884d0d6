import { ActionIcon, Button, Indicator } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Bell, BellRing } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import { AlertPage } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useCan } from '../api/session.ts';
import { useAct } from '../api/use-act.ts';
import { useTime } from '../i18n/use-time.ts';
import { useT } from '../i18n/store.ts';
import { SideDialog } from '../ui/dialog.tsx';
import { ConfirmDialog } from '../ui/forms.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useReminders } from '../reminders/use-reminders.ts';
import { countInTitle } from '../ui/use-document-title.ts';
import { isHandOver, kindAt, waiting, type Waiting } from './alert-order.ts';
import { openEnquiry } from './open-enquiry.ts';
import { ReminderOffer } from './reminder-offer.tsx';
import { RequestsDueCard, useRequestsDue } from './requests-due.tsx';

const AlertAnswerDialog = lazy(() => import('./alert-answers.tsx'));

function useAlertPage() {
  const can = useCan();
  return useQuery({
    queryKey: keys.alerts,
    queryFn: ({ signal }) => api.get('/alerts', AlertPage, { signal }),
    enabled: can('enquiries.work'),
    // The second net below the stream: a promise must not be missed because a line was down.
    refetchInterval: 30_000,
    refetchIntervalInBackground: true,
  });
}

function useAlerts(): readonly Waiting[] {
  const { data } = useAlertPage();
  return useMemo(() => waiting(data?.items ?? []), [data]);
}

const goTo = (enquiryId: string) => void openEnquiry(enquiryId);

export function AlertBell({ onOpen }: { onOpen: () => void }) {
  const t = useT();
  const alerts = useAlerts();
  const due = useRequestsDue();
  const count = alerts.length + (due ? due.near + due.late : 0);
  const Icon = count > 0 ? BellRing : Bell;

  useReminders(useAlertPage().data?.items, goTo);

  // The tab and the icon say it too, for whoever works in another one.
  useEffect(() => {
    countInTitle(count);
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
  const due = useRequestsDue();
  return (
    <SideDialog title={t('shell.alerts.title')} onClose={onClose} size={380}>
      {alerts.length === 0 && !due ? (
        <>
          <ReminderOffer />
          <EmptyState
            icon={<Bell size={22} strokeWidth={1.75} />}
            title={t('shell.alerts.empty')}
            body={t('shell.alerts.emptyBody')}
          />
        </>
      ) : (
        <>
          <ReminderOffer />
          <AcknowledgeAll alerts={alerts} />
          <ul className="alert-list">
            {due ? (
              <li>
                <RequestsDueCard due={due} onOpened={onClose} />
              </li>
            ) : null}
            {alerts.map((alert) => (
              <li key={alert.id}>
                <AlertCard alert={alert} onOpened={onClose} />
              </li>
            ))}
          </ul>
        </>
      )}
    </SideDialog>
  );
}

/** Answers alerts, each with all its stages. */
function useAcknowledge(onDone?: () => void) {
  return useAct({
    run: (alerts: readonly Waiting[], key) =>
      Promise.all(
        alerts
          .flatMap(({ ids }) => ids)
          .map((id) =>
            api.post(`/alerts/${id}/acknowledge`, z.unknown(), {}, { idempotencyKey: `${key}.${id.slice(-12)}` }),
          ),
      ),
    refresh: [keys.alerts],
    ...(onDone ? { onDone } : {}),
  });
}

/** All at once is easily pressed and hides promises: it asks first. */
function AcknowledgeAll({ alerts }: { alerts: readonly Waiting[] }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const acknowledge = useAcknowledge(() => setAsking(false));
  if (alerts.length < 2) return null;
  return (
    <>
      <Button className="alert-all" size="compact-md" variant="default" onClick={() => setAsking(true)}>
        {t('shell.alerts.acknowledgeAll')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('shell.alerts.allTitle', { count: alerts.length })}
        body={t('shell.alerts.allBody')}
        confirm={t('shell.alerts.acknowledgeAll')}
        busy={acknowledge.isPending}
        onConfirm={() => acknowledge.mutate(alerts)}
        onClose={() => setAsking(false)}
      />
    </>
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

/** What it is, how late by the same count as the row in Today, and whether that is red. */
function useAlertWords(alert: Waiting) {
  const t = useT();
  const time = useTime();
  const kind = kindAt(alert, time.now);
  if (isHandOver(alert)) {
    const count = alert.count ?? 1;
    return {
      late: false,
      tone: '',
      kind: t(`shell.alerts.${kind}`),
      sentence: t(`enquiries.alert.${kind}`, { count }),
      when: time.ago(alert.at),
      name: alert.note ?? (count === 1 ? (alert.personName ?? t('common.noName')) : ''),
    };
  }
  const late = time.isPast(alert.lateSince);
  return {
    late,
    tone: late ? 'text-late' : 'text-soon',
    kind: t(`shell.alerts.${kind}`),
    sentence: t(`enquiries.alert.${kind}`),
    when: late ? time.overdue(alert.lateSince) : time.until(alert.dueAt),
    name: alert.personName ?? t('common.noName'),
  };
}

function AlertLine({ alert, more, onMore }: { alert: Waiting; more: number; onMore: () => void }) {
  const t = useT();
  const words = useAlertWords(alert);
  const acts = useAlertActs(alert);
  return (
    <div className={words.late ? 'alert-line is-late' : 'alert-line'}>
      <span className="alert-line-words">
        <span className={words.tone}>{words.kind}</span>
        <strong className="clip">{words.name}</strong>
        <span>{words.sentence}</span>
        <span className="text-2">{words.when}</span>
      </span>
      <span className="alert-line-acts">
        <AlertButtons alert={alert} acts={acts} />
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
function useAlertActs(alert: Waiting, onOpened?: () => void) {
  const acknowledge = useAcknowledge();
  const open = useAct({
    run: () => openEnquiry(alert.enquiryId),
    onDone: () => {
      acknowledge.mutate([alert]);
      onOpened?.();
    },
  });
  return {
    open: () => open.mutate(null),
    acknowledge: () => acknowledge.mutate([alert]),
    busy: open.isPending || acknowledge.isPending,
  };
}

function AlertButtons({ alert, acts }: { alert: Waiting; acts: ReturnType<typeof useAlertActs> }) {
  const t = useT();
  const [answering, setAnswering] = useState<'snooze' | 'escalate' | null>(null);
  return (
    <>
      <Button size="compact-sm" variant="light" loading={acts.busy} onClick={acts.open}>
        {t('shell.alerts.openPerson')}
      </Button>
      <Button size="compact-sm" variant="default" disabled={acts.busy} onClick={acts.acknowledge}>
        {t('shell.alerts.acknowledge')}
      </Button>
      <Button size="compact-sm" variant="subtle" disabled={acts.busy} onClick={() => setAnswering('snooze')}>
        {t('reminders.snooze')}
      </Button>
      {alert.kind === 'escalated' ? null : (
        <Button size="compact-sm" variant="subtle" disabled={acts.busy} onClick={() => setAnswering('escalate')}>
          {t('reminders.escalate')}
        </Button>
      )}
      <Suspense>
        {answering ? <AlertAnswerDialog alert={alert} how={answering} onClose={() => setAnswering(null)} /> : null}
      </Suspense>
    </>
  );
}

function AlertCard({ alert, onOpened }: { alert: Waiting; onOpened: () => void }) {
  const words = useAlertWords(alert);
  const acts = useAlertActs(alert, onOpened);
  return (
    <article className={words.late ? 'alert-card is-late' : 'alert-card'}>
      <div className="alert-card-head">
        <span className={words.tone}>{words.kind}</span>
        <span className="text-2">{words.when}</span>
      </div>
      <strong className="clamp-2">{words.name}</strong>
      <div className="text-2">{words.sentence}</div>
      <div className="alert-card-acts">
        <AlertButtons alert={alert} acts={acts} />
      </div>
    </article>
  );
}
