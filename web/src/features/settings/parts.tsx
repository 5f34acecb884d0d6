import { Anchor, Button, Switch } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { useId, useState, type ReactNode } from 'react';
import { useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, EmptyState, ErrorState, FormActs, LoadingRows, PageHeader } from '../../ui/index.ts';

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
    readonly error: unknown;
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

/** Somebody or something that has a record of its own: what is known of it, who changed it, and the way to change it. */
export function RecordRow({
  record,
  words,
  off = false,
  onEdit,
}: {
  record: { readonly id: string; readonly name: string };
  words: readonly (string | null)[];
  /** No longer in use. */
  off?: boolean;
  onEdit: (() => void) | null;
}) {
  const t = useT();
  return (
    <div className={off ? 'setting-row is-off' : 'setting-row'}>
      <div className="setting-row-words">
        <strong>{record.name}</strong>
        <span className="text-2">{words.filter(Boolean).join(' · ')}</span>
      </div>
      <WhoChanged entityId={record.id} />
      {onEdit ? (
        <Button variant="default" size="xs" aria-label={`${record.name} ${t('common.edit')}`} onClick={onEdit}>
          {t('common.edit')}
        </Button>
      ) : null}
    </div>
  );
}

/** The window in which a thing of a list is added or changed; none where `edited` is null. */
export function EditDialog<T extends { readonly name: string }>({
  edited,
  add,
  onClose,
  size,
  children,
}: {
  edited: T | 'new' | null;
  /** What a new one is called. */
  add: string;
  onClose: () => void;
  size?: string;
  children: (item: T | null) => ReactNode;
}) {
  if (edited === null) return null;
  const item = edited === 'new' ? null : edited;
  return (
    <Dialog title={item?.name ?? add} onClose={onClose} {...(size === undefined ? {} : { size })}>
      {children(item)}
    </Dialog>
  );
}

/** The end of a form in such a window: whether it is in use, where it is not new, and save. */
export function EditFoot({
  active,
  busy,
}: {
  active: { readonly label: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void } | null;
  busy: boolean;
}) {
  return (
    <>
      {active ? (
        <Switch
          label={active.label}
          checked={active.checked}
          onChange={(event) => active.onChange(event.currentTarget.checked)}
        />
      ) : null}
      <FormActs busy={busy} />
    </>
  );
}

/** What is set for each site: a row for each, and the window of the one that is changed. */
export function SitesPanel<T extends { readonly siteId: string }>({
  title,
  hint,
  list,
  nameOf,
  wordsOf,
  writes,
  dialog,
}: {
  title: string;
  hint: string;
  list: {
    readonly data: { readonly items: readonly T[] } | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  nameOf: (item: T) => string;
  wordsOf: (item: T) => string;
  writes: boolean;
  dialog: (item: T, onClose: () => void) => ReactNode;
}) {
  const t = useT();
  const [edited, setEdited] = useState<T | null>(null);
  return (
    <Panel title={title}>
      <p className="text-2">{hint}</p>
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <LoadingRows rows={2} /> : null}
      {(list.data?.items ?? []).map((item) => (
        <div key={item.siteId} className="setting-row way-row">
          <div className="setting-row-words">
            <strong>{nameOf(item)}</strong>
            <span className="text-2">{wordsOf(item)}</span>
          </div>
          {writes ? (
            <Button
              variant="default"
              size="xs"
              aria-label={`${t('common.edit')} ${nameOf(item)}`}
              onClick={() => setEdited(item)}
            >
              {t('common.edit')}
            </Button>
          ) : null}
        </div>
      ))}
      {edited ? dialog(edited, () => setEdited(null)) : null}
    </Panel>
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
