import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../api/session.ts';
import { useAct } from '../api/use-act.ts';
import { useT } from '../i18n/store.ts';
import { hereFor, turnOn } from '../reminders/browser.ts';

const LATER = 'anbu.reminders.later';
const DAYS = 14;

/** Beside the alerts that she looks at by herself, never at a load: whether this browser may tell her when the page is closed. */
export function ReminderOffer() {
  const t = useT();
  const { userId } = useMe();
  const [shown, setShown] = useState(() => hereFor(userId) === 'off' && !isPutOff());
  const accept = useAct({
    run: () => turnOn(userId),
    done: t('reminders.turnedOn'),
    onDone: () => setShown(false),
  });
  if (!shown) return null;
  return (
    <section className="alert-offer" aria-label={t('reminders.panel')}>
      <strong>{t('reminders.offer')}</strong>
      <p className="text-2">{t('reminders.offerWhy')}</p>
      <div className="alert-card-acts">
        <Button size="compact-sm" variant="light" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
          {t('reminders.turnOn')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            window.localStorage.setItem(LATER, String(Date.now()));
            setShown(false);
          }}
        >
          {t('reminders.offerLater')}
        </Button>
      </div>
    </section>
  );
}

function isPutOff(): boolean {
  return Date.now() - Number(window.localStorage.getItem(LATER) ?? 0) < DAYS * 24 * 3_600_000;
}
