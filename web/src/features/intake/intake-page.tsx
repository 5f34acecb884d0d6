import './intake.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Inbox, Plus } from 'lucide-react';
import { useState } from 'react';
import { IntakeSourceMade, IntakeSourcePage, type IntakeSource } from '@anbu/contract';
import { api, keys, useAct, useCan, useListName, useSourceChannels } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/index.ts';
import { EditDialog, ListState, Panel, SettingsPage } from '../settings/parts.tsx';
import { SecretOnce } from '../settings/secret-once.tsx';
import { CopyText } from './copy-text.tsx';
import { IntakeRequests } from './intake-requests.tsx';
import { SourceForm } from './source-form.tsx';

/** Where enquiries come in from outside, and what came in. */
export function IntakePage() {
  const t = useT();
  const can = useCan();
  const writes = can('settings.write');
  const [edited, setEdited] = useState<IntakeSource | 'new' | null>(null);
  const [made, setMade] = useState<IntakeSourceMade | null>(null);
  const [renewed, setRenewed] = useState<IntakeSource | null>(null);
  const list = useQuery({
    queryKey: keys.intake.sources,
    queryFn: ({ signal }) => api.get('/intake-sources', IntakeSourcePage, { signal }),
  });
  const renew = useAct({
    run: (id: string, key) => api.post(`/intake-sources/${id}/secret`, IntakeSourceMade, {}, { idempotencyKey: key }),
    refresh: [keys.intake.sources],
    onDone: (answer) => {
      setRenewed(null);
      setMade(answer);
    },
    showError: 'form',
  });
  const items = list.data?.items ?? [];
  return (
    <SettingsPage
      title={t('settings.intake')}
      sub={t('settings.intake.sub')}
      writes={writes}
      primary={
        writes ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('settings.intake.add')}
          </Button>
        ) : null
      }
    >
      <ListState
        list={list}
        icon={<Inbox size={22} strokeWidth={1.75} />}
        title={t('settings.intake.empty')}
        body={t('settings.intake.emptyBody')}
      />
      {items.map((source) => (
        <SourcePanel
          key={source.id}
          source={source}
          writes={writes}
          onEdit={() => setEdited(source)}
          onRenew={() => setRenewed(source)}
        />
      ))}
      {items.length > 0 && can('people.read') ? <IntakeRequests sources={items} /> : null}
      <EditDialog edited={edited} add={t('settings.intake.add')} size="lg" onClose={() => setEdited(null)}>
        {(source) => (
          <SourceForm
            source={source}
            onDone={(answer) => {
              setEdited(null);
              if (answer?.secret) setMade(answer);
            }}
          />
        )}
      </EditDialog>
      <SecretOnce
        secret={made === null ? null : (made.secret ?? '')}
        title={t('settings.intake.secret')}
        body={t('settings.intake.secretOnce')}
        onClose={() => setMade(null)}
      />
      <ConfirmDialog
        opened={renewed !== null}
        title={t('settings.intake.renew')}
        body={t('settings.intake.renewBody')}
        confirm={t('settings.intake.renew')}
        busy={renew.isPending}
        error={renew.error}
        onConfirm={() => renewed && renew.mutate(renewed.id)}
        onClose={() => setRenewed(null)}
      />
    </SettingsPage>
  );
}

function SourcePanel({
  source,
  writes,
  onEdit,
  onRenew,
}: {
  source: IntakeSource;
  writes: boolean;
  onEdit: () => void;
  onRenew: () => void;
}) {
  const t = useT();
  const time = useTime();
  const channelName = useListName(useSourceChannels());
  const address = window.location.origin + source.path;
  const isForm = source.kind === 'web_form';
  return (
    <Panel>
      <div className="setting-row">
        <div className="setting-row-words">
          <strong>{source.name}</strong>
          <span className="text-2">
            {[
              t(`settings.intake.kind.${source.kind}`),
              channelName(source.sourceChannel),
              source.active ? t('settings.intake.active') : t('settings.intake.closed'),
              source.oldSecretUntil ? t('settings.intake.oldUntil', { when: time.when(source.oldSecretUntil) }) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
        {isForm && source.active ? (
          <Button component="a" variant="subtle" size="xs" href={source.path} target="_blank" rel="noreferrer">
            {t('settings.intake.open')}
          </Button>
        ) : null}
        {writes && !isForm ? (
          <Button variant="subtle" size="xs" onClick={onRenew}>
            {t('settings.intake.renew')}
          </Button>
        ) : null}
        {writes ? (
          <Button
            variant="default"
            size="xs"
            aria-label={t('settings.intake.edit', { name: source.name })}
            onClick={onEdit}
          >
            {t('common.edit')}
          </Button>
        ) : null}
      </div>
      <dl className="intake-addresses">
        <dt>{isForm ? t('settings.intake.page') : t('settings.intake.endpoint')}</dt>
        <dd>
          <CopyText text={address} />
        </dd>
        {isForm ? (
          <>
            <dt>{t('settings.intake.embed')}</dt>
            <dd>
              <CopyText text={embedCode(source)} />
            </dd>
          </>
        ) : null}
      </dl>
    </Panel>
  );
}

function embedCode({ path }: IntakeSource): string {
  const token = path.slice(path.lastIndexOf('/') + 1);
  return `<script src="${window.location.origin}/p/enquiry/embed.js" data-form="${token}" async></script>`;
}
