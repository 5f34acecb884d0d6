import './channels.css';
import { Button, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Message, MessageWithVerdicts, type MessageDecision, type MessageVerdict } from '@anbu/contract';
import type { z } from 'zod';
import { api, fileAddress, keys, useAct, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Dialog, ErrorState, FamilyBadge, Form, FormActs, FormError, LoadingRows } from '../../ui/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';
import { VerdictView } from './proof-view.tsx';
import { ReturnedWords } from './returned-words.tsx';
import { money, STATE_FAMILY } from './words.ts';

type Decision = z.infer<typeof MessageDecision>['decision'];

export function State({ row }: { row: Pick<Message, 'state'> }) {
  const t = useT();
  return <FamilyBadge family={STATE_FAMILY[row.state]}>{t(`channels.state.${row.state}`)}</FamilyBadge>;
}

/** By what it was sent, where nobody sent it. */
export function ByItself({ row: { occasion } }: { row: Pick<Message, 'occasion'> }) {
  const t = useT();
  if (occasion === null) return null;
  return <span className="text-2">{t('messages.byItself', { occasion: t(`notices.occasion.${occasion}`) })}</span>;
}

/** One message: what was written to whom, what became of it, and what the gate said each time it was asked. `ofPerson`: seen on her page. */
export function MessageDialog({ id, ofPerson, onClose }: { id: string; ofPerson?: true; onClose: () => void }) {
  const t = useT();
  const found = useQuery({
    queryKey: keys.messages.detail(id),
    queryFn: ({ signal }) => api.get(`/messages/${id}`, MessageWithVerdicts, { signal }),
  });
  const title = found.data?.subject ?? found.data?.personName ?? t('messages.title');
  return (
    <Dialog title={title} onClose={onClose}>
      {found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingRows rows={3} /> : null}
      {found.data ? <Shown message={found.data} ofPerson={ofPerson} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Shown({
  message,
  ofPerson,
  onClose,
}: {
  message: MessageWithVerdicts;
  ofPerson: true | undefined;
  onClose: () => void;
}) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const { id, personId, text, state } = message;
  const withdraw = useAct({
    run: (_: null, key) => api.post(`/messages/${id}/withdraw`, Message, {}, { idempotencyKey: key }),
    refresh: [keys.messages.all],
    done: t('common.saved'),
    onDone: onClose,
  });
  return (
    <div className="proof">
      <span>
        <State row={message} /> <Facts message={message} />{' '}
        {message.practice && message.sentAt ? (
          <FamilyBadge family="unconnected">{t('channels.practice.mark')}</FamilyBadge>
        ) : null}
      </span>
      <ByItself row={message} />
      <div className="proof-bubble">{text}</div>
      <Why message={message} />
      {message.channel === 'email' && state === 'failed' ? <ReturnedWords messageId={id} /> : null}
      {message.openedAt ? <OpenedAt at={message.openedAt} /> : null}
      {message.asksForDecision && can('enquiries.supervise') ? <Decide id={id} onClose={onClose} /> : null}
      <div className="form-acts">
        {message.channel === 'fax' ? (
          <Button component="a" variant="default" href={fileAddress(`/messages/${id}/page`)}>
            {t('messages.faxPage')}
          </Button>
        ) : null}
        {state === 'queued' && can('people.write') ? (
          <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate(null)}>
            {t('messages.withdraw')}
          </Button>
        ) : null}
        {personId && !ofPerson ? (
          <Button onClick={() => void navigate({ to: '/people/$personId', params: { personId }, search: {} })}>
            {t('messages.open')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Channel, address, size and cost, and when it left. */
function Facts({ message }: { message: Message }) {
  const t = useT();
  const time = useTime();
  const { channel, to, segments, cost, sentAt, sendAt, waitsUntil, state } = message;
  return (
    <span className="text-2">
      {[
        t(`gate.channel.${channel}`),
        to === null ? null : localPhone(to),
        message.class,
        channel === 'fax' && segments ? t('settings.templates.sheets', { count: segments }) : null,
        // What did not leave cost nothing.
        cost && sentAt ? money(t, cost) : null,
        sentAt
          ? t('messages.leftAt', { when: time.when(sentAt) })
          : state === 'queued'
            ? t('messages.leavesAt', { when: time.when(waitsUntil ?? sendAt) })
            : null,
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  );
}

/** Why it went, waits or did not go: the last answer of the gate, and those before it. What failed later says so itself. */
function Why({ message: { why, state, verdicts } }: { message: MessageWithVerdicts }) {
  const t = useT();
  const [last, ...earlier] = verdicts;
  const isGates = last !== undefined && why !== null && last.reason.code === why.code;
  return (
    <>
      {why && !isGates ? <span className={state === 'queued' ? 'text-2' : 'text-late'}>{why.text}</span> : null}
      {last ? (
        <section aria-label={t('messages.verdicts')}>
          <strong>{t('messages.verdicts')}</strong>
          <Answer verdict={last} />
        </section>
      ) : null}
      {earlier.length > 0 ? (
        <details>
          <summary>{t('messages.verdicts.earlier', { count: earlier.length })}</summary>
          {earlier.map((verdict) => (
            <Answer key={verdict.at} verdict={verdict} />
          ))}
        </details>
      ) : null}
    </>
  );
}

function Answer({ verdict }: { verdict: MessageVerdict }) {
  const time = useTime();
  return (
    <>
      <p className="text-2">{time.when(verdict.at)}</p>
      <VerdictView verdict={verdict} />
    </>
  );
}

function OpenedAt({ at }: { at: string }) {
  const t = useT();
  const time = useTime();
  return <span className="text-2">{t('messages.openedAt', { when: time.when(at) })}</span>;
}

const DECISIONS = ['arrived', 'send_again', 'leave'] as const satisfies readonly Decision[];

function Decide({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT();
  const [decision, setDecision] = useState<Decision>('arrived');
  const decide = useAct({
    run: (_: null, key) => api.post(`/messages/${id}/decide`, Message, { decision }, { idempotencyKey: key }),
    refresh: [keys.messages.all],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  return (
    <Form onSubmit={() => decide.mutate(null)} label={t('messages.decide')}>
      <FormError error={decide.error} />
      <Radio.Group
        label={t('messages.decide')}
        description={t('messages.decideBody')}
        value={decision}
        onChange={(value) => setDecision(DECISIONS.find((one) => one === value) ?? decision)}
      >
        {DECISIONS.map((one) => (
          <Radio key={one} mt={8} value={one} label={t(`messages.decision.${one}`)} />
        ))}
      </Radio.Group>
      <FormActs busy={decide.isPending} submit={t('common.save')} onCancel={onClose} />
    </Form>
  );
}
