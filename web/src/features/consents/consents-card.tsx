import './consents.css';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Check, CircleHelp, EllipsisVertical, Moon, X } from 'lucide-react';
import { useState } from 'react';
import {
  PersonConsents,
  PreferenceLink,
  PURPOSES,
  type ConsentLine,
  type DataRequest,
  type Person,
  type Suppression,
} from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows } from '../../ui/index.ts';
import { AskDialog } from './ask-dialog.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { HistoryDialog } from './history-dialog.tsx';
import { LiftDialog } from './lift-dialog.tsx';
import { PlaceDialog } from './place-dialog.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { StopDialog } from './stop-dialog.tsx';
import { useStopWords } from './words.ts';
import { WhyDialog } from './why-dialog.tsx';

type Opened =
  'record' | 'stop' | 'why' | 'history' | 'place' | 'ask' | { lift: Suppression } | { answer: DataRequest } | null;

/** What a person agreed to hear, what is stopped, and why something may or may not go (screen 4). */
export function ConsentsCard({ person, writes }: { person: Person; writes: boolean }) {
  const t = useT();
  const [opened, setOpened] = useState<Opened>(null);
  const consents = useQuery({
    queryKey: keys.people.consents(person.id),
    queryFn: ({ signal }) => api.get(`/people/${person.id}/consents`, PersonConsents, { signal }),
  });
  const link = useAct({
    run: () => api.post(`/people/${person.id}/preference-link`, PreferenceLink, {}),
    onDone: ({ url }) => void copy(url, t('consents.link.copied'), t('consents.link.shown', { url })),
  });
  const close = () => setOpened(null);
  return (
    <section className="panel panel-body consents" aria-labelledby="consents-title">
      <div className="card-head">
        <h2 id="consents-title">{t('consents.title')}</h2>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<CircleHelp size={14} aria-hidden />}
          onClick={() => setOpened('why')}
        >
          {t('consents.why')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('consents.acts')}>
              <EllipsisVertical size={15} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {writes ? <Menu.Item onClick={() => setOpened('record')}>{t('consents.record')}</Menu.Item> : null}
            {writes ? <Menu.Item onClick={() => setOpened('stop')}>{t('consents.stop')}</Menu.Item> : null}
            {writes ? <Menu.Item onClick={() => link.mutate(null)}>{t('consents.link')}</Menu.Item> : null}
            {writes ? <Menu.Item onClick={() => setOpened('ask')}>{t('privacy.record')}</Menu.Item> : null}
            {writes ? <Menu.Item onClick={() => setOpened('place')}>{t('consents.place')}</Menu.Item> : null}
            <Menu.Item onClick={() => setOpened('history')}>{t('consents.history')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {consents.error ? <ErrorState error={consents.error} onRetry={() => void consents.refetch()} /> : null}
      {consents.isPending ? <LoadingRows rows={2} /> : null}
      {consents.data ? <Standing consents={consents.data} onAct={writes ? setOpened : undefined} /> : null}
      {consents.data && writes && consents.data.lines.length === 0 ? (
        <Button size="compact-sm" variant="light" onClick={() => setOpened('record')}>
          {t('consents.record')}
        </Button>
      ) : null}
      {opened === 'record' ? <RecordDialog person={person} onClose={close} /> : null}
      {opened === 'stop' ? <StopDialog person={person} onClose={close} /> : null}
      {opened === 'why' ? <WhyDialog person={person} onClose={close} /> : null}
      {opened === 'ask' ? <AskDialog person={person} onClose={close} /> : null}
      {opened === 'place' && consents.data ? <PlaceDialog consents={consents.data} onClose={close} /> : null}
      {opened === 'history' ? <HistoryDialog personId={person.id} onClose={close} /> : null}
      {typeof opened === 'object' && opened && 'lift' in opened ? (
        <LiftDialog personId={person.id} stop={opened.lift} onClose={close} />
      ) : null}
      {typeof opened === 'object' && opened && 'answer' in opened ? (
        <AnswerDialog request={opened.answer} onClose={close} />
      ) : null}
    </section>
  );
}

