import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { PasskeyCreation, PasskeyPage, type Passkey } from '@anbu/contract';
import { api, canPasskey, keys, makePasskey, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Dialog, ErrorState, Form, FormError, LoadingRows, errorProp, useFormErrors } from '../../ui/index.ts';
import { deviceName } from './device.ts';
import { Panel } from './parts.tsx';
import { PasswordForm } from './password-form.tsx';

export function PasskeysPanel() {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Passkey | null>(null);
  const list = useQuery({
    queryKey: keys.passkeys,
    queryFn: ({ signal }) => api.get('/me/passkeys', PasskeyPage, { signal }),
  });
  const items = list.data?.items ?? [];
  const why = !list.data
    ? null
    : !list.data.available
      ? t('identity.passkeys_unavailable')
      : canPasskey()
        ? null
        : t('settings.account.passkeyUnsupported');
  return (
    <Panel title={t('settings.account.passkeys')}>
      <p className="text-2">{t('settings.account.passkeysSub')}</p>
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <LoadingRows rows={1} /> : null}
      <div>
        {items.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} onRemove={() => setRemoved(passkey)} />
        ))}
      </div>
      {list.data && items.length === 0 ? <p>{t('settings.account.passkeysNone')}</p> : null}
      {why ? <p className="settings-note">{why}</p> : null}
      <div className="form-acts">
        <Button variant="default" disabled={!list.data || why !== null} onClick={() => setAdding(true)}>
          {t('settings.account.passkeyAdd')}
        </Button>
      </div>
      {adding ? (
        <Dialog title={t('settings.account.passkeyAdd')} onClose={() => setAdding(false)}>
          <AddPasskey onDone={() => setAdding(false)} />
        </Dialog>
      ) : null}
      {removed ? (
        <Dialog
          title={t('settings.account.passkeyRemoveTitle', { name: removed.name })}
          onClose={() => setRemoved(null)}
        >
          <PasswordForm
            words={t('settings.account.passkeyRemoveSub')}
            submit={t('settings.account.passkeyRemove')}
            done={t('settings.account.passkeyRemoved')}
            run={(password, key) =>
              api.post('/me/passkeys/remove', z.unknown(), { id: removed.id, password }, { idempotencyKey: key })
            }
            onDone={() => setRemoved(null)}
          />
        </Dialog>
      ) : null}
    </Panel>
  );
}

function PasskeyRow({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const t = useT();
  const time = useTime();
  const facts = [
    passkey.lastUsedAt
      ? t('settings.account.passkeyUsed', { when: time.ago(passkey.lastUsedAt) })
      : t('settings.account.passkeyUnused'),
    t('settings.account.passkeyCreated', { when: time.ago(passkey.createdAt) }),
  ];
  return (
    <div className="setting-row">
      <div className="setting-row-words">
        <strong>{passkey.name}</strong>
        <span className="text-2">{facts.join(' · ')}</span>
      </div>
      <Button
        variant="default"
        size="xs"
        aria-label={`${passkey.name} ${t('settings.account.passkeyRemove')}`}
        onClick={onRemove}
      >
        {t('settings.account.passkeyRemove')}
      </Button>
    </div>
  );
}

/** A name, the password again; then the browser asks for a finger, a face or a PIN. */
function AddPasskey({ onDone }: { onDone: () => void }) {
  const t = useT();
  const [name, setName] = useState(() => deviceName(navigator.userAgent) ?? '');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const add = useAct({
    run: async (input: { name: string; password: string }) => {
      const creation = await api.post('/me/passkeys/start', PasskeyCreation, { password: input.password });
      return api.post('/me/passkeys', z.unknown(), await makePasskey(creation, input.name));
    },
    refresh: [keys.passkeys],
    done: t('settings.account.passkeyAdded'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(add.error, ['name', 'password']);
  const required = (typed: string) => (asked && !typed ? t('field.required') : undefined);
  const submit = () => {
    setAsked(true);
    if (name.trim() && password) add.mutate({ name: name.trim(), password });
  };
  return (
    <Form onSubmit={submit}>
      <FormError summary={errors.summary} />
      <TextInput
        label={t('settings.account.passkeyName')}
        description={t('settings.account.passkeyNameHint')}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        {...errorProp(required(name.trim()) ?? errors.field('name'))}
      />
      <PasswordInput
        label={t('settings.account.totpPassword')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('identity.signIn.showPassword') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        data-autofocus
        {...errorProp(required(password) ?? errors.field('password'))}
      />
      <div className="form-acts">
        <Button type="submit" loading={add.isPending}>
          {t('settings.account.passkeyContinue')}
        </Button>
      </div>
    </Form>
  );
}
