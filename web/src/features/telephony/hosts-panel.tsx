import { Button, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AllowedHost, AllowedHostPage, Nothing } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';

/** Addresses inside the own network that may be called: an administrator's act, with the reason. */
export function HostsPanel() {
  const t = useT();
  const time = useTime();
  const may = useCan()('api-keys.manage');
  const list = useQuery({
    queryKey: keys.phone.hosts,
    queryFn: ({ signal }) => api.get('/telephony/allowed-hosts', AllowedHostPage, { signal }),
  });
  const forbid = useAct({
    run: (id: string) => api.delete(`/telephony/allowed-hosts/${id}`, Nothing),
    refresh: [keys.phone.hosts],
  });
  const items = list.data?.items ?? [];
  return (
    <Panel>
      <h2>{t('settings.telephony.hosts')}</h2>
      <p className="text-2">{t('settings.telephony.hostsSub')}</p>
      {items.length === 0 ? <p className="text-2">{t('settings.telephony.noHosts')}</p> : null}
      {items.map((one) => (
        <div key={one.id} className="setting-row">
          <div className="setting-row-words">
            <strong>
              {one.host}:{one.port}
            </strong>
            <span className="text-2">
              {one.reason} · {time.when(one.allowedAt)}
            </span>
          </div>
          {may ? (
            <Button size="xs" variant="subtle" color="gray" onClick={() => forbid.mutate(one.id)}>
              {t('settings.telephony.forbid', { host: `${one.host}:${String(one.port)}` })}
            </Button>
          ) : null}
        </div>
      ))}
      {may ? <AllowForm /> : <p className="text-2">{t('settings.telephony.adminOnly')}</p>}
    </Panel>
  );
}

function AllowForm() {
  const t = useT();
  const [input, setInput] = useState({ host: '', port: 5038, reason: '' });
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const allow = useAct({
    run: (_: null, key) => api.post('/telephony/allowed-hosts', AllowedHost, input, { idempotencyKey: key }),
    refresh: [keys.phone.hosts],
    done: t('common.saved'),
    onDone: () => setInput({ host: '', port: 5038, reason: '' }),
    showError: 'form',
  });
  const errors = useFormErrors(allow.error, ['host', 'port', 'reason']);
  return (
    <Form label={t('settings.telephony.allow')} onSubmit={() => allow.mutate(null)}>
      <FormError summary={errors.summary} />
      <div className="form-line">
        <TextInput
          className="grow"
          label={t('settings.telephony.host')}
          value={input.host}
          onChange={(event) => set({ host: event.currentTarget.value.trim() })}
          {...errorProp(errors.field('host'))}
        />
        <NumberInput
          label={t('settings.telephony.port')}
          value={input.port}
          min={1}
          max={65_535}
          onChange={(value) => set({ port: Number(value) || 5038 })}
          {...errorProp(errors.field('port'))}
        />
        <TextInput
          className="grow"
          label={t('settings.telephony.reason')}
          value={input.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
          {...errorProp(errors.field('reason'))}
        />
      </div>
      <div className="form-acts">
        <Button type="submit" size="xs" variant="light" loading={allow.isPending}>
          {t('settings.telephony.allow')}
        </Button>
      </div>
    </Form>
  );
}
