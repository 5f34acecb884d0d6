import './health.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { StatusHealth } from '@anbu/contract';
import { api, keys, useUserName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import {
  ButtonLink,
  DayInput,
  EmptyState,
  ErrorState,
  LoadingRows,
  PageHeader,
  StatusBadge,
} from '../../../ui/index.ts';
import { Drill, Findings } from './findings.tsx';

const route = getRouteApi('/app/settings/statuses/health');

/** Whether the 21 are used as they are meant: by status, by person, and how it is counted. Each number opens its enquiries. */
export function StatusHealthPage() {
  const t = useT();
  const time = useTime();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/settings/statuses/health' });
  const health = useQuery({
    queryKey: keys.statusHealth(search),
    queryFn: ({ signal }) => api.get('/statuses/health', StatusHealth, { query: search, signal }),
    placeholderData: (old) => old,
  });
  const { data, error } = health;
  const put = (change: typeof search) => void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <div className="page page-narrow health">
      <PageHeader
        title={t('health.title')}
        sub={
          data ? t('health.sub', { from: time.day(data.from), to: time.day(data.to), count: data.uses.count }) : null
        }
        aside={
          <>
            <ButtonLink variant="default" to="/settings/statuses" leftSection={<ArrowLeft size={15} aria-hidden />}>
              {t('health.back')}
            </ButtonLink>
            <Button variant="default" onClick={() => window.print()}>
              {t('health.print')}
            </Button>
          </>
        }
      />
      <div className="filter-row">
        <DayInput
          label={t('health.from')}
          value={search.from ?? data?.from ?? null}
          max={time.today}
          onChange={(day) => put({ from: day ?? undefined })}
        />
        <DayInput
          label={t('health.to')}
          value={search.to ?? data?.to ?? null}
          max={time.today}
          onChange={(day) => put({ to: day ?? undefined })}
        />
      </div>
      {error ? <ErrorState error={error} onRetry={() => void health.refetch()} /> : null}
      {health.isPending ? <LoadingRows rows={12} /> : null}
      {data && !error ? (
        data.uses.count === 0 ? (
          <EmptyState title={t('health.empty')} body={t('health.emptyBody')} />
        ) : (
          <>
            <ByStatus health={data} />
            <ByUser health={data} />
            <HowCounted health={data} />
          </>
        )
      ) : null}
    </div>
  );
}

function ByStatus({ health }: { health: StatusHealth }) {
  const t = useT();
  const nameOf = useUserName();
  const several = health.measures.filter(({ statuses }) => statuses.length !== 1);
  return (
    <section className="panel">
      <h2 className="panel-title">{t('health.byStatus')}</h2>
      <table className="plain-table health-table">
        <thead>
          <tr>
            <th scope="col">{t('health.status')}</th>
            <th scope="col">{t('health.uses')}</th>
            <th scope="col">{t('health.who')}</th>
            <th scope="col">{t('health.look')}</th>
          </tr>
        </thead>
        <tbody>
          {health.statuses.map(({ status, uses, chosen, users }) => (
            <tr key={status} className={uses.count === 0 ? 'health-unused' : undefined}>
              <th scope="row">
                <StatusBadge status={status} />
              </th>
              <td data-label={t('health.uses')}>{uses.count > 0 ? <Drill of={uses} /> : null}</td>
              <td data-label={t('health.who')}>
                {users.map((user) => (
                  <span key={user.userId} className="health-who">
                    {nameOf(user.userId)} <Drill of={user} />
                  </span>
                ))}
                {uses.count > 0 && chosen.count === 0 ? <span className="text-2">{t('health.byRule')}</span> : null}
              </td>
              <td data-label={t('health.look')}>
                {uses.count === 0 ? <span className="text-2">{t('health.unused')}</span> : null}
                <Findings
                  measures={health.measures.filter(({ statuses }) => statuses.length === 1 && statuses[0] === status)}
                  days={health.correctionDays}
                />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row" colSpan={3}>
              {t('health.several')}
            </th>
            <td data-label={t('health.look')}>
              <Findings measures={several} days={health.correctionDays} otherwise />
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function ByUser({ health }: { health: StatusHealth }) {
  const t = useT();
  const nameOf = useUserName();
  const least = health.leastUses;
  return (
    <section className="panel">
      <h2 className="panel-title">{t('health.byUser')}</h2>
      {health.users.length > 0 ? (
        <table className="plain-table health-table">
          <thead>
            <tr>
              <th scope="col">{t('health.user')}</th>
              <th scope="col">{t('health.chosen')}</th>
              <th scope="col">{t('health.look')}</th>
            </tr>
          </thead>
          <tbody>
            {health.users.map(({ userId, chosen, measures }) => (
              <tr key={userId}>
                <th scope="row">{nameOf(userId)}</th>
                <td data-label={t('health.chosen')}>
                  <Drill of={chosen} />
                </td>
                <td data-label={t('health.look')}>
                  <Findings measures={measures} everybody={health.measures} days={health.correctionDays} otherwise />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="panel-body text-2">{t('health.noUsers', { least })}</p>
      )}
      {health.fewer > 0 ? (
        <p className="panel-body text-2">{t('health.fewer', { count: health.fewer, least })}</p>
      ) : null}
    </section>
  );
}

/** Each measure with its definition and both of its numbers, those without a finding too. */
function HowCounted({ health }: { health: StatusHealth }) {
  const t = useT();
  return (
    <section className="panel">
      <h2 className="panel-title">{t('health.how')}</h2>
      <div className="panel-body health-how">
        <p>{t('health.how.use')}</p>
        <dl>
          {health.measures.map(({ code, definition, found, of }) => (
            <div key={code}>
              <dt>
                {code === 'invalid' ? t('health.invalid') : t(`filters.usage.${code}`)} <Drill of={found} /> /{' '}
                <Drill of={of} />
              </dt>
              <dd className="text-2">{definition.text}</dd>
            </div>
          ))}
        </dl>
        <p className="text-2">{t('health.how.memos')}</p>
        <p className="text-2">{t('health.how.moves')}</p>
      </div>
    </section>
  );
}
