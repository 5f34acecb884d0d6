import { Button } from '@mantine/core';
import { Compass, Lock, TriangleAlert } from 'lucide-react';
import { ProblemError } from '../api/problem.ts';
import { useT } from '../i18n/store.ts';
import '../ui/ui.css';
import { ButtonLink } from '../ui/links.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { useDocumentTitle } from '../ui/use-document-title.ts';

export function NotFoundPage() {
  const t = useT();
  useDocumentTitle(t('problem.notFound.title'));
  return (
    <EmptyState
      ofPage
      icon={<Compass size={22} strokeWidth={1.75} />}
      title={t('problem.notFound.title')}
      body={t('problem.notFound.body')}
      action={<ButtonLink to="/">{t('shell.nav.today')}</ButtonLink>}
    />
  );
}

/** The last net: a refusal says its sentence, a bug offers to reload. */
export function CrashPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const t = useT();
  useDocumentTitle(t(error instanceof ProblemError ? 'problem.title' : 'problem.crash.title'));
  if (error instanceof ProblemError) {
    return <ErrorState ofPage error={error} onRetry={reset ?? (() => window.location.reload())} />;
  }
  return (
    <EmptyState
      ofPage
      icon={<TriangleAlert size={22} strokeWidth={1.75} />}
      title={t('problem.crash.title')}
      body={t('problem.crash.body')}
      action={<Button onClick={() => window.location.reload()}>{t('problem.reload')}</Button>}
    />
  );
}

/** In the place of a screen that the role may not see. */
export function ForbiddenPage() {
  const t = useT();
  useDocumentTitle(t('problem.forbidden.title'));
  return (
    <EmptyState
      ofPage
      icon={<Lock size={22} strokeWidth={1.75} />}
      title={t('problem.forbidden.title')}
      body={t('problem.forbidden.body')}
    />
  );
}
