import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MESSAGE_CHANNELS, Sender, SenderPage, type MessageChannel } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  DayInput,
  Dialog,
  errorProp,
  ErrorState,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  useFormErrors,
} from '../../ui/index.ts';
import { Panel, WhoChanged } from '../settings/parts.tsx';

/** Numbers and addresses to send from; one that is not registered, or no longer, sends nothing. */
export function Senders({ writes }: { writes: boolean }) {
  const t = useT();
  const [edited, setEdited] = useState<Sender | 'new' | null>(null);
  const senders = useQuery({
    queryKey: keys.senders,
    queryFn: ({ signal }) => api.get('/senders', SenderPage, { signal }),
  });
  return (
    <Panel title={t('settings.gate.senders')}>
      {senders.error ? <ErrorState error={senders.error} onRetry={() => void senders.refetch()} /> : null}
      {senders.isPending ? <LoadingRows rows={2} /> : null}
      {senders.data?.items.length === 0 ? <p className="text-2">{t('settings.gate.senders.empty')}</p> : null}
      {(senders.data?.items ?? []).map((sender) => (
        <SenderRow key={sender.id} sender={sender} onEdit={writes ? () => setEdited(sender) : undefined} />
      ))}
      {writes ? (
        <Button variant="default" size="xs" onClick={() => setEdited('new')}>
          {t('settings.gate.senders.add')}
        </Button>
      ) : null}
      {edited ? <SenderDialog sender={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  );
}

function SenderRow({ sender, onEdit }: { sender: Sender; onEdit: (() => void) | undefined }) {
  const t = useT();
  const { today } = useTime();
  const { registeredOn, expiresOn, active } = sender;
  const over = expiresOn !== null && expiresOn < today;
  const bad = registeredOn === null || over;
  return (
    <div className={active ? 'setting-row' : 'setting-row is-off'}>
      <div className="setting-row-words">
        <strong>{sender.value}</strong>
        <span>{[t(`gate.channel.${sender.channel}`), sender.name].join(' · ')}</span>
        <div className={bad ? 'text-late' : 'text-2'}>
          {registeredOn === null
            ? t('settings.gate.senders.unregistered')
            : t(over ? 'settings.gate.senders.over' : 'settings.gate.senders.days', {
                from: registeredOn,
                to: expiresOn ?? '–',
              })}
        </div>
      </div>
      <WhoChanged entityId={sender.id} />
      {onEdit ? (
        <Button
          variant="default"
          size="xs"
          aria-label={t('settings.gate.editNamed', { name: sender.value })}
          onClick={onEdit}
        >
          {t('common.edit')}
        </Button>
      ) : null}
    </div>
  );
}

function SenderDialog({ sender, onClose }: { sender: Sender | null; onClose: () => void }) {
  const t = useT();
  const [channel, setChannel] = useState<MessageChannel>(sender?.channel ?? 'sms');
  const [value, setValue] = useState(sender?.value ?? '');
  const [name, setName] = useState(sender?.name ?? '');
  const [registeredOn, setRegisteredOn] = useState(sender?.registeredOn ?? null);
  const [expiresOn, setExpiresOn] = useState(sender?.expiresOn ?? null);
  const [active, setActive] = useState(sender?.active ?? true);
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (_: null, key) =>
      sender
        ? api.patch(`/senders/${sender.id}`, Sender, { name, registeredOn, expiresOn, active, version: sender.version })
        : api.post('/senders', Sender, { channel, value, name, registeredOn, expiresOn }, { idempotencyKey: key }),
    refresh: [keys.senders],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['value', 'name', 'registeredOn', 'expiresOn']);
  const missing = (field: string, text: string) =>
    errorProp(asked && !text.trim() ? t('field.required') : errors.field(field));
  const submit = () => {
    setAsked(true);
    if (value.trim() && name.trim()) save.mutate(null);
  };
  const title = sender ? t('settings.gate.editNamed', { name: sender.value }) : t('settings.gate.senders.add');
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={submit} label={title}>
        <FormError summary={errors.summary} />
        {sender ? null : (
          <>
            <NativeSelect
              label={t('consents.why.channel')}
              value={channel}
              onChange={(event) => setChannel(event.currentTarget.value as MessageChannel)}
              data={MESSAGE_CHANNELS.map((one) => ({ value: one, label: t(`gate.channel.${one}`) }))}
              data-autofocus
            />
            <TextInput
              label={t('settings.gate.senders.value')}
              value={value}
              maxLength={254}
              onChange={(event) => setValue(event.currentTarget.value)}
              {...missing('value', value)}
            />
          </>
        )}
        <TextInput
          label={t('settings.gate.senders.name')}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          {...missing('name', name)}
        />
        <DayInput
          label={t('settings.gate.senders.registeredOn')}
          value={registeredOn}
          onChange={setRegisteredOn}
          {...errorProp(errors.field('registeredOn'))}
        />
        <DayInput
          label={t('settings.gate.senders.expiresOn')}
          value={expiresOn}
          min={registeredOn ?? undefined}
          onChange={setExpiresOn}
          {...errorProp(errors.field('expiresOn'))}
        />
        {sender ? (
          <Checkbox
            label={t('settings.gate.senders.active')}
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
        ) : null}
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
