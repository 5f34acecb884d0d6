import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { EnquiryPage, TodaySummary, TodayTab } from '@anbu/contract';
import { api, keys, useMe } from '../../api/index.ts';

import { useT, useTime } from '../../i18n/index.ts';
import { TabStrip } from '../../ui/index.ts';
import { lateSince } from '../enquiries/words.ts';
import { Course } from './course.tsx';

export function useTodaySummary(owner: string) {
  return useQuery({
    queryKey: keys.today.summary(owner),
    queryFn: ({ signal }) => api.get('/today/summary', TodaySummary, { query: { owner }, signal }),
    placeholderData: (old) => old,
  });
}

const dash = '–';

/** Four numbers of the day. Each stands still while it changes, and leads to its rows. */
export function Tiles({ summary, owner }: { summary: TodaySummary | undefined; owner: string }) {
  const t = useT();
  const time = useTime();
  const shown = (count: number | undefined) => (count === undefined ? dash : t.number(count));
  const median = summary?.firstResponseMedianMinutes;
  return (
    <div className="tiles today-tiles">
      <Link from="/today" to="/today" search={(old) => ({ ...old, tab: undefined })} className="tile">
        <span className="tile-label">{t('desk.tile.left')}</span>
        <span className="tile-value">{shown(summary?.left)}</span>
        <span className="tile-note">{t('desk.tile.done', { count: summary?.doneToday ?? 0 })}</span>
        <Course summary={summary} />
      </Link>
      <Link
        from="/today"
        to="/today"
        search={(old) => ({ ...old, tab: 'late' })}
        className={summary && summary.late > 0 ? 'tile tile-late' : 'tile'}
      >
        <span className="tile-label">{t('desk.tile.late')}</span>
        <span className="tile-value">{shown(summary?.late)}</span>
        <OldestLate late={summary?.late ?? 0} owner={owner} />
      </Link>
      <div className="tile">
        <span className="tile-label">{t('desk.tile.first')}</span>
        <span className="tile-value">{median === null || median === undefined ? dash : time.minutes(median)}</span>
        <span className="tile-note">{t('desk.tile.firstGoal')}</span>
      </div>
      <Link from="/today" to="/today" search={(old) => ({ ...old, tab: 'booked' })} className="tile">
        <span className="tile-label">{t('desk.tile.booked')}</span>
        <span className="tile-value">{shown(summary?.bookedToday)}</span>
        <span className="tile-note">
          {t('desk.tile.bookedLastWeek', { count: summary?.bookedSameDayLastWeek ?? 0 })}
        </span>
      </Link>
    </div>
  );
}

/** How long the oldest of them waits. */
function OldestLate({ late, owner }: { late: number; owner: string }) {
  const t = useT();
  const me = useMe();
  const time = useTime();
  const query = {
    late: true,
    open: true,
    sort: 'dueAt',
    limit: 1,
    ...(owner === 'all' ? {} : { owner: owner === 'me' ? me.userId : owner }),
  };
  const oldest = useQuery({
    queryKey: keys.enquiries.list(query),
    queryFn: ({ signal }) => api.get('/enquiries', EnquiryPage, { query, signal }),
    enabled: late > 0,
  });
  if (late === 0) return <span className="tile-note">{t('desk.tile.noneLate')}</span>;
  const action = oldest.data?.items[0]?.nextAction;
  const since = action ? lateSince(action) : null;
  return (
    <span className="tile-note">
      {since ? t('desk.tile.oldest', { length: time.minutes((time.now - Date.parse(since)) / 60_000) }) : ''}
    </span>
  );
}

/** The cuts of the day with their counts: real addresses, so that a link shows the same. */
export function TodayTabs({ summary, tab }: { summary: TodaySummary | undefined; tab: TodayTab }) {
  const t = useT();
  const shown = (count: number | undefined) => (count === undefined ? '' : t.number(count));
  const count = (name: TodayTab) => summary?.tabs.find((each) => each.tab === name)?.count;
  return (
    <TabStrip label={t('desk.tabs')}>
      {TodayTab.options.map((name) => (
        <Link
          key={name}
          from="/today"
          to="/today"
          search={(old) => ({ ...old, tab: name === 'all' ? undefined : name })}
          className={`tab${name === tab ? ' is-active' : ''}${name === 'late' && (count(name) ?? 0) > 0 ? ' is-late' : ''}`}
          aria-current={name === tab ? 'true' : undefined}
        >
          {t(`desk.tab.${name}`)}
          <span className="tab-count">{shown(count(name))}</span>
        </Link>
      ))}
    </TabStrip>
  );
}
