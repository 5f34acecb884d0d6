import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PhoneAgent, PhoneAgentPage, type Exchange, type PhoneAgent as Agent } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ErrorState, errorProp, Form, LoadingRows, useFormErrors } from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';

/** Who sits at which telephone, and what she does now. */
export function AgentsPanel({ exchanges, writes }: { exchanges: readonly Exchange[]; writes: boolean }) {
  const t = useT();
  const list = useQuery({
    queryKey: keys.phone.agents,
    queryFn: ({ signal }) => api.get('/telephony/agents', PhoneAgentPage, { signal }),
  });
  return (
    <Panel>
      <h2>{t('settings.telephony.agents')}</h2>
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <LoadingRows rows={3} /> : null}
      {(list.data?.items ?? []).map((agent) => (
        <AgentRow
          key={`${agent.userId} ${agent.extension ?? ''}`}
          agent={agent}
          exchanges={exchanges}
          writes={writes}
        />
      ))}
    </Panel>
  );
}

function AgentRow({ agent, exchanges, writes }: { agent: Agent; exchanges: readonly Exchange[]; writes: boolean }) {
  const t = useT();
  const { userId, name, state } = agent;
  const [extension, setExtension] = useState(agent.extension ?? '');
  const [exchangeId, setExchangeId] = useState(agent.exchangeId ?? exchanges[0]?.id ?? '');
  const save = useAct({
    run: () =>
      api.put(`/telephony/agents/${userId}`, PhoneAgent, {
        telephone: extension.trim() === '' ? null : { exchangeId, extension: extension.trim() },
      }),
    refresh: [keys.phone.agents, keys.phone.now],
    done: t('common.saved'),
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['telephone.extension']);
  const changed = extension.trim() !== (agent.extension ?? '') || exchangeId !== (agent.exchangeId ?? exchangeId);
  const label = t('settings.telephony.extensionOf', { name });
  return (
    <Form label={label} onSubmit={() => save.mutate(null)}>
      <div className="setting-row">
        <div className="setting-row-words">
          <strong>{name}</strong>
          <span className="text-2">
            {agent.extension ? t(`telephony.state.${state}`) : t('settings.telephony.none')}
          </span>
        </div>
        {exchanges.length > 1 ? (
          <Select
            size="xs"
            aria-label={t('settings.telephony.exchanges')}
            data={exchanges.map((one) => ({ value: one.id, label: one.name }))}
            value={exchangeId}
            allowDeselect={false}
            disabled={!writes}
            onChange={(value) => value && setExchangeId(value)}
          />
        ) : null}
        <TextInput
          size="xs"
          w={90}
          aria-label={label}
          inputMode="numeric"
          maxLength={6}
          disabled={!writes}
          value={extension}
          onChange={(event) => setExtension(event.currentTarget.value)}
          {...errorProp(errors.field('telephone.extension') ?? errors.summary ?? undefined)}
        />
        {writes && changed ? (
          <Button size="xs" variant="light" type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
