import './channels.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus, Send } from 'lucide-react';
import { useState } from 'react';
import { TransportPage, TransportTested, type Transport } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { FamilyBadge } from '../../ui/index.ts';
import { CopyText } from '../intake/copy-text.tsx';
import { Mailboxes } from '../mail/mailboxes.tsx';
import { EditDialog, ListState, Panel, SettingsPage } from '../settings/parts.tsx';
import { LetterLayouts } from './letter-layouts.tsx';
import { LinkSettingsPanel } from './link-settings.tsx';
import { PracticeBanner } from './practice.tsx';
import { WayForm } from './way-form.tsx';

/** The ways by which messages leave: how each goes, what waits, and whether the other end answers. */
export function WaysPage() {
  const t = useT();
  const writes = useCan()('settings.write');
  const [edited, setEdited] = useState<Transport | 'new' | null>(null);
  const list = useQuery({
    queryKey: keys.channels,
    queryFn: ({ signal }) => api.get('/channels', TransportPage, { signal }),
    refetchInterval: 10_000,
  });
  const items = list.data?.items ?? [];
  return (
    <SettingsPage
      title={t('settings.channels')}
      sub={t('settings.channels.sub')}
      writes={writes}
      primary={
        writes ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('settings.channels.add')}
          </Button>
        ) : null
      }
    >
      <PracticeBanner here />
      <ListState
        list={list}
        icon={<Send size={22} strokeWidth={1.75} />}
        title={t('settings.channels.empty')}
        body={t('settings.channels.emptyBody')}
      />
      {items.map((way) => (
        <Way key={way.id} way={way} writes={writes} onEdit={() => setEdited(way)} />
      ))}
      <Mailboxes writes={writes} />
      <LetterLayouts writes={writes} />
      <LinkSettingsPanel writes={writes} />
      <EditDialog edited={edited} add={t('settings.channels.add')} size="lg" onClose={() => setEdited(null)}>
        {(way) => <WayForm way={way} onDone={() => setEdited(null)} />}
      </EditDialog>
    </SettingsPage>
  );
}

function Way({ way, writes, onEdit }: { way: Transport; writes: boolean; onEdit: () => void }) {
  const t = useT();
  const time = useTime();
  const test = useAct({
    run: (_: null, key) => api.post(`/channels/${way.id}/test`, TransportTested, {}, { idempotencyKey: key }),
    showError: 'toast',
  });
  const tested = test.data;
  const words = [
    t(`channels.kind.${way.kind}`),
    t.list(way.channels.map((channel) => t(`gate.channel.${channel}`))),
    way.sender,
    t('settings.channels.waiting', { count: way.waiting + way.sending }),
    way.lastSuccessAt ? t('settings.channels.lastSuccess', { when: time.when(way.lastSuccessAt) }) : null,
  ];
  return (
    <Panel>
      <div className="setting-row way-row">
        <div className="setting-row-words">
          <strong>
            {way.name} {way.active ? null : <FamilyBadge family="hold">{t('settings.channels.off')}</FamilyBadge>}
          </strong>
          <span className="text-2">{words.filter(Boolean).join(' · ')}</span>
          {way.lastError && way.lastErrorAt && way.failures > 0 ? (
            <span className="text-late">
              {t('settings.channels.lastError', { when: time.when(way.lastErrorAt), why: way.lastError.text })}
              {way.restUntil ? ` ${t('settings.channels.rests', { when: time.when(way.restUntil) })}` : ''}
            </span>
          ) : null}
          <span role="status" className={tested && !tested.ok ? 'text-late' : 'text-2'}>
            {tested
              ? tested.ok
                ? [t('settings.channels.testOk', { milliseconds: tested.milliseconds }), tested.said]
                    .filter(Boolean)
                    .join(' · ')
                : tested.error?.text
              : null}
          </span>
        </div>
        {writes ? (
          <>
            <Button
              variant="subtle"
              size="xs"
              aria-label={`${t('settings.channels.test')} ${way.name}`}
              loading={test.isPending}
              onClick={() => test.mutate(null)}
            >
              {t('settings.channels.test')}
            </Button>
            <Button variant="default" size="xs" aria-label={`${t('common.edit')} ${way.name}`} onClick={onEdit}>
              {t('common.edit')}
            </Button>
          </>
        ) : null}
      </div>
      {way.receiptPath || way.receivePath ? (
        <dl className="way-addresses">
          {way.receiptPath ? (
            <>
              <dt>{t('settings.channels.receiptUrl')}</dt>
              <dd>
                <CopyText text={window.location.origin + way.receiptPath} />
              </dd>
            </>
          ) : null}
          {way.receivePath ? (
            <>
              <dt>{t(way.kind === 'hylafax' ? 'settings.channels.receiveFaxUrl' : 'settings.channels.receiveUrl')}</dt>
              <dd>
                <CopyText text={window.location.origin + receiveAddress(way)} />
              </dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </Panel>
  );
}

/** Kannel fills in the number and the time of each text. */
function receiveAddress({ kind, receivePath }: Transport): string {
  return kind === 'kannel' ? `${receivePath ?? ''}&id=%I&at=%T&from=%p&to=%P` : (receivePath ?? '');
}
