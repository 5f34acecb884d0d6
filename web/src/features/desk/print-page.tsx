import './print.css';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { ArrowLeft, Printer } from 'lucide-react';
import { useEffect, useMemo, type ReactNode } from 'react';
import { TodayPage as TodayList, type TodayItem } from '@anbu/contract';
import { keys, useMe, usePages, usePrintNote, useStatusName, useUserName, type Pages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ButtonLink, EmptyState, ErrorState, LoadingRows, useDocumentTitle, useSexAge } from '../../ui/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';
import { useWhyLines } from '../enquiries/why.ts';
import { useDue } from '../enquiries/words.ts';

const route = getRouteApi('/app/today/print');
export const PRINTED_PAGE = 200;
/** Nobody calls more in a day; a longer list says so at its end. */
const MOST = 1_000;

/** The day on paper: every row of the list, with room to write beside each. */
export function PrintPage() {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const userName = useUserName();
  const { owner = 'me', tab = 'all' } = route.useSearch();
  const query = { owner, tab };
  const list = usePages(keys.today.list({ ...query, print: true }), '/today', TodayList, query, {
    pageSize: PRINTED_PAGE,
  });
  const who = owner === 'me' ? me.name : owner === 'all' ? t('desk.owner.all') : (userName(owner) ?? '');
  return (
    <PrintedList
      list={list}
      title={t('desk.print.title', { day: time.todayWords() })}
      who={who}
      empty={{ title: t('desk.empty'), body: t('desk.empty.body') }}
      showOwner={owner !== 'me'}
      back={
        <ButtonLink
          to="/today"
          search={{ tab: tab === 'all' ? undefined : tab, owner }}
          variant="subtle"
          color="gray"
          leftSection={<ArrowLeft size={15} aria-hidden />}
        >
          {t('common.back')}
        </ButtonLink>
      }
    />
  );
}

type Printed = {
  list: Pages<TodayItem>;
  title: string;
  who: string;
  empty: { title: string; body: string };
  showOwner: boolean;
  back: ReactNode;
};

/** A list of calls on paper, read to its end; who prints it is audited. */
export function PrintedList({ list, title, who, empty, showOwner, back }: Printed) {
  const t = useT();
  const time = useTime();
  const whole = !list.isPending && (!list.hasMore || list.items.length >= MOST);
  const { hasMore, isFetchingMore, loadMore } = list;
  useEffect(() => {
    if (hasMore && !isFetchingMore && !whole) loadMore();
  }, [hasMore, isFetchingMore, loadMore, whole]);
  usePrintNote(
    'day_list',
    useMemo(() => [...new Set(list.items.map(({ enquiry }) => enquiry.personId))], [list.items]),
  );
  useDocumentTitle(title);
  return (
    <div className="print-page">
      <div className="print-bar">
        {back}
        <Button leftSection={<Printer size={16} aria-hidden />} disabled={!whole} onClick={() => window.print()}>
          {t('common.print')}
        </Button>
      </div>
      <h1>{title}</h1>
      <p className="text-2">
        {t('desk.print.sub', { who, count: list.items.length, when: time.when(new Date(time.now).toISOString()) })}
      </p>
      {list.error ? <ErrorState error={list.error} onRetry={list.retry} /> : null}
      {!list.error && !whole ? <LoadingRows rows={8} /> : null}
      {whole && list.items.length === 0 ? <EmptyState title={empty.title} body={empty.body} /> : null}
      {whole && list.items.length > 0 ? <Rows items={list.items} showOwner={showOwner} /> : null}
      {whole && hasMore ? <p>{t('desk.print.more', { count: list.items.length })}</p> : null}
    </div>
  );
}

function Rows({ items, showOwner }: { items: readonly TodayItem[]; showOwner: boolean }) {
  const t = useT();
  const time = useTime();
  const due = useDue();
  const why = useWhyLines();
  const sexAge = useSexAge();
  const userName = useUserName();
  const statusName = useStatusName();
  return (
    <table className="print-table">
      <thead>
        <tr>
          <th scope="col" aria-label={t('desk.print.done')} />
          <th scope="col">{t('desk.col.when')}</th>
          <th scope="col">{t('desk.col.person')}</th>
          <th scope="col">{t('common.status')}</th>
          <th scope="col">{t('desk.why')}</th>
          {showOwner ? <th scope="col">{t('common.owner')}</th> : null}
          <th scope="col" className="print-room">
            {t('desk.print.note')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const { enquiry } = item;
          return (
            <tr key={enquiry.id}>
              <td>
                <span className="print-box" aria-hidden />
              </td>
              <td>{due(enquiry).text}</td>
              <td>
                <strong>{enquiry.person.name ?? t('common.noName')}</strong> {sexAge(enquiry.person, time.today)}
                <div>{enquiry.person.phone ? localPhone(enquiry.person.phone) : t('desk.noPhone')}</div>
              </td>
              <td>{statusName(enquiry.status)}</td>
              <td>{why(enquiry).first}</td>
              {showOwner ? <td>{enquiry.ownerId ? userName(enquiry.ownerId) : null}</td> : null}
              <td />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
