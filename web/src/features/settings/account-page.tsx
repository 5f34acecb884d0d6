import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { SessionPage, TotpSetup } from '@anbu/contract';
import { api, keys, useAct, useMe } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, Form, FormError, LoadingRows, errorProp, useFormErrors } from '../../ui/index.ts';
import { deviceName } from './device.ts';
import { Panel, SettingsPage } from './parts.tsx';

export function AccountPage() {
  const t = useT();
  const me = useMe();
  return (
    <SettingsPage
      title={`${t('settings.account')} · ${me.name}`}
      sub={t('settings.account.sub', { email: me.email, role: t(`identity.role.${me.role}`) })}
    >
      <PasswordPanel />
      <SecondStepPanel />
      <SessionsPanel />
    </SettingsPage>
  );
}

function PasswordPanel() {
  const t = useT();
  const me = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const toggle = { 'aria-label': t('identity.signIn.showPassword') };
  const change = useAct({
    run: (body: { current: string; next: string }, key) =>
      api.post('/me/password', z.unknown(), body, { idempotencyKey: key }),
    refresh: [keys.sessions],
    done: t('settings.account.changed'),
    onDone: () => {
      setCurrent('');
      setNext('');
    },
    showError: 'form',
  });
  const errors = useFormErrors(change.error, ['current', 'next']);
  return (
    <Panel title={t('settings.account.password')}>
      <Form onSubmit={() => change.mutate({ current, next })}>
        <FormError summary={errors.summary} />
        <input type="text" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordInput
          label={t('settings.account.current')}
          autoComplete="current-password"
          visibilityToggleButtonProps={toggle}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          {...errorProp(errors.field('current'))}
        />
        <PasswordInput
          label={t('settings.account.next')}
          description={t('settings.account.nextHint')}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          {...errorProp(errors.field('next'))}
        />
        <div className="form-acts">
          <Button type="submit" variant="default" loading={change.isPending} disabled={!current || !next}>
            {t('settings.account.change')}
          </Button>
        </div>
      </Form>
    </Panel>
  );
}

function SecondStepPanel() {
  const t = useT();
  const me = useMe();
  return <Panel title={t('settings.account.totp')}>{me.hasTotp ? <RemoveSecondStep /> : <AddSecondStep />}</Panel>;
}

function AddSecondStep() {
  const t = useT();
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  if (setup) return <ConfirmSecondStep setup={setup} />;
  return (
    <PasswordForm
      words={t('settings.account.totpOff')}
      submit={t('settings.account.totpStart')}
      run={(password, key) => api.post('/me/totp', TotpSetup, { password }, { idempotencyKey: key })}
      onDone={setSetup}
    />
  );
}

function ConfirmSecondStep({ setup }: { setup: TotpSetup }) {
  const t = useT();
  const [code, setCode] = useState('');
  const confirm = useAct({
    run: (digits: string, key) => api.post('/me/totp/confirm', z.unknown(), { code: digits }, { idempotencyKey: key }),
    refresh: [keys.me],
    done: t('settings.account.totpDone'),
    showError: 'form',
  });
  const errors = useFormErrors(confirm.error, ['code']);
  return (
    <Form onSubmit={() => confirm.mutate(code)}>
      <FormError summary={errors.summary} />
      <div>
        <p>{t('settings.account.totpSecret')}</p>
        <code className="secret">{setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <a href={setup.uri}>{t('settings.account.totpOpen')}</a>
      </div>
      <TextInput
        label={t('settings.account.totpCode')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, '').slice(0, 6))}
        {...errorProp(errors.field('code'))}
      />
      <div className="form-acts">
        <Button type="submit" loading={confirm.isPending} disabled={code.length !== 6}>
          {t('settings.account.totpConfirm')}
        </Button>
      </div>
    </Form>
  );
}

function RemoveSecondStep() {
  const t = useT();
  return (
    <PasswordForm
      words={t('settings.account.totpOn')}
      submit={t('settings.account.totpRemove')}
      done={t('settings.account.totpRemoved')}
      run={(password, key) => api.post('/me/totp/remove', z.unknown(), { password }, { idempotencyKey: key })}
    />
  );
}

type PasswordFormProps<Output> = {
  words: string;
  submit: string;
  done?: string;
  run: (password: string, key: string) => Promise<Output>;
  onDone?: (output: Output) => void;
};

/** An act on the account itself asks the password again. */
function PasswordForm<Output>({ words, submit, done, run, onDone }: PasswordFormProps<Output>) {
  const t = useT();
  const me = useMe();
  const [password, setPassword] = useState('');
  const act = useAct({
    run,
    refresh: [keys.me],
    ...(done ? { done } : {}),
    ...(onDone ? { onDone } : {}),
    showError: 'form',
  });
  const errors = useFormErrors(act.error, ['password']);
  return (
    <Form onSubmit={() => act.mutate(password)}>
      <p className="text-2">{words}</p>
      <FormError summary={errors.summary} />
      <input type="text" autoComplete="username" value={me.email} readOnly hidden />
      <PasswordInput
        label={t('settings.account.totpPassword')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('identity.signIn.showPassword') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        {...errorProp(errors.field('password'))}
      />
      <div className="form-acts">
        <Button type="submit" variant="default" loading={act.isPending} disabled={!password}>
          {submit}
        </Button>
      </div>
    </Form>
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
