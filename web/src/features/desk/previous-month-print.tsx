import { getRouteApi } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { PreviousMonthPage as PreviousMonthList } from '@anbu/contract';
import { keys, useMe, usePages, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ButtonLink } from '../../ui/index.ts';
import { PRINTED_PAGE, PrintedList } from './print-page.tsx';
import { monthFrom, useMonthOwner } from './previous-month-page.tsx';

const route = getRouteApi('/app/previous-month/print');

/** What last month left, on paper. */
export function PreviousMonthPrint() {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const userName = useUserName();
  const search = route.useSearch();
  const owner = useMonthOwner(search.owner);
  const month = search.month ?? monthFrom(time.today, -1);
  const { show = 'todo', pass, group } = search;
  const query = { month, owner, show, ...(pass ? { pass } : {}), ...(group ? { group } : {}) };
  const list = usePages(keys.today.month({ ...query, print: true }), '/previous-month', PreviousMonthList, query, {
    pageSize: PRINTED_PAGE,
  });
  const names: Record<string, string> = { me: me.name, all: t('desk.owner.all'), none: t('desk.month.nobody') };
  return (
    <PrintedList
      list={list}
      title={t('desk.month.printTitle', { month: time.month(month) })}
      who={names[owner] ?? userName(owner) ?? ''}
      empty={{ title: t('desk.month.empty'), body: t('desk.month.emptyBody', { month: time.month(month) }) }}
      showOwner={owner !== 'me'}
      back={
        <ButtonLink
          to="/previous-month"
          search={search}
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
