import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { ApiKey, ApiKeyCreated, ApiKeyPage } from '@anbu/contract';
import { api, keys, useAct, useMe } from '../../api/index.ts';
import { startOfDay, useT, useTime } from '../../i18n/index.ts';
import {
  ConfirmDialog,
  DayInput,
  Dialog,
  Form,
  FormActs,
  FormError,
  errorProp,
  useFormErrors,
} from '../../ui/index.ts';
import { ListState, Panel, SettingsPage } from './parts.tsx';

export function ApiKeysPage() {
  const t = useT();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
  const list = useQuery({
    queryKey: keys.apiKeys,
    queryFn: ({ signal }) => api.get('/api-keys', ApiKeyPage, { query: { limit: 200 }, signal }),
  });
  const revoke = useAct({
    run: (id: string) => api.delete(`/api-keys/${id}`, ApiKey),
    refresh: [keys.apiKeys],
    onDone: () => setRevoked(null),
    showError: 'form',
  });
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setMaking(true)}>
      {t('settings.apiKeys.add')}
    </Button>
  );
  const items = list.data?.items ?? [];
  return (
    <SettingsPage title={t('settings.apiKeys')} sub={t('settings.apiKeys.sub')} primary={add}>
      <ListState
        list={list}
        icon={<KeyRound size={22} strokeWidth={1.75} />}
        title={t('settings.apiKeys.empty')}
        body={t('settings.apiKeys.emptyBody')}
      />
      {items.length > 0 ? (
        <Panel>
          {items.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoked(key)} />
          ))}
        </Panel>
      ) : null}
      {making ? (
        <Dialog title={t('settings.apiKeys.add')} onClose={() => setMaking(false)}>
          <KeyForm
            onMade={(key) => {
              setMaking(false);
              setMade(key);
            }}
          />
        </Dialog>
      ) : null}
      {made === null ? null : <MadeKey value={made} onClose={() => setMade(null)} />}
      <ConfirmDialog
        opened={revoked !== null}
        title={t('settings.apiKeys.revoke')}
        body={t('settings.apiKeys.revokeBody', { name: revoked?.name ?? '' })}
        confirm={t('settings.apiKeys.revoke')}
        danger
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoked && revoke.mutate(revoked.id)}
        onClose={() => setRevoked(null)}
      />
    </SettingsPage>
  );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const t = useT();
  const time = useTime();
  const facts = [
    `${apiKey.prefix}…`,
    apiKey.lastUsedAt
      ? t('settings.apiKeys.lastUsed', { when: time.ago(apiKey.lastUsedAt) })
      : t('settings.apiKeys.neverUsed'),
    apiKey.expiresAt
      ? t('settings.apiKeys.expiresOn', { day: time.day(time.dayOf(apiKey.expiresAt)) })
      : t('settings.apiKeys.never'),
  ];
  return (
    <div className={apiKey.revokedAt ? 'setting-row is-off' : 'setting-row'}>
      <div className="setting-row-words">
        <strong>{apiKey.name}</strong>
        <span className="text-2">{facts.join(' · ')}</span>
      </div>
      {apiKey.revokedAt ? (
        <span>{t('settings.apiKeys.revoked', { when: time.when(apiKey.revokedAt) })}</span>
      ) : (
        <Button
          variant="default"
          size="xs"
          aria-label={t('settings.apiKeys.revokeNamed', { name: apiKey.name })}
          onClick={onRevoke}
        >
          {t('settings.apiKeys.revoke')}
        </Button>
      )}
    </div>
  );
}

function KeyForm({ onMade }: { onMade: (key: string) => void }) {
  const t = useT();
  const me = useMe();
  const time = useTime();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [expiresOn, setExpiresOn] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const make = useAct({
    run: (body: { name: string; scopes: string[]; expiresAt: string | null }, key) =>
      api.post('/api-keys', ApiKeyCreated, body, { idempotencyKey: key }),
    refresh: [keys.apiKeys],
    onDone: (created) => onMade(created.key),
    showError: 'form',
  });
  const errors = useFormErrors(make.error, ['name', 'scopes', 'expiresAt']);
  const required = (missing: boolean) => (asked && missing ? t('field.required') : undefined);
  const submit = () => {
    setAsked(true);
    if (!name.trim() || scopes.length === 0) return;
    make.mutate({ name, scopes, expiresAt: expiresOn ? startOfDay(expiresOn, time.zone, 1) : null });
  };
  return (
    <Form onSubmit={submit}>
      <FormError summary={errors.summary} />
      <TextInput
        label={t('settings.apiKeys.name')}
        placeholder={t('settings.apiKeys.nameExample')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        {...errorProp(required(!name.trim()) ?? errors.field('name'))}
      />
      <MultiSelect
        label={t('settings.apiKeys.scopes')}
        data={[
          { value: '*', label: t('settings.apiKeys.everything') },
          ...me.permissions.map((permission) => ({
            value: permission,
            label: t(`identity.permission.${permission}`),
          })),
        ]}
        value={scopes}
        onChange={(chosen) => setScopes(chosen.at(-1) === '*' ? ['*'] : chosen.filter((scope) => scope !== '*'))}
        searchable
        {...errorProp(required(scopes.length === 0) ?? errors.field('scopes'))}
      />
      <DayInput
        label={t('settings.apiKeys.expires')}
        value={expiresOn}
        min={time.today}
        onChange={setExpiresOn}
        {...errorProp(errors.field('expiresAt'))}
      />
      <FormActs busy={make.isPending} submit={t('settings.apiKeys.add')} />
    </Form>
  );
}

/** The only time that the key itself is on a screen. */
function MadeKey({ value, onClose }: { value: string; onClose: () => void }) {
  const t = useT();
  const clipboard = useClipboard();
  return (
    <Dialog title={t('settings.apiKeys.created')} closeOnClickOutside={false} onClose={onClose}>
      <div className="form">
        <p>{t('settings.apiKeys.once')}</p>
        <code className="secret" aria-label={t('settings.apiKeys.value')}>
          {value}
        </code>
        <div className="form-acts">
          <Button onClick={() => clipboard.copy(value)} data-autofocus>
            {t(clipboard.copied ? 'common.copied' : 'common.copy')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
