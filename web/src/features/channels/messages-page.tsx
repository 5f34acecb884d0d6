import './channels.css';
import { Button, Checkbox, Radio, Select } from '@mantine/core';
import { useNavigate, getRouteApi } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { useState } from 'react';
import {
  Message,
  MESSAGE_STATES,
  MessagePage,
  OCCASION_CODES,
  SENT_CHANNELS,
  type MessageDecision,
} from '@anbu/contract';
import type { z } from 'zod';
import { api, fileAddress, keys, useAct, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  DayInput,
  Dialog,
  EmptyState,
  FamilyBadge,
  Form,
  FormActs,
  FormError,
  PageHeader,
  useDocumentTitle,
  VirtualTable,
  type Column,
} from '../../ui/index.ts';
import { Board } from './board.tsx';
import { PracticeBanner } from './practice.tsx';
import { ReturnedWords } from './returned-words.tsx';
import { STATE_FAMILY } from './words.ts';

const route = getRouteApi('/app/messages');
type Decision = z.infer<typeof MessageDecision>['decision'];

/** What went to whom: volumes, states, reasons and cost of some days, and the rows behind every number. */
export function MessagesPage() {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/messages' });
  const [shown, setShown] = useState<Message | null>(null);
  useDocumentTitle(t('messages.title'));
  const { from, to, state, channel, why, occasion, open } = search;
  const query = { from, to, state, channel, why, occasion, open };
  const list = usePages(keys.messages.list(query), '/messages', MessagePage, query);
  const change = (next: Partial<typeof search>) => void navigate({ search: { ...search, ...next }, replace: true });
  const columns: readonly Column<Message>[] = [
    { id: 'when', header: t('messages.when'), width: 130, cell: (row) => time.when(row.sentAt ?? row.madeAt) },
    { id: 'channel', header: t('messages.channel'), width: 90, cell: (row) => t(`gate.channel.${row.channel}`) },
    { id: 'state', header: t('messages.state'), width: 130, cell: (row) => <State row={row} /> },
    {
      id: 'text',
      header: t('messages.text'),
      width: 'auto',
      cell: (row) => (
        <span className="clip">
          <ByItself row={row} /> {row.subject ?? row.text}
        </span>
      ),
    },
    {
      id: 'why',
      header: t('messages.reasons'),
      width: 260,
      cell: (row) => <span className="clip text-2">{row.why?.text ?? ''}</span>,
    },
  ];
  return (
    <div className="page page-fill">
      <PageHeader title={t('messages.title')} sub={t('messages.sub')} />
      <PracticeBanner />
      <div className="message-filters">
        <DayInput
          label={t('messages.from')}
          value={from ?? null}
          onChange={(day) => change({ from: day ?? undefined })}
        />
        <DayInput label={t('messages.to')} value={to ?? null} onChange={(day) => change({ to: day ?? undefined })} />
        <Select
          label={t('messages.state')}
          placeholder={t('messages.all')}
          clearable
          data={MESSAGE_STATES.filter((one) => one !== 'draft' && one !== 'gated').map((value) => ({
            value,
            label: t(`channels.state.${value}`),
          }))}
          value={state ?? null}
          onChange={(value) => change({ state: value ?? undefined, why: undefined })}
        />
        <Select
          label={t('messages.channel')}
          placeholder={t('common.all')}
          clearable
          data={SENT_CHANNELS.map((value) => ({ value, label: t(`gate.channel.${value}`) }))}
          value={channel ?? null}
          onChange={(value) => change({ channel: value ?? undefined })}
        />
        <Select
          label={t('messages.occasion')}
          placeholder={t('common.all')}
          clearable
          searchable
          data={[
            { value: 'hand', label: t('messages.byHand') },
            ...OCCASION_CODES.map((value) => ({ value, label: t(`notices.occasion.${value}`) })),
          ]}
          value={occasion ?? null}
          onChange={(value) => change({ occasion: value ?? undefined })}
        />
        <Checkbox
          label={t('messages.openOnly')}
          checked={open === '1'}
          onChange={(event) => change({ open: event.currentTarget.checked ? '1' : undefined })}
        />
      </div>
      {can('metrics.read') ? (
        <Board from={from} to={to} onDrill={(next) => change({ why: undefined, ...next })} />
      ) : null}
      <VirtualTable
        label={t('messages.list')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowHeight={36}
        onOpen={setShown}
        empty={
          <EmptyState
            icon={<MessageSquare size={22} strokeWidth={1.75} />}
            title={t('messages.empty')}
            body={t('messages.emptyBody')}
          />
        }
        card={{
          height: 84,
          content: (row) => (
            <div className="message-card">
              <span>
                <State row={row} />{' '}
                <span className="text-2">{`${t(`gate.channel.${row.channel}`)} · ${time.when(row.sentAt ?? row.madeAt)}`}</span>
              </span>
              <span className="clip">
                <ByItself row={row} /> {row.subject ?? row.text}
              </span>
              <span className="clip text-2">{row.why?.text ?? ''}</span>
            </div>
          ),
        }}
      />
      {shown ? <Detail message={shown} onClose={() => setShown(null)} /> : null}
    </div>
  );
}

function State({ row }: { row: Message }) {
  const t = useT();
  return <FamilyBadge family={STATE_FAMILY[row.state]}>{t(`channels.state.${row.state}`)}</FamilyBadge>;
}

/** By what it was sent, where nobody sent it. */
function ByItself({ row: { occasion } }: { row: Message }) {
  const t = useT();
  if (occasion === null) return null;
  return <span className="text-2">{t('messages.byItself', { occasion: t(`notices.occasion.${occasion}`) })}</span>;
}

function Detail({ message, onClose }: { message: Message; onClose: () => void }) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const { id, personId, subject, text, why, state } = message;
  const withdraw = useAct({
    run: (_: null, key) => api.post(`/messages/${id}/withdraw`, Message, {}, { idempotencyKey: key }),
    refresh: [keys.messages.all],
    done: t('common.saved'),
    onDone: onClose,
  });
  return (
    <Dialog title={subject ?? t('messages.title')} onClose={onClose}>
      <div className="proof">
        <span>
          <State row={message} />{' '}
          <span className="text-2">
            {[
              message.to,
              message.channel === 'fax' && message.segments
                ? t('settings.templates.sheets', { count: message.segments })
                : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <ByItself row={message} />
          {message.practice ? <FamilyBadge family="unconnected">{t('channels.practice.mark')}</FamilyBadge> : null}
        </span>
        <div className="proof-bubble">{text}</div>
        {why ? <span className="text-late">{why.text}</span> : null}
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
          {personId ? (
            <Button onClick={() => void navigate({ to: '/people/$personId', params: { personId }, search: {} })}>
              {t('messages.open')}
            </Button>
          ) : null}
        </div>
      </div>
    </Dialog>
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
