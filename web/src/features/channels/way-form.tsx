import { Checkbox, NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  Transport,
  TRANSPORT_KINDS,
  type Prices,
  type SettingField,
  type SentChannel,
  type TransportKind,
  type TransportKindOf,
} from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { EditFoot } from '../settings/parts.tsx';

const KINDS = Object.keys(TRANSPORT_KINDS) as TransportKind[];
const CLASSES = ['SMS', 'LMS', 'MMS'] as const;
type Priced = (typeof CLASSES)[number] | 'fax' | 'letter';
type Value = string | number | boolean | null;

/** What a way out needs, by the table of its kind: the same that the server checks. */
export function WayForm({ way, onDone }: { way: Transport | null; onDone: () => void }) {
  const t = useT();
  const [kind, setKind] = useState<TransportKind>(way?.kind ?? 'solapi');
  const [input, setInput] = useState({
    name: way?.name ?? '',
    channels: (way?.channels ?? TRANSPORT_KINDS[kind].channels) as readonly SentChannel[],
    sender: way?.sender ?? '',
    ratePerSecond: way?.ratePerSecond ?? 50,
    window: way?.window ?? 10,
    prices: way?.prices ?? null,
    active: way?.active ?? true,
  });
  const [settings, setSettings] = useState<Readonly<Record<string, Value>>>(way?.settings ?? {});
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const {
    channels: able,
    settings: fields,
    secrets: secretNames,
    secretsWhen = {},
  }: TransportKindOf = TRANSPORT_KINDS[kind];
  const isAsked = (when: readonly [string, string] | undefined) =>
    when === undefined || (settings[when[0]] ?? fields[when[0]]?.standard) === when[1];
  const save = useAct({
    run: (_: null, key) => {
      const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
      const body = { ...input, settings, secrets: given };
      return way
        ? api.patch(`/channels/${way.id}`, Transport, { ...body, version: way.version })
        : api.post('/channels', Transport, { ...body, kind }, { idempotencyKey: key });
    },
    refresh: [keys.channels],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const shown = [
    ...['name', 'sender', 'channels'],
    ...Object.keys(fields).map((name) => `settings.${name}`),
    ...secretNames.map((name) => `secrets.${name}`),
  ];
  const errors = useFormErrors(save.error, shown);
  const price = (name: Priced, minor: number | string) => set({ prices: withPrice(input.prices, name, minor) });
  return (
    <Form onSubmit={() => save.mutate(null)} label={t('settings.channels')}>
      <FormError summary={errors.summary} />
      {way ? null : (
        <Select
          label={t('settings.channels.kind')}
          data={KINDS.map((value) => ({ value, label: t(`channels.kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => {
            const next = KINDS.find((known) => known === value) ?? kind;
            setKind(next);
            setSettings({});
            set({ channels: TRANSPORT_KINDS[next].channels });
          }}
        />
      )}
      <TextInput
        label={t('settings.channels.name')}
        value={input.name}
        data-autofocus
        onChange={(event) => set({ name: event.currentTarget.value })}
        {...errorProp(errors.field('name'))}
      />
      {able.length > 1 ? (
        <Checkbox.Group
          label={t('settings.channels.channels')}
          value={[...input.channels]}
          onChange={(value) => set({ channels: able.filter((channel) => value.includes(channel)) })}
          {...errorProp(errors.field('channels'))}
        >
          <div className="form-line">
            {able.map((channel) => (
              <Checkbox key={channel} value={channel} label={t(`gate.channel.${channel}`)} />
            ))}
          </div>
        </Checkbox.Group>
      ) : null}
      <TextInput
        label={t('settings.channels.sender')}
        description={t('settings.channels.senderHint')}
        value={input.sender}
        onChange={(event) => set({ sender: event.currentTarget.value })}
        {...errorProp(errors.field('sender'))}
      />
      {Object.entries(fields)
        .filter(([, { when }]) => isAsked(when))
        .map(([name, field]) => (
          <Setting
            key={`${kind} ${name}`}
            name={name}
            field={field}
            value={settings[name] ?? field.standard}
            error={errors.field(`settings.${name}`)}
            onChange={(value) => setSettings({ ...settings, [name]: value })}
          />
        ))}
      {secretNames
        .filter((name) => isAsked(secretsWhen[name]))
        .map((name) => {
          const label = t(`settings.channels.field.${name}` as MessageKey);
          const placeholder = way?.secretsSet.includes(name) ? t('settings.channels.secretSet') : '';
          const change = (value: string) => setSecrets({ ...secrets, [name]: value });
          return name === 'dkimKey' ? (
            <Textarea
              key={name}
              label={label}
              placeholder={placeholder}
              autosize
              minRows={2}
              value={secrets[name] ?? ''}
              onChange={(event) => change(event.currentTarget.value)}
            />
          ) : (
            <PasswordInput
              key={name}
              label={label}
              placeholder={placeholder}
              autoComplete="off"
              value={secrets[name] ?? ''}
              onChange={(event) => change(event.currentTarget.value)}
              {...errorProp(errors.field(`secrets.${name}`))}
            />
          );
        })}
      {kind === 'post' ? null : (
        <div className="form-line">
          <NumberInput
            className="grow"
            label={t('settings.channels.rate')}
            min={1}
            max={10_000}
            value={input.ratePerSecond}
            onChange={(value) => set({ ratePerSecond: Number(value) || 1 })}
          />
          <NumberInput
            className="grow"
            label={t('settings.channels.window')}
            min={1}
            max={200}
            value={input.window}
            onChange={(value) => set({ window: Number(value) || 1 })}
          />
        </div>
      )}
      {input.channels.includes('sms') ? (
        <div className="form-line">
          {CLASSES.map((name) => (
            <NumberInput
              key={name}
              className="grow"
              label={t('settings.channels.price', { class: name })}
              min={0}
              value={input.prices?.[name] ?? ''}
              onChange={(value) => price(name, value)}
            />
          ))}
        </div>
      ) : null}
      {input.channels.includes('fax') ? (
        <NumberInput
          label={t('settings.channels.priceFax')}
          min={0}
          value={input.prices?.fax ?? ''}
          onChange={(value) => price('fax', value)}
        />
      ) : null}
      {input.channels.includes('letter') ? (
        <NumberInput
          label={t('settings.channels.letterPrice')}
          min={0}
          value={input.prices?.letter ?? ''}
          onChange={(value) => price('letter', value)}
        />
      ) : null}
      <EditFoot
        active={
          way && { label: t('settings.channels.active'), checked: input.active, onChange: (active) => set({ active }) }
        }
        busy={save.isPending}
      />
    </Form>
  );
}

function withPrice(prices: Prices | null, name: Priced, minor: number | string): Prices | null {
  const { [name]: _before, ...rest } = prices ?? { currency: 'KRW' };
  const after = minor === '' ? rest : { ...rest, [name]: Math.round(Number(minor)) };
  return Object.keys(after).length > 1 ? after : null;
}

function Setting({
  name,
  field,
  value,
  error,
  onChange,
}: {
  name: string;
  field: SettingField;
  value: Value;
  error: string | undefined;
  onChange: (value: Value) => void;
}) {
  const t = useT();
  const label = t(`settings.channels.field.${name}` as MessageKey);
  switch (field.type) {
    case 'text':
      return (
        <TextInput
          label={label}
          value={String(value ?? '')}
          maxLength={field.maximum}
          onChange={(event) => onChange(event.currentTarget.value)}
          {...errorProp(error)}
        />
      );
    case 'number':
      return (
        <NumberInput
          label={label}
          value={typeof value === 'number' ? value : ''}
          min={field.minimum}
          max={field.maximum}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
          {...errorProp(error)}
        />
      );
    case 'choice':
      return (
        <Select
          label={label}
          data={field.choices.map((choice) => ({
            value: choice,
            label: t(`settings.channels.choice.${choice}` as MessageKey),
          }))}
          value={String(value)}
          allowDeselect={false}
          onChange={onChange}
          {...errorProp(error)}
        />
      );
    case 'switch':
      return (
        <Switch label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
      );
  }
}
