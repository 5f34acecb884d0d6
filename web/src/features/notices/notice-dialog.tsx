import { Checkbox, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  MOST_NOTICE_DAYS,
  MOST_NOTICE_MINUTES,
  NoticeSetting,
  OCCASIONS,
  TemplatePage,
  type SentChannel,
} from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** By which channels in which order, with which template, and when. */
export function NoticeDialog({ setting, onClose }: { setting: NoticeSetting; onClose: () => void }) {
  const t = useT();
  const { occasion } = setting;
  const { timing } = OCCASIONS[occasion];
  const [input, setInput] = useState({
    active: setting.active,
    channels: setting.channels as readonly SentChannel[],
    templateId: setting.templateId,
    days: setting.days ?? 1,
    minutes: setting.minutes ?? 0,
    time: setting.time ?? '10:00',
  });
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const list = useQuery({
    queryKey: keys.templates.list({ active: 1 }),
    queryFn: ({ signal }) => api.get('/templates', TemplatePage, { query: { active: '1', limit: 200 }, signal }),
  });
  const templates = list.data?.items ?? [];
  const able = templates.find(({ id }) => id === input.templateId)?.channels ?? setting.channels;
  const save = useAct({
    run: () => {
      const { days, minutes, time, ...rest } = input;
      const when = timing === 'days' ? { days, time } : timing === 'minutes' ? { minutes } : {};
      return api.patch(`/notices/${occasion}`, NoticeSetting, { ...rest, ...when, version: setting.version });
    },
    refresh: [keys.notices.all],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['channels', 'templateId', 'days', 'minutes', 'time']);
  const [first] = input.channels;
  return (
    <Dialog title={t(`notices.occasion.${occasion}`)} onClose={onClose}>
      <Form onSubmit={() => input.channels.length > 0 && save.mutate(null)} label={t('settings.notices.edit')}>
        <FormError summary={errors.summary} />
        <Switch
          label={input.active ? t('settings.notices.on') : t('settings.notices.off')}
          checked={input.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
        <Select
          label={t('settings.notices.template')}
          data={templates.map(({ id, name }) => ({ value: id, label: name }))}
          value={input.templateId}
          searchable
          allowDeselect={false}
          data-autofocus
          onChange={(templateId) => {
            const next = templates.find(({ id }) => id === templateId);
            if (next) set({ templateId: next.id, channels: next.channels });
          }}
          {...errorProp(errors.field('templateId'))}
        />
        <Checkbox.Group
          label={t('settings.notices.channels')}
          description={t('settings.notices.channelsHint')}
          value={[...input.channels]}
          onChange={(value) =>
            // Those that stay keep their order; a new one comes last.
            set({
              channels: [
                ...input.channels.filter((channel) => value.includes(channel)),
                ...able.filter((channel) => value.includes(channel) && !input.channels.includes(channel)),
              ],
            })
          }
          {...errorProp(errors.field('channels'))}
        >
          <div className="form-line">
            {able.map((channel) => (
              <Checkbox key={channel} value={channel} label={t(`gate.channel.${channel}`)} />
            ))}
          </div>
        </Checkbox.Group>
        {input.channels.length > 1 ? (
          <Select
            label={t('settings.notices.order')}
            data={input.channels.map((value) => ({
              value,
              label: t('settings.notices.first', { channel: t(`gate.channel.${value}`) }),
            }))}
            value={first ?? null}
            allowDeselect={false}
            onChange={(value) =>
              set({
                channels: [
                  ...input.channels.filter((channel) => channel === value),
                  ...input.channels.filter((channel) => channel !== value),
                ],
              })
            }
          />
        ) : null}
        {timing === 'days' ? (
          <div className="form-line">
            <NumberInput
              className="grow"
              label={t('settings.notices.days')}
              min={1}
              max={MOST_NOTICE_DAYS}
              value={input.days}
              onChange={(value) => set({ days: Number(value) || 1 })}
              {...errorProp(errors.field('days'))}
            />
            <TextInput
              className="grow"
              type="time"
              label={t('settings.notices.time')}
              value={input.time}
              onChange={(event) => set({ time: event.currentTarget.value })}
              {...errorProp(errors.field('time'))}
            />
          </div>
        ) : null}
        {timing === 'minutes' ? (
          <NumberInput
            label={t('settings.notices.minutes')}
            min={0}
            max={MOST_NOTICE_MINUTES}
            value={input.minutes}
            onChange={(value) => set({ minutes: Number(value) || 0 })}
            {...errorProp(errors.field('minutes'))}
          />
        ) : null}
        <FormActs busy={save.isPending} submit={t('common.save')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
