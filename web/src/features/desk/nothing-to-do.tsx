import { useQuery } from '@tanstack/react-query';
import { EnquiryPage, type TodaySummary, type TodayTab } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ButtonLink, EmptyState } from '../../ui/index.ts';

/** Why there is nothing, and what could be done instead. */
export function NothingToDo({
  tab,
  owner,
  summary,
}: {
  tab: TodayTab;
  owner: string;
  summary: TodaySummary | undefined;
}) {
  const t = useT();
  const can = useCan();
  const query = { limit: 1 };
  const any = useQuery({
    queryKey: keys.enquiries.list(query),
    queryFn: ({ signal }) => api.get('/enquiries', EnquiryPage, { query, signal }),
  });
  const left = summary?.left ?? 0;
  if (tab !== 'all' && left > 0) {
    return (
      <EmptyState
        title={t('desk.empty.tab')}
        body={t('desk.empty.tabBody', { count: left })}
        action={
          <ButtonLink to="/today" search={{ owner }} variant="default">
            {t('desk.empty.showAll')}
          </ButtonLink>
        }
      />
    );
  }
  const isNew = any.data?.items.length === 0;
  const done = (summary?.doneToday ?? 0) > 0;
  return (
    <EmptyState
      title={t(isNew ? 'desk.board.empty' : done ? 'desk.empty' : 'desk.empty.none')}
      body={t(isNew ? 'desk.board.emptyBody' : can('enquiries.work') ? 'desk.empty.body' : 'desk.empty.wait')}
      action={
        <>
          {can('enquiries.work') ? (
            <ButtonLink to="/enquiries/new" search={{}} variant="default">
              {t('shell.palette.newEnquiry')}
            </ButtonLink>
          ) : null}
          {isNew && can('imports.run') ? (
            <ButtonLink to="/imports" variant="default">
              {t('shell.nav.imports')}
            </ButtonLink>
          ) : null}
          {!isNew && owner !== 'all' ? (
            <ButtonLink to="/today" search={{ owner: 'all' }} variant="default">
              {t('desk.empty.everybody')}
            </ButtonLink>
          ) : null}
        </>
      }
    />
  );
}
