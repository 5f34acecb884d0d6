import './channels.css';
import { Button, NativeSelect, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  Message,
  PURPOSES,
  SENT_CHANNELS,
  TemplatePage,
  type Purpose,
  type SentChannel,
  type Template,
} from '@anbu/contract';
import { api, keys, ProblemError, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Dialog, ErrorState, Form, FormError, LoadingRows, errorProp, useFormErrors } from '../../ui/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';
import { PracticeBanner } from './practice.tsx';
import { ProofView, VerdictView } from './proof-view.tsx';
import { usePreview } from './use-preview.ts';

const BY_HAND = 'by-hand';
/** Channels whose messages have a subject. */
const TITLED: readonly SentChannel[] = ['email', 'fax', 'letter'];

/** A message to a person: template or own words → as it arrives → what the gate says → send. */
export function ComposeDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const [channel, setChannel] = useState<SentChannel>('sms');
  const [templateId, setTemplateId] = useState<string>(BY_HAND);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [purpose, setPurpose] = useState<Purpose>('service');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const list = useQuery({
    queryKey: keys.templates.list({ active: 1 }),
    queryFn: ({ signal }) => api.get('/templates', TemplatePage, { query: { active: '1', limit: 200 }, signal }),
  });
  const usable = (list.data?.items ?? []).filter(({ approved, channels }) => approved && channels.includes(channel));
  const template = usable.find(({ id }) => id === templateId) ?? null;
  const variables = template?.approved?.variables ?? [];
  const filled = variables.every(({ name }) => (values[name] ?? '') !== '');
  const body = template
    ? {
        personId,
        channel,
        templateId: template.id,
        values: Object.fromEntries(variables.map(({ name }) => [name, values[name] ?? ''])),
      }
    : {
        personId,
        channel,
        purpose,
        text,
        ...(channel === 'email' || (TITLED.includes(channel) && subject.trim() !== '') ? { subject } : {}),
      };
  const inOwnWords = text.trim() !== '' && (channel !== 'email' || subject.trim() !== '');
  // The provider takes only what it has approved.
  const isWritten = template ? filled : channel !== 'alimtalk' && inOwnWords;
  const preview = usePreview(body, isWritten);
  const send = useAct({
    run: (_: null, key) => api.post('/messages', Message, body, { idempotencyKey: key }),
    refresh: [keys.messages.all, keys.timeline.of(personId)],
    showError: 'form',
    onDone: (message) => {
      const refused = message.state === 'refused' || message.state === 'expired';
      notifications.show({
        message: refused ? `${t('messages.compose.refused')} ${message.why?.text ?? ''}` : t('messages.compose.sent'),
        color: refused ? 'red' : 'brand',
        autoClose: refused ? 8_000 : 3_000,
      });
      onClose();
    },
  });
  const errors = useFormErrors(send.error ?? preview.error, [
    'text',
    'subject',
    ...variables.map(({ name }) => `values.${name}`),
  ]);
  const isRefused = isWritten && preview.error instanceof ProblemError;
  const verdict = isWritten ? preview.data?.verdict : undefined;
  return (
    <Dialog title={t('messages.compose')} onClose={onClose} size="lg">
      <Form onSubmit={() => isWritten && send.mutate(null)} label={t('messages.compose')}>
        <SegmentedControl
          aria-label={t('messages.channel')}
          data={SENT_CHANNELS.map((value) => ({ value, label: t(`gate.channel.${value}`) }))}
          value={channel}
          onChange={(value) => {
            setChannel(SENT_CHANNELS.find((known) => known === value) ?? channel);
            setTemplateId(BY_HAND);
          }}
        />
        <PracticeBanner of={channel} />
        {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        <TemplateSelect usable={usable} channel={channel} value={templateId} onChange={setTemplateId} />
        {template ? (
          variables.map(({ name, type, sample }) => (
            <TextInput
              key={name}
              label={name}
              type={type === 'day' ? 'date' : type === 'time' ? 'time' : 'text'}
              placeholder={sample}
              value={values[name] ?? ''}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              {...errorProp(errors.field(`values.${name}`))}
            />
          ))
        ) : channel === 'alimtalk' ? (
          <p className="text-2">{t('channels.needs_template')}</p>
        ) : (
          <>
            <NativeSelect
              label={t('consents.field.purpose')}
              value={purpose}
              onChange={(event) => setPurpose(PURPOSES.find((one) => one === event.currentTarget.value) ?? purpose)}
              data={PURPOSES.map((value) => ({ value, label: t(`gate.purpose.${value}`) }))}
            />
            {TITLED.includes(channel) ? (
              <TextInput
                label={t('messages.compose.subject')}
                value={subject}
                maxLength={200}
                onChange={(event) => setSubject(event.currentTarget.value)}
                {...errorProp(errors.field('subject'))}
              />
            ) : null}
            <Textarea
              label={t('messages.compose.text')}
              autosize
              minRows={3}
              maxRows={12}
              maxLength={4_000}
              data-autofocus
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              {...errorProp(errors.field('text'))}
            />
          </>
        )}
        <FormError summary={errors.summary} />
        {isWritten && preview.data ? (
          <>
            <span className="text-2">
              {preview.data.proof.to
                ? t('messages.compose.to', { to: localPhone(preview.data.proof.to) })
                : t('messages.compose.noTo')}
            </span>
            <ProofView proof={preview.data.proof} />
            <VerdictView verdict={preview.data.verdict} />
          </>
        ) : isWritten ? (
          preview.error ? null : (
            <LoadingRows rows={1} />
          )
        ) : template || channel !== 'alimtalk' ? (
          <p className="text-2">{t('messages.compose.write')}</p>
        ) : null}
        <div className="form-acts">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            loading={send.isPending}
            disabled={!isWritten || isRefused || verdict?.verdict === 'DENY'}
          >
            {verdict?.verdict === 'DEFER' && verdict.until
              ? t('messages.compose.sendLater', { when: time.when(verdict.until) })
              : t('messages.compose.send')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function TemplateSelect({
  usable,
  channel,
  value,
  onChange,
}: {
  usable: readonly Template[];
  channel: SentChannel;
  value: string;
  onChange: (id: string) => void;
}) {
  const t = useT();
  const own = channel === 'alimtalk' ? [] : [{ value: BY_HAND, label: t('messages.compose.byHand') }];
  return (
    <Select
      label={t('messages.compose.template')}
      data={[...own, ...usable.map(({ id, name }) => ({ value: id, label: name }))]}
      value={usable.some(({ id }) => id === value) || own.length > 0 ? value : null}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('messages.compose.noTemplates')}
      onChange={(id) => id && onChange(id)}
    />
  );
}
