import { Anchor, Button } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../../ui/index.ts';

const AnchorLink = createLink(Anchor<'a'>);

/** What stands in the place of a list: that it could not be read, that it comes, or why there is nothing in it yet. */
export function ListState({
  list,
  icon,
  title,
  body,
}: {
  list: {
    readonly data: { readonly items: readonly unknown[] } | undefined;
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  icon: ReactNode;
  title: string;
  body: string;
}) {
  return (
    <>
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <LoadingRows rows={3} /> : null}
      {list.data?.items.length === 0 ? <EmptyState icon={icon} title={title} body={body} /> : null}
    </>
  );
}

/** The frame of a page of settings: what it is for, who changed it, and what can be done. */
export function SettingsPage({
  title,
  sub,
  entityId,
  changes,
  primary,
  writes = true,
  wide = false,
  children,
}: {
  title: string;
  sub: string;
  /** The record whose changes the audit shows. */
  entityId?: string | undefined;
  /** Where there is no one record: the kind of change. */
  changes?: 'settings.list_changed' | 'settings.preset_changed' | 'consents.rule_changed';
  primary?: ReactNode;
  /** Whether the reader may change what is here; if not, it says so. */
  writes?: boolean;
  /** A table needs the room. */
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useT();
  return (
    <div className={wide ? 'page' : 'page page-narrow'}>
      <PageHeader
        title={title}
        sub={sub}
        aside={<WhoChanged entityId={entityId} action={changes} />}
        primary={primary}
      />
      {writes ? null : <p className="settings-note">{t('settings.readOnly')}</p>}
      {children}
    </div>
  );
}

/** The way to the audit of one record, or of one kind of change. */
export function WhoChanged({ entityId, action }: { entityId?: string | undefined; action?: string | undefined }) {
  const t = useT();
  const can = useCan();
  if (!(entityId || action) || !can('audit.read')) return null;
  return (
    <AnchorLink to="/audit" search={{ entity: entityId, action }} size="sm">
      {t('settings.whoChanged')}
    </AnchorLink>
  );
}

/** Saves; where it cannot, it says why. */
export function SaveButton({ busy, why }: { busy: boolean; why: string | null }) {
  const t = useT();
  const id = useId();
  return (
    <>
      {why ? (
        <span id={id} className="text-2">
          {why}
        </span>
      ) : null}
      <Button type="submit" loading={busy} disabled={why !== null} aria-describedby={why ? id : undefined}>
        {t('common.save')}
      </Button>
    </>
  );
}

export function Panel({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="panel">
      {title ? <h2 className="panel-title">{title}</h2> : null}
      <div className="panel-body">{children}</div>
    </section>
  );
}
