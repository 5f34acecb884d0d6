import '../enquiries/enquiries.css';
import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { DataRequestPage, type Load } from '@anbu/contract';
import { keys, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, ErrorState, LoadingRows, PageHeader, ScrollX } from '../../ui/index.ts';
import { Goals } from './goals.tsx';
import { useLoad } from './use-load.ts';

/** Who has room today and who has too much; each figure opens its rows. */
export function LoadPage() {
  const t = useT();
  const can = useCan();
  const load = useLoad();
  const { data } = load;
  return (
    <div className="page">
      <PageHeader title={t('load.title')} sub={data ? t('load.sub', { percent: data.plannedPercent }) : null} />
      {can('people.read') ? <LateRequests /> : null}
      {load.isPending ? <LoadingRows /> : null}
      {load.error && !data ? <ErrorState error={load.error} onRetry={() => void load.refetch()} /> : null}
      {data && data.items.length === 0 ? (
        <EmptyState icon={<Users size={22} strokeWidth={1.75} />} title={t('load.empty')} body={t('load.emptyBody')} />
      ) : null}
      {data && data.items.length > 0 ? (
        <ScrollX className="panel table-scroll">
          <table className="plain-table">
            <thead>
              <tr>
                {(['name', 'due', 'late', 'minutes', 'capacity', 'share'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`load.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <Row key={one.userId} one={one} day={data.day} />
              ))}
            </tbody>
          </table>
        </ScrollX>
      ) : null}
      <Goals />
    </div>
  );
}

/** What the law asks by a day and nobody answered: hers to see who leads. */
function LateRequests() {
  const t = useT();
  const { items } = usePages(keys.privacy.requests('open'), '/data-requests', DataRequestPage, { state: 'open' });
  const count = items.filter(({ late }) => late).length;
  if (count === 0) return null;
  return (
    <p role="status">
      <span className="text-late">{t('load.lateRequests', { count })}</span>{' '}
      <Link to="/privacy" search={{ tab: 'requests' }}>
        {t('load.openRequests')}
      </Link>
    </p>
  );
}

function Row({ one, day }: { one: Load; day: string }) {
  const t = useT();
  const { minutes: length } = useTime();
  const left = one.capacityMinutes - one.minutes;
  const off = one.onDutyMinutes === 0;
  const none = one.hours === 'away' ? t('load.away') : t('load.off');
  return (
    <tr>
      <th scope="row">
        <Link to="/today" search={{ owner: one.userId }}>
          {one.name}
        </Link>
      </th>
      <td>
        <Link to="/enquiries" search={{ owner: one.userId, dueTo: day, sort: 'dueAt', saved: 'none' }}>
          {t.number(one.due)}
        </Link>
      </td>
      <td>
        <Link
          to="/enquiries"
          search={{ owner: one.userId, late: true, sort: 'dueAt', saved: 'none' }}
          className={one.late > 0 ? 'text-late' : ''}
        >
          {t.number(one.late)}
        </Link>
      </td>
      <td>{length(one.minutes)}</td>
      <td>
        {off ? none : length(one.capacityMinutes)}
        {!off && one.hours === 'opening' ? <div className="text-2">{t('load.opening')}</div> : null}
      </td>
      <td className="load-share">
        <Progress
          value={Math.min(100, one.percent ?? (one.minutes > 0 ? 100 : 0))}
          color={left < 0 ? 'red.8' : 'brand'}
          aria-label={`${one.name} ${t('load.share')}`}
        />
        {off && left === 0 ? null : (
          <span className={left < 0 ? 'text-late' : 'text-2'}>
            {one.percent === null ? '' : `${t.number(one.percent)}% · `}
            {left < 0 ? t('load.over', { minutes: length(-left) }) : t('load.room', { minutes: length(left) })}
          </span>
        )}
      </td>
    </tr>
  );
}
