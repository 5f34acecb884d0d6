import '../intake/intake.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Phone, Plus } from 'lucide-react';
import { useState } from 'react';
import { Exchange, ExchangeMade, ExchangePage, type Exchange as ExchangeRow } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/index.ts';
import { CopyText } from '../intake/copy-text.tsx';
import { EditDialog, ListState, Panel, SettingsPage } from '../settings/parts.tsx';
import { SecretOnce } from '../settings/secret-once.tsx';
import { AgentsPanel } from './agents-panel.tsx';
import { ExchangeForm } from './exchange-form.tsx';
import { HostsPanel } from './hosts-panel.tsx';

/** Telephone exchanges, the addresses that may be called, and who sits at which telephone. */
export function TelephonyPage() {
  const t = useT();
  const writes = useCan()('settings.write');
  const [edited, setEdited] = useState<ExchangeRow | 'new' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [renewed, setRenewed] = useState<ExchangeRow | null>(null);
  const list = useQuery({
    queryKey: keys.phone.exchanges,
    queryFn: ({ signal }) => api.get('/telephony/exchanges', ExchangePage, { signal }),
  });
  const renew = useAct({
    run: (id: string, key) => api.post(`/telephony/exchanges/${id}/secret`, ExchangeMade, {}, { idempotencyKey: key }),
    refresh: [keys.phone.exchanges],
    onDone: (answer) => {
      setRenewed(null);
      setSecret(answer.secret);
    },
    showError: 'form',
  });
  const items = list.data?.items ?? [];
  return (
    <SettingsPage
      title={t('settings.telephony')}
      sub={t('settings.telephony.sub')}
      writes={writes}
      primary={
        writes ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('settings.telephony.add')}
          </Button>
        ) : null
      }
    >
      <ListState
        list={list}
        icon={<Phone size={22} strokeWidth={1.75} />}
        title={t('settings.telephony.empty')}
        body={t('settings.telephony.emptyBody')}
      />
      {items.map((exchange) => (
        <ExchangePanel
          key={exchange.id}
          exchange={exchange}
          writes={writes}
          onEdit={() => setEdited(exchange)}
          onRenew={() => setRenewed(exchange)}
        />
      ))}
      {items.length > 0 ? <AgentsPanel exchanges={items} writes={writes} /> : null}
      <HostsPanel />
      <EditDialog edited={edited} add={t('settings.telephony.add')} size="lg" onClose={() => setEdited(null)}>
        {(exchange) => (
          <ExchangeForm
            exchange={exchange}
            onDone={(made) => {
              setEdited(null);
              if (made) setSecret(made);
            }}
          />
        )}
      </EditDialog>
      <SecretOnce
        secret={secret}
        title={t('settings.telephony.secret')}
        body={t('settings.telephony.secretOnce')}
        onClose={() => setSecret(null)}
      />
      <ConfirmDialog
        opened={renewed !== null}
        title={t('settings.telephony.renew')}
        body={t('settings.telephony.renewBody')}
        confirm={t('settings.telephony.renew')}
        busy={renew.isPending}
        error={renew.error}
        onConfirm={() => renewed && renew.mutate(renewed.id)}
        onClose={() => setRenewed(null)}
      />
    </SettingsPage>
  );
}

function ExchangePanel({
  exchange,
  writes,
  onEdit,
  onRenew,
}: {
  exchange: ExchangeRow;
  writes: boolean;
  onEdit: () => void;
  onRenew: () => void;
}) {
  const t = useT();
  const time = useTime();
  const { id, kind, name, state, error, lastHeardAt, path, host, port } = exchange;
  const test = useAct({
    run: (_: null, key) => api.post(`/telephony/exchanges/${id}/test`, Exchange, {}, { idempotencyKey: key }),
    refresh: [keys.phone.exchanges],
    done: t('settings.telephony.tested'),
  });
  return (
    <Panel>
      <div className="setting-row">
        <div className="setting-row-words">
          <strong>{name}</strong>
          <span className="text-2">
            {[
              t(`settings.telephony.kind.${kind}`),
              host === null ? null : `${host}:${String(port ?? '')}`,
              t(`settings.telephony.line.${state}`),
              lastHeardAt ? t('settings.telephony.lastHeard', { when: time.when(lastHeardAt) }) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {error ? <span className="text-late">{error.text}</span> : null}
        </div>
        {writes && kind === 'webhook' ? (
          <Button variant="subtle" size="xs" aria-label={`${t('settings.telephony.renew')} ${name}`} onClick={onRenew}>
            {t('settings.telephony.renew')}
          </Button>
        ) : null}
        {writes && kind !== 'webhook' && exchange.active ? (
          <Button
            variant="subtle"
            size="xs"
            aria-label={`${t('settings.telephony.test')} ${name}`}
            loading={test.isPending}
            onClick={() => test.mutate(null)}
          >
            {t('settings.telephony.test')}
          </Button>
        ) : null}
        {writes ? (
          <Button variant="default" size="xs" aria-label={t('settings.telephony.edit', { name })} onClick={onEdit}>
            {t('common.edit')}
          </Button>
        ) : null}
      </div>
      {path ? (
        <dl className="intake-addresses">
          <dt>{t('settings.telephony.endpoint')}</dt>
          <dd>
            <CopyText text={window.location.origin + path} />
          </dd>
        </dl>
      ) : null}
    </Panel>
  );
}
