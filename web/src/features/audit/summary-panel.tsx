import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AuditSummary } from '@anbu/contract';
import type { Query } from '../../api/client.ts';
import { api, keys } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, LoadingRows, ScrollX } from '../../ui/index.ts';
import { byCaller, type CallerTally } from './tally.ts';

const COLUMNS = ['opened', 'listed', 'printed', 'changed'] as const;

/** How often each colleague looked at people in the period that is shown. Read when it is opened: each reading is in the audit. */
export function SummaryPanel({ query, onUser }: { query: Query; onUser: (userId: string) => void }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <details className="panel audit-summary" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('audit.summary')}</summary>
      {open ? <Summary query={query} onUser={onUser} /> : null}
    </details>
  );
}

function Summary({ query, onUser }: { query: Query; onUser: (userId: string) => void }) {
  const t = useT();
  const time = useTime();
  const summary = useQuery({
    queryKey: keys.audit.summary(query),
    queryFn: ({ signal }) => api.get('/audit/summary', AuditSummary, { query, signal }),
  });
  if (summary.error) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return <LoadingRows rows={3} />;
  const { from, to, items } = summary.data;
  const callers = byCaller(items);
  const most = Math.max(1, ...callers.map(({ opened }) => opened));
  const day = (instant: string) => time.day(time.dayOf(instant));
  return (
    <div className="audit-summary-body">
      {/* The end of a period is the first moment after it. */}
      <p className="text-2">{t('audit.summary.period', { from: day(from), to: day(justBefore(to)) })}</p>
      {callers.length === 0 ? <p>{t('audit.summary.empty')}</p> : null}
      {callers.length > 0 ? (
        <ScrollX className="table-scroll" tabIndex={0} role="region" aria-label={t('audit.summary')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('audit.summary.user')}</th>
                {COLUMNS.map((column) => (
                  <th scope="col" key={column}>
                    {t(`audit.summary.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {callers.map((caller) => (
                <Row key={caller.id} caller={caller} most={most} onUser={onUser} />
              ))}
            </tbody>
          </table>
        </ScrollX>
      ) : null}
    </div>
  );
}

function Row({ caller, most, onUser }: { caller: CallerTally; most: number; onUser: (userId: string) => void }) {
  const t = useT();
  const { userId, name } = caller;
  return (
    <tr>
      <th scope="row">
        {userId ? (
          <button
            type="button"
            className="plain-link"
            title={t('audit.summary.only', { name })}
            onClick={() => onUser(userId)}
          >
            {name}
          </button>
        ) : (
          name
        )}
      </th>
      {COLUMNS.map((column) => (
        <td key={column}>
          {column === 'opened' ? (
            <span
              className="audit-bar"
              style={{ ['--share' as string]: `${(100 * caller.opened) / most}%` }}
              aria-hidden
            />
          ) : null}
          {t.number(caller[column])}
        </td>
      ))}
    </tr>
  );
}

const justBefore = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();
