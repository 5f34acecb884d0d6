import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { MessagePage, NoticePlannedPage, type Message, type NoticePlanned } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';
import { MessageDialog, State } from '../channels/message-dialog.tsx';
import { VerdictView } from '../channels/proof-view.tsx';

const LATELY = 10;

/** What a person will be told, and what she was told or not, each with why (P3). */
export function WhyMessages({ personId }: { personId: string }) {
  const t = useT();
  const [shown, setShown] = useState<string | null>(null);
  const query = { person: personId, limit: LATELY };
  const waits = { person: personId, state: 'queued', limit: LATELY };
  const planned = useQuery({
    queryKey: keys.notices.planned(personId),
    queryFn: ({ signal }) => api.get(`/people/${personId}/planned-notices`, NoticePlannedPage, { signal }),
  });
  const queued = useQuery({
    queryKey: keys.messages.list(waits),
    queryFn: ({ signal }) => api.get('/messages', MessagePage, { query: waits, signal }),
  });
  const past = useQuery({
    queryKey: keys.messages.list(query),
    queryFn: ({ signal }) => api.get('/messages', MessagePage, { query, signal }),
  });
  const error = planned.error ?? queued.error ?? past.error;
  if (error) {
    const retry = () => [planned, queued, past].forEach((one) => void one.refetch());
    return <ErrorState error={error} onRetry={retry} />;
  }
  if (!planned.data || !queued.data || !past.data) return <LoadingRows rows={3} />;
  const before = past.data.items.filter(({ state }) => state !== 'queued');
  const coming = planned.data.items.length + queued.data.items.length;
  return (
    <>
      <Part title={t('consents.why.planned')} none={coming === 0 ? t('consents.why.noPlanned') : null}>
        {queued.data.items.map((message) => (
          <Row key={message.id} message={message} onOpen={setShown} />
        ))}
        {planned.data.items.map((notice) => (
          <Planned key={notice.id} notice={notice} />
        ))}
      </Part>
      <Part title={t('consents.why.past')} none={before.length === 0 ? t('consents.why.noPast') : null}>
        {before.map((message) => (
          <Row key={message.id} message={message} onOpen={setShown} />
        ))}
      </Part>
      {shown ? <MessageDialog id={shown} ofPerson onClose={() => setShown(null)} /> : null}
    </>
  );
}

function Part({ title, none, children }: { title: string; none: string | null; children: ReactNode }) {
  return (
    <section className="why-text" aria-label={title}>
      <h3>{title}</h3>
      {none ? <p className="text-2">{none}</p> : <ul className="why-list">{children}</ul>}
    </section>
  );
}

function Row({ message, onOpen }: { message: Message; onOpen: (id: string) => void }) {
  const t = useT();
  const time = useTime();
  const { id, channel, state, why, remedy, subject, text } = message;
  const when = state === 'queued' ? (message.waitsUntil ?? message.sendAt) : (message.sentAt ?? message.madeAt);
  return (
    <li>
      <span>{[time.when(when), t(`gate.channel.${channel}`), t(`gate.purpose.${message.purpose}`)].join(' · ')}</span>
      <State row={message} />
      <span className="clip text-2">{subject ?? text}</span>
      <button type="button" className="number-button" onClick={() => onOpen(id)}>
        {t('messages.look')}
      </button>
      {why ? <span className="why-words">{why.text}</span> : null}
      {remedy ? <span className="why-words is-remedy">{remedy.text}</span> : null}
    </li>
  );
}

function Planned({ notice: { occasion, channel, dueAt, reason, verdict } }: { notice: NoticePlanned }) {
  const t = useT();
  const time = useTime();
  return (
    <li>
      <span>{[time.when(dueAt), t(`gate.channel.${channel}`), t(`notices.occasion.${occasion}`)].join(' · ')}</span>
      <span className="why-words">{reason ? reason.text : <VerdictView verdict={verdict} />}</span>
    </li>
  );
}