/** A browser without the right to copy shows it instead. */
async function copy(text: string, copied: string, shown: string): Promise<void> {
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  notifications.show({ message: done ? copied : shown, color: 'brand', autoClose: done ? 3_000 : false });
}

function Standing({
  consents,
  onAct,
}: {
  consents: PersonConsents;
  onAct: ((act: { lift: Suppression } | { answer: DataRequest }) => void) | undefined;
}) {
  const t = useT();
  const time = useTime();
  const stops = useStopWords();
  const active = consents.suppressions.filter((stop) => stop.active);
  const contacts = consents.lines.filter(({ kind }) => kind === 'contact');
  const others = consents.lines.filter(({ kind }) => kind !== 'contact');
  const { place } = consents;
  return (
    <>
      {consents.requests.map((request) => (
        <div key={request.id} className="consent-stop is-request">
          <span>
            <strong>{t(`consents.request.${request.kind}`)}</strong>
            {request.wish ? <span>{request.wish}</span> : null}
            <span>
              {[t('consents.request.due', { day: time.day(time.dayOf(request.dueAt)) }), request.ownerName]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          {onAct ? (
            <Button size="compact-xs" variant="default" onClick={() => onAct({ answer: request })}>
              {t('consents.request.answer')}
            </Button>
          ) : null}
        </div>
      ))}
      {active.map((stop) => (
        <div key={stop.id} className="consent-stop">
          <span>
            <strong>{stops.what(stop)}</strong>
            <span>{[stops.why(stop), time.day(time.dayOf(stop.at))].join(' · ')}</span>
          </span>
          {onAct ? (
            <Button size="compact-xs" variant="default" onClick={() => onAct({ lift: stop })}>
              {t('consents.lift')}
            </Button>
          ) : null}
        </div>
      ))}
      {place.said ? (
        <p className="text-2">
          {t('consents.place.now', {
            country: t(`gate.jurisdiction.${place.jurisdiction}`),
            zone: place.timeZone ?? t('consents.place.anyZone'),
          })}
        </p>
      ) : null}
      {consents.lines.length === 0 ? <p className="text-2">{t('consents.none')}</p> : null}
      {PURPOSES.map((purpose) => {
        const own = contacts.filter((line) => line.purpose === purpose);
        return own.length === 0 ? null : (
          <div key={purpose} className="consent-purpose">
            <span className="text-2">{t(`gate.purpose.${purpose}`)}</span>
            <ul>
              {own.map((line) => (
                <Mark key={line.channel} line={line} />
              ))}
            </ul>
          </div>
        );
      })}
      {others.map((line) => (
        <p key={`${line.kind} ${line.purpose}`} className="text-2">
          {t('consents.other', {
            kind: t(`consents.kind.${line.kind}`),
            purpose: t(`gate.purpose.${line.purpose}`),
            state: t(`consents.state.${line.day}`),
          })}
        </p>
      ))}
    </>
  );
}

function Mark({ line }: { line: ConsentLine }) {
  const t = useT();
  const time = useTime();
  const granted = line.day === 'granted';
  const words = [
    t(`gate.channel.${line.channel}`),
    t(`consents.state.${line.day}`),
    granted && line.night === 'granted' ? t('consents.atNight') : null,
    line.since ? time.longDay(time.dayOf(line.since)) : null,
    line.source ? t(`consents.source.${line.source}`) : null,
    line.confirmBy ? t('consents.confirmBy', { day: time.longDay(line.confirmBy) }) : null,
  ].filter(Boolean);
  return (
    <li className={granted ? 'consent-mark' : 'consent-mark is-refused'} title={words.join(' · ')}>
      {granted ? <Check size={13} aria-hidden /> : <X size={13} aria-hidden />}
      {t(`gate.channel.${line.channel}`)}
      <span className="visually-hidden"> {t(`consents.state.${line.day}`)}</span>
      {granted && line.night === 'granted' ? <Moon size={12} role="img" aria-label={t('consents.atNight')} /> : null}
    </li>
  );
}
