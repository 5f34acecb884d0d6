import { NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Exchange, ExchangeMade, type Exchange as ExchangeRow, type ExchangeKind } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { EditFoot } from '../settings/parts.tsx';

const KINDS = ['ami', 'ari', 'webhook'] as const satisfies readonly ExchangeKind[];
const PORTS = { ami: 5038, ari: 8088, webhook: 0 } as const satisfies Record<ExchangeKind, number>;
const TEXTS = ['channel', 'context', 'callerNumber', 'recordingBase'] as const;

/** How an exchange is reached. `onDone` gets the signing secret of a new webhook. */
export function ExchangeForm({
  exchange,
  onDone,
}: {
  exchange: ExchangeRow | null;
  onDone: (secret: string | null) => void;
}) {
  const t = useT();
  const [kind, setKind] = useState<ExchangeKind>(exchange?.kind ?? 'ami');
  const [input, setInput] = useState({
    name: exchange?.name ?? '',
    host: exchange?.host ?? '',
    port: exchange?.port ?? PORTS.ami,
    tls: exchange?.tls ?? false,
    username: exchange?.username ?? '',
    password: '',
    channel: exchange?.channel ?? 'PJSIP/{extension}',
    context: exchange?.context ?? 'from-internal',
    callerNumber: exchange?.callerNumber ?? '',
    recordingBase: exchange?.recordingBase ?? '',
    recordingAnnounced: exchange?.recordingAnnounced ?? false,
    recordingConsent: exchange?.recordingConsent ?? false,
    recordingDays: exchange?.recordingDays ?? 90,
    active: exchange?.active ?? true,
  });
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const save = useAct({
    run: async (_: null, key): Promise<string | null> => {
      const { host, port, username, password, channel, context, callerNumber, recordingBase, ...rest } = input;
      const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
      const line = { host: orNull(host), port, username: orNull(username), channel, context };
      const body = {
        ...rest,
        ...(kind === 'webhook' ? {} : line),
        ...(password === '' ? {} : { password }),
        callerNumber: orNull(callerNumber),
        recordingBase: orNull(recordingBase),
      };
      if (exchange) {
        await api.patch(`/telephony/exchanges/${exchange.id}`, Exchange, { ...body, version: exchange.version });
        return null;
      }
      const made = await api.post('/telephony/exchanges', ExchangeMade, { ...body, kind }, { idempotencyKey: key });
      return made.secret;
    },
    refresh: [keys.phone.exchanges],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name', 'host', 'port', 'username', 'password', 'recordingDays', ...TEXTS]);
  const field = (name: 'name' | 'host' | 'username' | (typeof TEXTS)[number]) => ({
    className: 'grow',
    label: t(`settings.telephony.${name}`),
    value: input[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => set({ [name]: event.currentTarget.value }),
    ...errorProp(errors.field(name)),
  });
  return (
    <Form onSubmit={() => save.mutate(null)} label={t('settings.telephony')}>
      <FormError summary={errors.summary} />
      <div className="form-line">
        <TextInput data-autofocus {...field('name')} />
        {exchange ? null : (
          <Select
            label={t('settings.telephony.kind')}
            data={KINDS.map((value) => ({ value, label: t(`settings.telephony.kind.${value}`) }))}
            value={kind}
            allowDeselect={false}
            onChange={(value) => {
              const chosen = KINDS.find((known) => known === value) ?? kind;
              if (chosen !== 'webhook' && Object.values(PORTS).some((port) => port === input.port))
                set({ port: PORTS[chosen] });
              setKind(chosen);
            }}
          />
        )}
      </div>
      {kind === 'ari' ? <p className="text-2">{t('settings.telephony.ariHint')}</p> : null}
      {kind === 'webhook' ? null : (
        <>
          <div className="form-line">
            <TextInput {...field('host')} />
            <NumberInput
              label={t('settings.telephony.port')}
              value={input.port}
              min={1}
              max={65_535}
              onChange={(value) => set({ port: Number(value) || PORTS[kind] })}
              {...errorProp(errors.field('port'))}
            />
          </div>
          <div className="form-line">
            <TextInput autoComplete="off" {...field('username')} />
            <PasswordInput
              className="grow"
              label={t('settings.telephony.password')}
              description={exchange ? t('settings.telephony.passwordKept') : undefined}
              autoComplete="new-password"
              value={input.password}
              onChange={(event) => set({ password: event.currentTarget.value })}
              {...errorProp(errors.field('password'))}
            />
          </div>
          <Switch
            label={t('settings.telephony.tls')}
            checked={input.tls}
            onChange={(event) => set({ tls: event.currentTarget.checked })}
          />
          <div className="form-line">
            <TextInput {...field('channel')} />
            <TextInput {...field('context')} />
          </div>
          <TextInput {...field('callerNumber')} />
        </>
      )}
      <Switch
        label={t('settings.telephony.recordingAnnounced')}
        description={t('settings.telephony.recordingHint')}
        checked={input.recordingAnnounced}
        onChange={(event) => set({ recordingAnnounced: event.currentTarget.checked })}
      />
      {input.recordingAnnounced ? (
        <>
          <Switch
            label={t('settings.telephony.recordingConsent')}
            description={t('settings.telephony.recordingConsentHint')}
            checked={input.recordingConsent}
            onChange={(event) => set({ recordingConsent: event.currentTarget.checked })}
          />
          <div className="form-line">
            <TextInput placeholder="https://" {...field('recordingBase')} />
            <NumberInput
              label={t('settings.telephony.recordingDays')}
              value={input.recordingDays}
              min={1}
              max={3_650}
              onChange={(value) => set({ recordingDays: Number(value) || 90 })}
              {...errorProp(errors.field('recordingDays'))}
            />
          </div>
        </>
      ) : null}
      <EditFoot
        active={{ label: t('settings.telephony.active'), checked: input.active, onChange: (active) => set({ active }) }}
        busy={save.isPending}
      />
    </Form>
  );
}
