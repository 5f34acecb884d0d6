import '../enquiries/enquiries.css';
import './analytics.css';
import { Button } from '@mantine/core';
import { ArrowLeft, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Enquiry, EnquiryPage, type EnquiryRow } from '@anbu/contract';
import { api, keys, useAct, useCan, usePages, useSourceChannels } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { ButtonLink, EmptyState, Kbd, PageHeader, StatusBadge, VirtualTable, type Column } from '../../ui/index.ts';
import { NextCell } from '../enquiries/board/list-columns.tsx';
import { PersonCell } from '../enquiries/person-cell.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;
const QUERY = { sourceChannel: 'unknown', sort: '-receivedAt' };
type Set = { readonly row: EnquiryRow; readonly channel: string; readonly version: number };

/** Enquiries whose channel nobody wrote down: she is asked, and one key sets it (C11). */
export function MissingSourcePage() {
  const t = useT();
  const can = useCan();
  const works = can('enquiries.work');
  const list = usePages(keys.enquiries.list(QUERY), '/enquiries', EnquiryPage, QUERY);
  const channels = useSourceChannels()
    .filter(({ code, active }) => active && code !== 'unknown')
    .map(({ code, names }, at) => ({ code, name: names[t.language], digit: DIGITS[at] }));
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [last, setLast] = useState<Set | null>(null);
  const { items } = list;
  const selected = items.find(({ id }) => id === chosenId) ?? items[0];
  const write = useAct({
    run: ({ id, sourceChannel, version }: { id: string; sourceChannel: string; version: number }) =>
      api.patch(`/enquiries/${id}`, Enquiry, { sourceChannel, version }),
    refresh: [keys.enquiries.lists, keys.metrics.all],
  });
  const set = (channel: string) => {
    const row = selected;
    if (!row || !works || write.isPending) return;
    const at = items.indexOf(row);
    write.mutate(
      { id: row.id, sourceChannel: channel, version: row.version },
      {
        onSuccess: ({ version }) => {
          setLast({ row, channel, version });
          setChosenId((items[at + 1] ?? items[at - 1])?.id ?? null);
        },
      },
    );
  };
  const takeBack = () => {
    if (!last) return;
    write.mutate(
      { id: last.row.id, sourceChannel: 'unknown', version: last.version },
      {
        onSuccess: () => {
          setChosenId(last.row.id);
          setLast(null);
        },
      },
    );
  };
  useShortcuts([
    ...channels.flatMap(({ code, name, digit }) =>
      digit === undefined
        ? []
        : [
            {
              keys: digit,
              label: t('statistics.missing.set', { channel: name }),
              run: () => set(code),
              when: works && selected !== undefined,
            },
          ],
    ),
    { keys: 'U', label: t('statistics.missing.undo'), run: takeBack, when: last !== null },
  ]);
  const columns = useMissingColumns();
  const title = t('statistics.missing.title');
  return (
    <div className="page page-fill">
      <PageHeader
        title={title}
        sub={t('statistics.missing.sub')}
        aside={
          <ButtonLink
            to="/statistics/channels"
            search={{ saved: 'none' }}
            variant="default"
            leftSection={<ArrowLeft size={15} aria-hidden />}
          >
            {t('statistics.page.channels')}
          </ButtonLink>
        }
      />
      {items.length > 0 ? (
        <div className="missing-keys" role="group" aria-label={t('statistics.missing.choose')}>
          {channels.map(({ code, name, digit }) => (
            <Button
              key={code}
              size="compact-md"
              variant="default"
              disabled={!works || write.isPending}
              title={works ? undefined : t('statistics.missing.mayNot')}
              leftSection={digit === undefined ? null : <Kbd keys={digit} />}
              onClick={() => set(code)}
            >
              {name}
            </Button>
          ))}
        </div>
      ) : null}
      <p className="missing-last" aria-live="polite">
        {last ? (
          <>
            {t('statistics.missing.done', {
              name: last.row.person.name ?? t('common.noName'),
              channel: channels.find(({ code }) => code === last.channel)?.name ?? last.channel,
            })}{' '}
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<Undo2 size={14} aria-hidden />}
              onClick={takeBack}
              disabled={write.isPending}
            >
              {t('statistics.missing.undo')}
            </Button>
          </>
        ) : (
          <span className="text-2">{t('statistics.missing.how')}</span>
        )}
      </p>
      <VirtualTable
        label={title}
        list={list}
        columns={columns}
        rowId={({ id }) => id}
        rowHeight={52}
        selectedId={selected?.id ?? null}
        onSelect={(row) => setChosenId(row?.id ?? null)}
        card={{
          height: 118,
          content: (row) => (
            <div className="row-card">
              <div className="row-card-line">
                <PersonCell person={row.person} />
                <StatusBadge status={row.status} />
              </div>
              <NextCell row={row} onCard />
            </div>
          ),
        }}
        empty={<EmptyState title={t('statistics.missing.empty')} body={t('statistics.missing.emptyBody')} />}
      />
    </div>
  );
}

/** Who it is, how far she is, when she came and what else is known of where from. */
function useMissingColumns(): readonly Column<EnquiryRow>[] {
  const t = useT();
  const time = useTime();
  return useMemo(
    () => [
      {
        id: 'person',
        header: t('column.person'),
        width: 240,
        min: 180,
        cell: ({ person }) => <PersonCell person={person} />,
      },
      {
        id: 'received',
        header: t('column.received'),
        width: 130,
        min: 110,
        cell: ({ receivedAt }) => time.when(receivedAt),
      },
      {
        id: 'status',
        header: t('column.status'),
        width: t.language === 'en' ? 190 : 130,
        min: 110,
        cell: ({ status }) => <StatusBadge status={status} />,
      },
      {
        id: 'campaign',
        header: t('column.campaign'),
        width: 160,
        min: 100,
        drop: 1,
        cell: ({ campaign }) => campaign ?? '–',
      },
      {
        id: 'contact',
        header: t('column.contact'),
        width: 130,
        min: 110,
        drop: 2,
        cell: ({ lastContactAt }) => (lastContactAt ? time.when(lastContactAt) : '–'),
      },
    ],
    [t, time],
  );
}
