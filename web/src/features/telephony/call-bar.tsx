import './call-bar.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Phone, PhoneIncoming, PhoneOutgoing } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { PhoneCall, TimelinePage, type CallerMatch, type PhoneNow } from '@anbu/contract';
import { api, keys, takeBack, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { useServerSecond } from '../enquiries/work/countdown.tsx';
import { Kbd, StatusBadge, Sticker } from '../../ui/index.ts';
import { useBarPlace } from './bar-place.ts';
import { CallActs, RecordingWord } from './call-acts.tsx';
import { DialOnRequest } from './dial-on-request.tsx';
import { DIALLED } from './dial-request.ts';
import { ReceiveForm } from './receive-form.tsx';
import { Refused } from './refused.tsx';
import { usePhoneNow } from './use-phone.ts';

type Now = PhoneNow & { call: PhoneCall };

/** Screen 2: one bar for the call that concerns the reader, never stacked. It leaves when somebody else has the call. */
export default function CallBar() {
  const t = useT();
  const { data } = usePhoneNow();
  const place = useBarPlace();
  const bar = (
    <section aria-label={t('telephony.bar')} aria-live="assertive">
      {data?.call ? <Bar key={data.call.id} now={{ ...data, call: data.call }} /> : null}
    </section>
  );
  return (
    <>
      {data ? <DialOnRequest now={data} /> : null}
      {place ? createPortal(bar, place) : bar}
    </>
  );
}

function Bar({ now }: { now: Now }) {
  const t = useT();
  const { call, matches } = now;
  const [receiving, setReceiving] = useState(false);
  const [match] = matches;
  const acts = useCallActs(call);
  const isOver = call.endedAt !== null;
  useEffect(() => {
    if (isOver) takeBack(DIALLED);
  }, [isOver]);
  const open = (one: CallerMatch) => acts.open(one);
  const only = matches.length === 1 ? match : undefined;
  // Over the list of the screen: while it rings, Enter is the call's.
  useShortcuts(
    [
      {
        keys: 'Enter',
        label: t('telephony.open'),
        when: only !== undefined && call.state === 'ringing',
        run: () => only && open(only),
      },
    ],
    'screen',
  );
  return (
    <div className={call.state === 'ringing' ? 'call-bar is-ringing' : 'call-bar'}>
      <div className="call-bar-words">
        <CallState call={call} />
        <Refused call={call} />
        {only ? <Who match={only} /> : <Unknown call={call} count={matches.length} />}
        <RecordingWord call={call} />
        {now.others > 0 ? <span className="text-2">{t('telephony.others', { count: now.others })}</span> : null}
      </div>
      {matches.length > 1 ? (
        <div className="call-bar-picks">
          {matches.map((one) => (
            <Button key={one.person.id} size="compact-sm" variant="default" onClick={() => acts.pick(one)}>
              {one.person.name ?? t('common.noName')}
            </Button>
          ))}
        </div>
      ) : null}
      {receiving ? (
        <ReceiveForm call={call} onClose={() => setReceiving(false)} />
      ) : (
        <div className="call-bar-acts">
          {only ? (
            <Button
              size="compact-sm"
              variant="light"
              loading={acts.busy}
              rightSection={call.state === 'ringing' ? <Kbd keys="Enter" /> : null}
              onClick={() => open(only)}
            >
              {t('telephony.open')}
            </Button>
          ) : null}
          {matches.length === 0 || (only && !only.enquiry) ? (
            <Button size="compact-sm" variant="light" onClick={() => setReceiving(true)}>
              {t('telephony.receive')}
            </Button>
          ) : null}
          {call.userId === null ? null : <CallActs call={call} onHangUp={acts.hangUp} />}
          {call.direction === 'inbound' || call.endedAt !== null ? (
            <Button size="compact-sm" variant="subtle" disabled={acts.busy} onClick={acts.note}>
              {matches.length === 0 && call.endedAt === null ? t('telephony.noteOnly') : t('telephony.close')}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}

function CallState({ call }: { call: PhoneCall }) {
  const t = useT();
  const words = useStateWords(call);
  const Icon = call.direction === 'inbound' ? PhoneIncoming : call.endedAt === null ? PhoneOutgoing : Phone;
  return (
    <>
      <Icon size={16} aria-hidden />
      {call.state === 'answered' ? <Spoken call={call} /> : <span>{words}</span>}
      <span className="text-2">{call.numberDisplay ?? t('telephony.withheld')}</span>
    </>
  );
}

/** How long they have spoken, and what the person does meanwhile. The seconds are seen, not read out. */
function Spoken({ call }: { call: PhoneCall }) {
  const t = useT();
  const second = useServerSecond();
  const since = (at: string | null) => {
    const seconds = at === null ? 0 : Math.max(0, second - Math.floor(Date.parse(at) / 1000));
    return t('telephony.length', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  };
  const { consulted, heldAt, answeredAt } = call;
  const asks = consulted === null ? null : t('telephony.consulting', { extension: consulted });
  const waits = heldAt === null ? null : t('telephony.waits', { length: since(heldAt) });
  return (
    <span aria-live="off">
      {[`${t('telephony.onCall')} ${since(answeredAt)}`, asks ?? waits].filter(Boolean).join(' · ')}
    </span>
  );
}

function useStateWords(call: PhoneCall): string {
  const t = useT();
  const time = useTime();
  if (call.state === 'ringing') return call.direction === 'inbound' ? t('telephony.ringing') : t('telephony.dialling');
  // The bar says what failed and why (`Refused`).
  if (call.refused?.act === 'dial') return t('telephony.refused.dial');
  const seconds = call.talkSeconds ?? 0;
  const length = t('telephony.length', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  const words = `${t('telephony.over.title')} · ${length}`;
  return call.recordDueAt ? `${words} · ${t('telephony.recordsItself', { when: time.time(call.recordDueAt) })}` : words;
}

/** Who it is, and what one must know before the first word. */
function Who({ match }: { match: CallerMatch }) {
  const t = useT();
  const time = useTime();
  const { person, enquiry, nextAppointmentAt, cautions, doNotContact } = match;
  const query = { kind: 'call', limit: 3 } as const;
  const contacts = useQuery({
    queryKey: keys.timeline.list(person.id, query),
    queryFn: ({ signal }) => api.get(`/people/${person.id}/timeline`, TimelinePage, { query, signal }),
  });
  const last = contacts.data?.items ?? [];
  return (
    <>
      <strong className="call-bar-who">{person.name ?? t('common.noName')}</strong>
      {person.stickers.map((sticker) => (
        <Sticker key={sticker.code} sticker={sticker} />
      ))}
      {enquiry ? (
        <StatusBadge status={enquiry.status} />
      ) : (
        <span className="text-2">{t('telephony.noOpenEnquiry')}</span>
      )}
      {nextAppointmentAt ? (
        <span className="text-2">{t('telephony.nextAppointment', { when: time.when(nextAppointmentAt) })}</span>
      ) : null}
      {last.length > 0 ? (
        <span className="text-2">
          {t('telephony.lastContacts')}: {last.map(({ at, title }) => `${time.when(at)} ${title}`).join(' · ')}
        </span>
      ) : null}
      {doNotContact || cautions.length > 0 ? (
        <span className="call-bar-caution">
          {[doNotContact ? t('telephony.doNotContact') : null, ...cautions].filter(Boolean).join(' · ')}
        </span>
      ) : null}
    </>
  );
}

function Unknown({ call, count }: { call: PhoneCall; count: number }) {
  const t = useT();
  if (count > 1) return <span>{t('telephony.pick', { count })}</span>;
  return call.number === null ? null : <span>{t('telephony.noMatch')}</span>;
}

function useCallActs(call: PhoneCall) {
  const navigate = useNavigate();
  const path = `/telephony/calls/${call.id}`;
  const refresh = [keys.phone.now];
  const post = (what: string, body: object, key: string) =>
    api.post(`${path}/${what}`, PhoneCall, body, { idempotencyKey: key });
  const go = (personId: string, enquiryId: string | null) =>
    void navigate({
      to: '/people/$personId',
      params: { personId },
      search: enquiryId === null ? {} : { enquiry: enquiryId },
    });
  const take = useAct({ run: (_: null, key) => post('take', {}, key), refresh });
  const note = useAct({ run: (_: null, key) => post('note', {}, key), refresh });
  const hangUp = useAct({ run: (_: null, key) => post('hang-up', {}, key), refresh });
  const pick = useAct({
    run: (personId: string, key) => post('person', { personId }, key),
    refresh,
    onDone: ({ personId, enquiryId }) => personId && go(personId, enquiryId),
  });
  return {
    open: ({ person, enquiry }: CallerMatch) => {
      // Opened is taken: it leaves the screens of those at whose desks it rings too.
      if (call.userId === null && call.endedAt === null) take.mutate(null);
      go(person.id, enquiry?.id ?? null);
    },
    pick: ({ person }: CallerMatch) => pick.mutate(person.id),
    note: () => note.mutate(null),
    hangUp: () => hangUp.mutate(null),
    busy: note.isPending || pick.isPending,
  };
}
