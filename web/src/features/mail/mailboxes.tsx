import './mail.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Inbox, Plus } from 'lucide-react';
import { useState } from 'react';
import { MailboxPage, MailboxTested, type Mailbox } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Dialog, FamilyBadge } from '../../ui/index.ts';
import { EditDialog, ListState, Panel } from '../settings/parts.tsx';
import { FailedMails } from './failed-mails.tsx';
import { MailboxForm } from './mailbox-form.tsx';

/** Where bounces and replies come in: how each mailbox goes, what waits, and what could not be taken. */
export function Mailboxes({ writes }: { writes: boolean }) {
  const t = useT();
  const [edited, setEdited] = useState<Mailbox | 'new' | null>(null);
  const [failedOf, setFailedOf] = useState<Mailbox | null>(null);
  const list = useQuery({
    queryKey: keys.mailboxes,
    queryFn: ({ signal }) => api.get('/mailboxes', MailboxPage, { signal }),
    refetchInterval: 30_000,
  });
  const listensAt = list.data?.listensAt ?? null;
  return (
    <section className="mailboxes" aria-labelledby="mailboxes">
      <div className="form-line">
        <div className="grow">
          <h2 id="mailboxes">{t('settings.mailboxes')}</h2>
          <p className="text-2">{t('settings.mailboxes.sub')}</p>
        </div>
        {writes ? (
          <Button variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('settings.mailboxes.add')}
          </Button>
        ) : null}
      </div>
      <ListState
        list={list}
        icon={<Inbox size={22} strokeWidth={1.75} />}
        title={t('settings.mailboxes.empty')}
        body={t('settings.mailboxes.emptyBody')}
      />
      {list.data?.items.map((mailbox) => (
        <Row
          key={mailbox.id}
          mailbox={mailbox}
          listensAt={listensAt}
          writes={writes}
          onEdit={() => setEdited(mailbox)}
          onFailed={() => setFailedOf(mailbox)}
        />
      ))}
      <EditDialog edited={edited} add={t('settings.mailboxes.add')} onClose={() => setEdited(null)}>
        {(mailbox) => <MailboxForm mailbox={mailbox} listensAt={listensAt} onDone={() => setEdited(null)} />}
      </EditDialog>
      {failedOf ? (
        <Dialog title={t('settings.mailboxes.failedTitle')} size="lg" onClose={() => setFailedOf(null)}>
          <FailedMails mailbox={failedOf} writes={writes} />
        </Dialog>
      ) : null}
    </section>
  );
}

type RowProps = {
  mailbox: Mailbox;
  listensAt: string | null;
  writes: boolean;
  onEdit: () => void;
  onFailed: () => void;
};

function Row({ mailbox, listensAt, writes, onEdit, onFailed }: RowProps) {
  const t = useT();
  const time = useTime();
  const test = useAct({
    run: (_: null, key) => api.post(`/mailboxes/${mailbox.id}/test`, MailboxTested, {}, { idempotencyKey: key }),
    showError: 'toast',
  });
  const tested = test.data;
  const { kind, lastReadAt, lastErrorAt, lastError, failures, halted, restUntil, waiting, failed } = mailbox;
  const isOff = kind === 'smtp' && listensAt === null;
  const words = [
    t(`settings.mailboxes.kind.${kind}`),
    mailbox.address,
    kind === 'imap' ? `${mailbox.host ?? ''} · ${mailbox.folder ?? ''}` : null,
    t('settings.mailboxes.waiting', { count: waiting }),
    kind === 'smtp'
      ? null
      : lastReadAt
        ? t('settings.mailboxes.lastRead', { when: time.when(lastReadAt) })
        : t('settings.mailboxes.neverRead'),
  ];
  return (
    <Panel>
      <div className="setting-row way-row">
        <div className="setting-row-words">
          <strong>
            {mailbox.name}{' '}
            {mailbox.active ? null : <FamilyBadge family="hold">{t('settings.channels.off')}</FamilyBadge>}
          </strong>
          <span className="text-2">{words.filter(Boolean).join(' · ')}</span>
          {isOff ? <span className="text-late">{t('settings.mailboxes.kindHint.off')}</span> : null}
          {lastError && lastErrorAt && failures > 0 ? (
            <span className="text-late">
              {t('settings.channels.lastError', { when: time.when(lastErrorAt), why: lastError.text })}{' '}
              {halted
                ? t('settings.mailboxes.halted')
                : restUntil
                  ? t('settings.channels.rests', { when: time.when(restUntil) })
                  : ''}
            </span>
          ) : null}
          <span role="status" className={tested && !tested.ok ? 'text-late' : 'text-2'}>
            {tested
              ? tested.ok
                ? t('settings.channels.testOk', { milliseconds: tested.milliseconds })
                : tested.error?.text
              : null}
          </span>
        </div>
        {failed > 0 ? (
          <Button variant="light" color="red" size="xs" onClick={onFailed}>
            {t('settings.mailboxes.failed', { count: failed })}
          </Button>
        ) : null}
        {writes ? (
          <>
            <Button
              variant="subtle"
              size="xs"
              loading={test.isPending}
              aria-label={`${t('settings.channels.test')} ${mailbox.name}`}
              onClick={() => test.mutate(null)}
            >
              {t('settings.channels.test')}
            </Button>
            <Button variant="default" size="xs" aria-label={`${t('common.edit')} ${mailbox.name}`} onClick={onEdit}>
              {t('common.edit')}
            </Button>
          </>
        ) : null}
      </div>
    </Panel>
  );
}
