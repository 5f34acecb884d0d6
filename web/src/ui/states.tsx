import { Button } from '@mantine/core';
import { Inbox, Lock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ProblemError, problemText } from '../api/problem.ts';
import { useT } from '../i18n/store.ts';

/** Says why there is nothing and what to do next. */
export function EmptyState({
  icon,
  title,
  body,
  action,
  ofPage = false,
}: {
  icon?: ReactNode;
  title: string;
  body?: ReactNode;
  action?: ReactNode;
  /** It stands in the place of a page: its title is the page's. */
  ofPage?: boolean;
}) {
  const Heading = ofPage ? 'h1' : 'h2';
  return (
    <div className="state">
      <div className="state-icon" aria-hidden>
        {icon ?? <Inbox size={22} strokeWidth={1.75} />}
      </div>
      <Heading>{title}</Heading>
      {body ? <p>{body}</p> : null}
      {action ? <div className="state-acts">{action}</div> : null}
    </div>
  );
}

/** What may not be seen says so: to try again would not help. Else the sentence of the code, a way to try again, and the number that support asks for. */
export function ErrorState({
  error,
  onRetry,
  ofPage = false,
}: {
  error: unknown;
  onRetry?: () => void;
  /** It stands in the place of a page: its title is the page's. */
  ofPage?: boolean;
}) {
  const t = useT();
  const Heading = ofPage ? 'h1' : 'h2';
  if (error instanceof ProblemError && error.code === 'request.forbidden')
    return (
      <EmptyState
        ofPage={ofPage}
        icon={<Lock size={22} strokeWidth={1.75} />}
        title={t('problem.forbidden.title')}
        body={t('problem.forbidden.body')}
      />
    );
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div className="state state-error" role="alert">
      <div className="state-icon" aria-hidden>
        <TriangleAlert size={22} strokeWidth={1.75} />
      </div>
      <Heading>{t('problem.title')}</Heading>
      <p>{problemText(t, error)}</p>
      {requestId ? <p className="text-2">{t('problem.requestId', { id: requestId })}</p> : null}
      {onRetry ? (
        <div className="state-acts">
          <Button variant="default" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const WIDTHS = [18, 26, 12, 34];

/** Rows that hold the place of rows to come. */
export function LoadingRows({ rows = 8 }: { rows?: number }) {
  const t = useT();
  return (
    <div className="loading-rows" role="status">
      <span className="visually-hidden">{t('common.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div className="loading-row" key={row} aria-hidden>
          {WIDTHS.map((width, bar) => (
            <div className="loading-bar" key={bar} style={{ width: `${width - (row % 3) * 3}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}
