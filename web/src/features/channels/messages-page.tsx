import './channels.css';
import { Checkbox, Pill, Select } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { useRef, useState } from 'react';
import { MESSAGE_STATES, MessagePage, OCCASION_CODES, SENT_CHANNELS, type Message } from '@anbu/contract';
import { keys, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  DayInput,
  EmptyState,
  FilterRow,
  PageHeader,
  useDocumentTitle,
  VirtualTable,
  type Column,
} from '../../ui/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';
import { Board } from './board.tsx';
import { ByItself, MessageDialog, State } from './message-dialog.tsx';
import { PracticeBanner } from './practice.tsx';

const route = getRouteApi('/app/messages');

/** Why it waits or did not go, and what would make it allowed. */
function whyOf({ why, remedy }: Message): string {
  return [why?.text, remedy?.text].filter(Boolean).join(' ');
}

/** What went to whom: volumes, states, reasons and cost of some days, and the rows behind every number. */
export function MessagesPage() {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/messages' });
  const [shown, setShown] = useState<Message | null>(null);
  const rows = useRef<HTMLDivElement>(null);
  useDocumentTitle(t('messages.title'));
  const { from, to, state, channel, why, occasion, open } = search;
  const query = { from, to, state, channel, why, occasion, open };
  const list = usePages(keys.messages.list(query), '/messages', MessagePage, query);
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false });
  const columns: readonly Column<Message>[] = [
    { id: 'when', header: t('messages.when'), width: 130, cell: (row) => time.when(row.sentAt ?? row.madeAt) },
    {
      id: 'person',
      header: t('messages.person'),
      width: 150,
      cell: (row) => <span className="clip">{row.personName ?? (row.to === null ? '' : localPhone(row.to))}</span>,
    },
    { id: 'channel', header: t('messages.channel'), width: 120, cell: (row) => t(`gate.channel.${row.channel}`) },
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
      cell: (row) => (
        <span className="clip text-2" title={whyOf(row)}>
          {whyOf(row)}
        </span>
      ),
    },
  ];
  return (
    <div className="page page-fill">
      <PageHeader title={t('messages.title')} sub={t('messages.sub')} />
      <PracticeBanner />
      <FilterRow count={[from, to, state, channel, why, occasion, open].filter(Boolean).length}>
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
      </FilterRow>
      {can('metrics.read') ? (
        <Board
          from={from}
          to={to}
          occasion={occasion}
          onDrill={(next) => {
            change({ why: undefined, ...next });
            // The numbers are taller than the screen: the rows behind one come to where it was pressed.
            rows.current?.scrollIntoView({ block: 'start' });
          }}
        />
      ) : null}
      <div ref={rows} className="messages-why">
        {why ? (
          <Pill
            size="lg"
            withRemoveButton
            onRemove={() => change({ why: undefined })}
            removeButtonProps={{ 'aria-label': t('filters.remove', { filter: t('messages.reasons') }) }}
          >
            {list.items[0]?.why?.text ?? t('messages.reasons')}
          </Pill>
        ) : null}
      </div>
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
                <span className="text-2">
                  {[row.personName, t(`gate.channel.${row.channel}`), time.when(row.sentAt ?? row.madeAt)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span className="clip">
                <ByItself row={row} /> {row.subject ?? row.text}
              </span>
              <span className="clip text-2">{whyOf(row)}</span>
            </div>
          ),
        }}
      />
      {shown ? <MessageDialog id={shown.id} onClose={() => setShown(null)} /> : null}
    </div>
  );
}
