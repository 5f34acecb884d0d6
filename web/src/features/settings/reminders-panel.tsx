import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { ReminderSettings, type ReminderBrowser, type ReminderSettingsPatch } from '@anbu/contract';
import { api, keys, useAct, useMe } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { hereFor, turnOff, turnOn, type Here } from '../../reminders/browser.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';
import { deviceName } from './device.ts';
import { Panel } from './parts.tsx';

const QUIET_MINUTES = [30, 60, 240];

/** Where she is told of her alerts though no page is open, and when not. */
export function RemindersPanel() {
  const t = useT();
  const settings = useQuery({
    queryKey: keys.reminders,
    queryFn: ({ signal }) => api.get('/me/reminders', ReminderSettings, { signal }),
  });
  return (
    <Panel title={t('reminders.panel')}>
      <p className="text-2">{t('reminders.panelSub')}</p>
      {settings.error ? <ErrorState error={settings.error} onRetry={() => void settings.refetch()} /> : null}
      {settings.isPending ? <LoadingRows rows={3} /> : null}
      {settings.data ? <Reminders settings={settings.data} /> : null}
    </Panel>
  );
}

function Reminders({ settings }: { settings: ReminderSettings }) {
  const t = useT();
  const patch = useAct({
    run: (body: ReminderSettingsPatch) =>
      api.patch('/me/reminders', ReminderSettings, { ...body, version: settings.version }),
    refresh: [keys.reminders],
  });
  return (
    <>
      <ThisBrowser browsers={settings.browsers} />
      <div className="setting-row">
        <Switch
          label={t('reminders.all')}
          checked={settings.push}
          disabled={patch.isPending}
          onChange={(event) => patch.mutate({ push: event.currentTarget.checked })}
        />
      </div>
      <Quiet
        until={settings.quietUntil}
        busy={patch.isPending}
        onChange={(quietUntil) => patch.mutate({ quietUntil })}
      />
      <h3 className="panel-part">{t('reminders.browsers')}</h3>
      {settings.browsers.length === 0 ? <p className="text-2">{t('reminders.none')}</p> : null}
      {settings.browsers.map((browser) => (
        <BrowserRow key={browser.id} browser={browser} />
      ))}
    </>
  );
}

function ThisBrowser({ browsers }: { browsers: readonly ReminderBrowser[] }) {
  const t = useT();
  const { userId } = useMe();
  const [here, setHere] = useState<Here>(() => hereFor(userId));
  const current = browsers.find((browser) => browser.current);
  const change = useAct({
    run: async (on: boolean) => {
      if (on) return setHere(await turnOn(userId));
      await turnOff(current?.id);
      setHere(hereFor(userId));
    },
    refresh: [keys.reminders],
  });
  const isOn = here === 'push' || here === 'page';
  const says = {
    unsupported: t('reminders.unsupported'),
    denied: t('reminders.denied'),
    off: t('reminders.hereOff'),
    push: t('reminders.hereOn'),
    page: t('reminders.failed'),
  };
  return (
    <div className="setting-row">
      <Switch
        label={t('reminders.here')}
        description={says[here]}
        checked={isOn}
        disabled={here === 'unsupported' || here === 'denied' || change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
    </div>
  );
}

function Quiet({
  until,
  busy,
  onChange,
}: {
  until: string | null;
  busy: boolean;
  onChange: (until: string | null) => void;
}) {
  const t = useT();
  const time = useTime();
  return (
    <>
      <h3 className="panel-part">{t('reminders.quiet')}</h3>
      <p className="text-2">{t('reminders.quietHint')}</p>
      <div className="setting-row">
        {until === null ? (
          QUIET_MINUTES.map((minutes) => (
            <Button
              key={minutes}
              variant="default"
              size="xs"
              disabled={busy}
              onClick={() => onChange(new Date(time.now + minutes * 60_000).toISOString())}
            >
              {t('reminders.quietFor', { minutes })}
            </Button>
          ))
        ) : (
          <>
            <span className="setting-row-words">{t('reminders.quietUntil', { when: time.when(until) })}</span>
            <Button variant="default" size="xs" loading={busy} onClick={() => onChange(null)}>
              {t('reminders.quietEnd')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function BrowserRow({ browser }: { browser: ReminderBrowser }) {
  const t = useT();
  const time = useTime();
  const name = deviceName(browser.userAgent) ?? t('settings.account.unknownDevice');
  const test = useAct({
    run: (_: null, key) => api.post(`/me/browsers/${browser.id}/test`, z.unknown(), {}, { idempotencyKey: key }),
    done: t('reminders.tested'),
  });
  const remove = useAct({
    run: () => (browser.current ? turnOff(browser.id) : api.delete(`/me/browsers/${browser.id}`, z.unknown())),
    refresh: [keys.reminders],
  });
  return (
    <div className="setting-row">
      <div className="setting-row-words">
        <strong>{browser.current ? `${name} · ${t('settings.account.thisDevice')}` : name}</strong>
        <span className="text-2">
          {browser.lastSuccessAt === null
            ? t('reminders.never')
            : t('reminders.lastSuccess', { when: time.ago(browser.lastSuccessAt) })}
        </span>
        {browser.lastError ? (
          <span className="text-late">
            {t('reminders.failures', { count: browser.failures, why: t(`reminders.error.${browser.lastError}`) })}
          </span>
        ) : null}
      </div>
      <Button
        variant="default"
        size="xs"
        loading={test.isPending}
        aria-label={`${name} ${t('reminders.test')}`}
        onClick={() => test.mutate(null)}
      >
        {t('reminders.test')}
      </Button>
      <Button
        variant="default"
        size="xs"
        loading={remove.isPending}
        aria-label={`${name} ${t('reminders.remove')}`}
        onClick={() => remove.mutate(null)}
      >
        {t('reminders.remove')}
      </Button>
    </div>
  );
}
