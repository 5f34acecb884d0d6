import { Button, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { Me, SessionPage } from '@anbu/contract';
import { api, keys, useAct, useMe } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, Form, FormError, LoadingRows, errorProp, useFormErrors } from '../../ui/index.ts';
import { deviceName } from './device.ts';
import { Panel, SettingsPage } from './parts.tsx';
import { OwnNotices } from '../notices/own-notices.tsx';
import { RemindersPanel } from './reminders-panel.tsx';
import { PasskeysPanel } from './passkeys.tsx';
import { SecondStepPanel } from './second-step.tsx';

export function AccountPage() {
  const t = useT();
  const me = useMe();
  return (
    <SettingsPage
      title={`${t('settings.account')} · ${me.name}`}
      sub={t('settings.account.sub', { email: me.email, role: t(`identity.role.${me.role}`) })}
    >
      <InvitationsPanel />
      <RemindersPanel />
      <OwnNotices />
      <PasswordPanel />
      <PasskeysPanel />
      <SecondStepPanel />
      <SessionsPanel />
    </SettingsPage>
  );
}

/** Organisations that wait for her; nothing of them is hers before she accepts. */
function InvitationsPanel() {
  const t = useT();
  const { invitations } = useMe();
  const accept = useAct({
    run: (id: string, key) => api.post(`/me/invitations/${id}/accept`, Me, {}, { idempotencyKey: key }),
    refresh: [keys.me],
    done: t('settings.account.invitationAccepted'),
  });
  if (invitations.length === 0) return null;
  return (
    <Panel title={t('settings.account.invitations')}>
      <p className="text-2">{t('settings.account.invitationsSub')}</p>
      {invitations.map((organisation) => (
        <div className="setting-row" key={organisation.id}>
          <div className="setting-row-words">
            <strong>{organisation.name}</strong>
          </div>
          <Button
            variant="default"
            size="xs"
            loading={accept.isPending}
            aria-label={`${organisation.name} ${t('settings.account.invitationAccept')}`}
            onClick={() => accept.mutate(organisation.id)}
          >
            {t('settings.account.invitationAccept')}
          </Button>
        </div>
      ))}
    </Panel>
  );
}

function PasswordPanel() {
  const t = useT();
  const me = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [asked, setAsked] = useState(false);
  const toggle = { 'aria-label': t('identity.signIn.showPassword') };
  const change = useAct({
    run: (body: { current: string; next: string }, key) =>
      api.post('/me/password', z.unknown(), body, { idempotencyKey: key }),
    refresh: [keys.sessions],
    done: t('settings.account.changed'),
    onDone: () => {
      setCurrent('');
      setNext('');
      setAsked(false);
    },
    showError: 'form',
  });
  const errors = useFormErrors(change.error, ['current', 'next']);
  const required = (typed: string) => (asked && !typed ? t('field.required') : undefined);
  const submit = () => {
    setAsked(true);
    if (current && next) change.mutate({ current, next });
  };
  return (
    <Panel title={t('settings.account.password')}>
      <Form onSubmit={submit}>
        <FormError summary={errors.summary} />
        <input type="text" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordInput
          label={t('settings.account.current')}
          autoComplete="current-password"
          visibilityToggleButtonProps={toggle}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          {...errorProp(required(current) ?? errors.field('current'))}
        />
        <PasswordInput
          label={t('settings.account.next')}
          description={t('settings.account.nextHint')}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          {...errorProp(required(next) ?? errors.field('next'))}
        />
        <div className="form-acts">
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('settings.account.change')}
          </Button>
        </div>
      </Form>
    </Panel>
  );
}

function SessionsPanel() {
  const t = useT();
  const time = useTime();
  const sessions = useQuery({
    queryKey: keys.sessions,
    queryFn: ({ signal }) => api.get('/me/sessions', SessionPage, { signal }),
  });
  const end = useAct({
    run: (id: string) => api.delete(`/me/sessions/${id}`, z.unknown()),
    refresh: [keys.sessions],
  });
  return (
    <Panel title={t('settings.account.sessions')}>
      {sessions.error ? <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} /> : null}
      {sessions.isPending ? <LoadingRows rows={2} /> : null}
      {sessions.data?.items.map((session) => {
        const device = deviceName(session.userAgent) ?? t('settings.account.unknownDevice');
        return (
          <div className="setting-row" key={session.id}>
            <div className="setting-row-words">
              <strong>{device}</strong>
              <span className="text-2">
                {session.address ? `${session.address} · ` : ''}
                {t('settings.account.lastSeen', { when: time.ago(session.lastSeenAt) })}
              </span>
            </div>
            {session.current ? (
              <span className="text-2">{t('settings.account.thisDevice')}</span>
            ) : (
              <Button
                variant="default"
                size="xs"
                aria-label={`${device} ${t('settings.account.signOutDevice')}`}
                onClick={() => end.mutate(session.id)}
              >
                {t('settings.account.signOutDevice')}
              </Button>
            )}
          </div>
        );
      })}
    </Panel>
  );
}
