import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { AlertEscalated, AlertSnoozed, SNOOZE_REASONS, type SnoozeReason } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useAct } from '../api/use-act.ts';
import { useTime } from '../i18n/use-time.ts';
import { useT } from '../i18n/store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ConfirmDialog } from '../ui/forms.tsx';
import type { Waiting } from './alert-order.ts';

const MINUTES = [5, 10, 20, 30];
/** `from_notification` is said by a notification alone. */
const REASONS = SNOOZE_REASONS.filter((reason) => reason !== 'from_notification');

/** Later, or to the leader: what is no "seen" and no "opened". */
export default function AlertAnswerDialog({
  alert,
  how,
  onClose,
}: {
  alert: Waiting;
  how: 'snooze' | 'escalate';
  onClose: () => void;
}) {
  return how === 'snooze' ? (
    <SnoozeAlert alert={alert} onClose={onClose} />
  ) : (
    <EscalateAlert alert={alert} onClose={onClose} />
  );
}

/** One press: the reason sends it. Minutes are those of the organisation unless she says others. */
function SnoozeAlert({ alert, onClose }: { alert: Waiting; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const [minutes, setMinutes] = useState<number | null>(null);
  const snooze = useAct({
    run: (body: { reason: SnoozeReason; minutes?: number }, key) =>
      api.post(`/alerts/${alert.id}/snooze`, AlertSnoozed, body, { idempotencyKey: key }),
    refresh: [keys.alerts],
    onDone: ({ until }) => {
      notifications.show({
        message: t('reminders.snoozed', { when: time.when(until) }),
        color: 'brand',
        autoClose: 4000,
      });
      onClose();
    },
  });
  return (
    <Dialog title={t('reminders.snoozeTitle')} onClose={onClose}>
      <div className="form">
        <p className="text-2">{t('reminders.snoozeHint')}</p>
        <div className="alert-choices" role="group" aria-label={t('reminders.snoozeTitle')}>
          {MINUTES.map((each) => (
            <Button
              key={each}
              size="sm"
              variant={minutes === each ? 'light' : 'default'}
              aria-pressed={minutes === each}
              onClick={() => setMinutes(minutes === each ? null : each)}
            >
              {t('reminders.snoozeMinutes', { minutes: each })}
            </Button>
          ))}
        </div>
        <strong>{t('reminders.snoozeWhy')}</strong>
        <div className="alert-choices" role="group" aria-label={t('reminders.snoozeWhy')}>
          {REASONS.map((reason, index) => (
            <Button
              key={reason}
              size="sm"
              variant="default"
              disabled={snooze.isPending}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
              onClick={() => snooze.mutate({ reason, ...(minutes === null ? {} : { minutes }) })}
            >
              {t(`reminders.reason.${reason}`)}
            </Button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function EscalateAlert({ alert, onClose }: { alert: Waiting; onClose: () => void }) {
  const t = useT();
  const escalate = useAct({
    run: (_: null, key) => api.post(`/alerts/${alert.id}/escalate`, AlertEscalated, {}, { idempotencyKey: key }),
    refresh: [keys.alerts],
    onDone: ({ told }) => {
      const color = told === 0 ? 'yellow' : 'brand';
      notifications.show({ message: t('reminders.escalated', { count: told }), color, autoClose: 5000 });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t('reminders.escalateTitle')}
      body={t('reminders.escalateHint')}
      confirm={t('reminders.escalate')}
      busy={escalate.isPending}
      onConfirm={() => escalate.mutate(null)}
      onClose={onClose}
    />
  );
}
