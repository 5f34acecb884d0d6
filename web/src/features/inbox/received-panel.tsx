import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Eye } from 'lucide-react';
import { useEffect } from 'react';
import { IncomingDetail, IncomingMessage, type IncomingState } from '@anbu/contract';
import { z } from 'zod';
import { api, fileAddress, keys, useAct, useCan, useMe, useUsers } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { ButtonLink, ErrorState, FamilyBadge, Kbd, LoadingRows } from '../../ui/index.ts';
import { STATE_FAMILY } from '../channels/words.ts';
import { AnswerForm } from './answer-form.tsx';
import { WhoseIs } from './whose-is.tsx';
import { EFFECTS, whoOf } from './words.ts';

const RENEW_MS = 25_000;

/** One received message: whose it is, what was written back and forth, and the answer. */
export function ReceivedPanel({ id, onClose, onNext }: { id: string; onClose: () => void; onNext: () => void }) {
  const t = useT();
  const can = useCan();
  useShown(id);
  const found = useQuery({
    queryKey: keys.inbox.detail(id),
    queryFn: ({ signal }) => api.get(`/inbox/${id}`, IncomingDetail, { signal }),
  });
  const message = found.data;
  const settle = useAct({
    run: (state: IncomingState, key) =>
      api.post(
        `/inbox/${id}/settle`,
        IncomingMessage,
        { state, version: message?.version ?? 1 },
        { idempotencyKey: key },
      ),
    refresh: [keys.inbox.all],
    done: t('common.saved'),
    onDone: ({ state }) => {
      if (state !== 'open') onNext();
    },
  });
  const canWrite = can('people.write');
  useShortcuts([
    {
      keys: 'E',
      label: t('inbox.doneAndNext'),
      when: canWrite && message?.state === 'open',
      run: () => settle.mutate('done'),
    },
    { keys: 'Escape', label: t('common.close'), run: onClose },
  ]);
  return (
    <section className="inbox-panel" aria-label={t('inbox.message')}>
      <div className="inbox-acts inbox-back">
        <Button variant="subtle" color="gray" leftSection={<ArrowLeft size={16} aria-hidden />} onClick={onClose}>
          {t('inbox.back')}
        </Button>
      </div>
      {found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingRows rows={4} /> : null}
      {message ? (
        <>
          <Head message={message} />
          {message.problem ? (
            <p className="inbox-note" role="status">
              {message.problem.text}
            </p>
          ) : null}
          {message.person === null && message.state !== 'spam' ? (
            <WhoseIs key={message.version} message={message} />
          ) : null}
          <Thread message={message} />
          {message.person && canWrite && message.state !== 'spam' ? (
            <AnswerForm
              message={message}
              onSent={() => (message.state === 'open' ? settle.mutate('done') : undefined)}
            />
          ) : null}
          {canWrite ? (
            <div className="inbox-acts">
              {message.state === 'open' ? (
                <>
                  <Button
                    loading={settle.isPending}
                    onClick={() => settle.mutate('done')}
                    rightSection={<Kbd keys="E" />}
                  >
                    {t('inbox.done')}
                  </Button>
                  <Button variant="default" disabled={settle.isPending} onClick={() => settle.mutate('spam')}>
                    {t('inbox.spam')}
                  </Button>
                </>
              ) : (
                <Button variant="default" loading={settle.isPending} onClick={() => settle.mutate('open')}>
                  {t('inbox.reopen')}
                </Button>
              )}
            </div>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

function Head({ message }: { message: IncomingDetail }) {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const effect = EFFECTS[message.effect];
  const others = message.viewers.filter(({ userId }) => userId !== me.userId);
  return (
    <>
      <div className="inbox-head">
        <h2>{whoOf(t, message)}</h2>
        <span className="text-2">
          {[
            t(`inbox.channel.${message.channel}`),
            message.person ? message.fromShown : null,
            time.when(message.receivedAt),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {effect ? <FamilyBadge family={effect.family}>{t(effect.label)}</FamilyBadge> : null}
        {message.person ? (
          <ButtonLink
            to="/people/$personId"
            params={{ personId: message.person.id }}
            search={message.enquiryId ? { enquiry: message.enquiryId } : {}}
            variant="subtle"
            size="xs"
          >
            {t('inbox.openPerson')}
          </ButtonLink>
        ) : null}
      </div>
      <div className="inbox-meta" role="status">
        {others.length > 0 ? (
          <span className="inbox-note">
            <Eye size={14} aria-hidden /> {t('people.viewers', { names: t.list(others.map(({ name }) => name)) })}
          </span>
        ) : null}
      </div>
      <Owner message={message} />
      {message.files.length > 0 ? (
        <ul className="inbox-candidates" aria-label={t('inbox.files')}>
          {message.files.map((file) => (
            <li key={file.id}>
              <a href={fileAddress(`/inbox/${message.id}/files/${file.id}`)} download>
                {file.name}
              </a>
              <span className="text-2">
                {t('inbox.kilobytes', { size: Math.max(1, Math.round(file.bytes / 1024)) })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function Owner({ message }: { message: IncomingDetail }) {
  const t = useT();
  const can = useCan();
  const me = useMe();
  const users = useUsers();
  const assign = useAct({
    run: (ownerId: string | null, key) =>
      api.post(
        `/inbox/${message.id}/assign`,
        IncomingMessage,
        { ownerId, version: message.version },
        { idempotencyKey: key },
      ),
    refresh: [keys.inbox.all],
  });
  const canWrite = can('people.write');
  useShortcuts([
    {
      keys: 'A',
      label: t('inbox.assignToMe'),
      when: canWrite && message.ownerId !== me.userId,
      run: () => assign.mutate(me.userId),
    },
  ]);
  return (
    <div className="inbox-acts">
      <Select
        size="xs"
        label={t('inbox.owner')}
        placeholder={t('inbox.nobody')}
        clearable
        searchable
        disabled={!canWrite || assign.isPending}
        data={users.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))}
        value={message.ownerId}
        onChange={(ownerId) => assign.mutate(ownerId)}
      />
    </div>
  );
}

function Thread({ message }: { message: IncomingDetail }) {
  const t = useT();
  const time = useTime();
  return (
    <ol className="inbox-thread" aria-label={t('inbox.thread')}>
      {message.thread.map((line) => {
        const effect = line.effect ? EFFECTS[line.effect] : undefined;
        const look = ['inbox-line', `is-${line.direction}`, line.id === message.id ? 'is-this' : ''].join(' ').trim();
        return (
          <li key={line.id} className={look}>
            <span className="text-2">
              {[
                line.direction === 'in' ? t('inbox.from') : t('inbox.toThem'),
                line.person?.name ?? null,
                time.when(line.at),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {line.subject ? <strong>{line.subject}</strong> : null}
            <div className="inbox-bubble">{line.text || t('inbox.noText')}</div>
            {line.state ? (
              <FamilyBadge family={STATE_FAMILY[line.state]}>{t(`channels.state.${line.state}`)}</FamilyBadge>
            ) : null}
            {effect ? <FamilyBadge family={effect.family}>{t(effect.label)}</FamilyBadge> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** Tells the others that this message is open here, as long as the screen is seen. */
function useShown(id: string): void {
  useEffect(() => {
    const tell = (here: boolean) => {
      // Presence is a courtesy: where it cannot be told, the work goes on without it.
      api.post(`/inbox/${id}/viewing`, z.unknown(), { here }).catch(() => undefined);
    };
    const onVisibility = () => tell(document.visibilityState === 'visible');
    onVisibility();
    const renew = window.setInterval(onVisibility, RENEW_MS);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      window.clearInterval(renew);
      document.removeEventListener('visibilitychange', onVisibility);
      tell(false);
    };
  }, [id]);
}
