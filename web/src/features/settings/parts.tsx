import { Anchor } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { PageHeader } from '../../ui/index.ts';

const AnchorLink = createLink(Anchor<'a'>);

/** The frame of a page of settings: what it is for, who changed it, and what can be done. */
export function SettingsPage({
  title,
  sub,
  entityId,
  primary,
  writes = true,
  children,
}: {
  title: string;
  sub: string;
  /** The record whose changes the audit shows. */
  entityId?: string | undefined;
  primary?: ReactNode;
  /** Whether the reader may change what is here; if not, it says so. */
  writes?: boolean;
  children: ReactNode;
}) {
  const t = useT();
  return (
    <div className="page page-narrow">
      <PageHeader title={title} sub={sub} aside={<WhoChanged entityId={entityId} />} primary={primary} />
      {writes ? null : <p className="settings-note">{t('settings.readOnly')}</p>}
      {children}
    </div>
  );
}

/** The way to the audit of one record. */
export function WhoChanged({ entityId }: { entityId?: string | undefined }) {
  const t = useT();
  const can = useCan();
  if (!entityId || !can('audit.read')) return null;
  return (
    <AnchorLink to="/audit" search={{ entity: entityId }} size="sm">
      {t('settings.whoChanged')}
    </AnchorLink>
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
