import { Button, Menu } from '@mantine/core';
import { ArrowDown, ArrowUp, Bookmark, ChevronDown, Copy, Pencil, Star, StarOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Nothing, SavedView, type ViewList } from '@anbu/contract';
import { api, keys, useAct, useMe, useSavedViews, useTeams } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { ConfirmDialog, Dialog } from '../../ui/index.ts';
import { ViewForm, type ViewDraft } from './view-form.tsx';
import { keptOf, searchOf, type ListFilters } from './list-filters.ts';

type Open = { kind: 'manage' } | { kind: 'form'; draft: ViewDraft } | { kind: 'delete'; view: SavedView };

/** Saved views of the list: one is chosen, what was changed is kept, all are put in order. `V` opens it. */
export function ViewMenu({ filters }: { filters: ListFilters }) {
  const t = useT();
  const { list } = filters;
  const views = useSavedViews(list) ?? [];
  const [opened, setOpened] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const current = views.find(({ id }) => id === filters.saved);
  const changed = current !== undefined && !isSame(filters.kept, keptOf(searchOf(current)));
  const isFresh = current === undefined && Object.keys(filters.kept).length > 0;
  const saveChanges = useAct({
    run: (view: SavedView) => api.patch(`/views/${view.id}`, SavedView, { query: filters.kept, version: view.version }),
    refresh: [keys.views(list)],
    done: t('views.saved'),
  });
  useShortcuts([{ keys: 'V', label: t('views.menu'), run: () => setOpened(true) }]);
  const name = current?.name ?? t('views.all');
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-start" width={300} withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            className="view-button"
            leftSection={<Bookmark size={15} aria-hidden />}
            rightSection={<ChevronDown size={15} aria-hidden />}
          >
            <span className="visually-hidden">{t('views.menu')}: </span>
            <span className="clip">{changed ? `${name} · ${t('views.unsaved')}` : name}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => filters.show(null)}>{t('views.all')}</Menu.Item>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => filters.show(view)}
              leftSection={view.isDefault ? <Star size={14} aria-label={t('views.default')} /> : null}
              rightSection={<Shared view={view} />}
              {...(view.id === filters.saved ? { 'aria-current': 'true' as const } : {})}
            >
              <span className="clip">{view.name}</span>
            </Menu.Item>
          ))}
          {views.length === 0 ? <Menu.Label>{t('views.none')}</Menu.Label> : null}
          <Menu.Divider />
          {changed && current.changeable ? (
            <Menu.Item onClick={() => saveChanges.mutate(current)}>{t('views.saveChanges')}</Menu.Item>
          ) : null}
          {changed || isFresh ? (
            <Menu.Item
              onClick={() =>
                setOpen({ kind: 'form', draft: { id: null, name: '', sharedWith: 'me', query: filters.kept } })
              }
            >
              {current ? t('views.saveAs') : t('views.save')}
            </Menu.Item>
          ) : null}
          {views.length > 0 ? (
            <Menu.Item onClick={() => setOpen({ kind: 'manage' })}>{t('views.manage')}</Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {open?.kind === 'form' ? (
        <ViewForm list={list} draft={open.draft} onClose={() => setOpen(null)} onSaved={(view) => filters.show(view)} />
      ) : null}
      {open?.kind === 'manage' ? (
        <ManageViews
          list={list}
          views={views}
          onEdit={(draft) => setOpen({ kind: 'form', draft })}
          onDelete={(view) => setOpen({ kind: 'delete', view })}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.kind === 'delete' ? <DeleteView view={open.view} onClose={() => setOpen({ kind: 'manage' })} /> : null}
    </>
  );
}

function Shared({ view }: { view: SavedView }) {
  const t = useT();
  const me = useMe();
  const teams = useTeams();
  if (view.sharedWith === 'me') return null;
  const team = teams.find(({ id }) => id === view.sharedWith);
  return (
    <span className="text-2 view-shared">
      {view.makerId === me.userId
        ? team
          ? t('views.share.team', { team: team.name })
          : t('views.share.organisation')
        : t('views.sharedBy', { name: view.makerName })}
    </span>
  );
}

function ManageViews({
  list,
  views,
  onEdit,
  onDelete,
  onClose,
}: {
  list: ViewList;
  views: readonly SavedView[];
  onEdit: (draft: ViewDraft) => void;
  onDelete: (view: SavedView) => void;
  onClose: () => void;
}) {
  const t = useT();
  const refresh = [keys.views(list)];
  const order = useAct({
    run: (ids: readonly string[]) => api.put('/views/order', Nothing, { list, ids }),
    refresh,
  });
  const start = useAct({
    run: (viewId: string | null) => api.put('/views/default', Nothing, { list, viewId }),
    refresh,
  });
  const move = (index: number, by: 1 | -1) => {
    const ids = views.map(({ id }) => id);
    const [id] = ids.splice(index, 1);
    if (id !== undefined) ids.splice(index + by, 0, id);
    order.mutate(ids);
  };
  return (
    <Dialog title={t('views.manage')} onClose={onClose} size="lg">
      <ul className="view-list">
        {views.map((view, index) => (
          <li key={view.id}>
            <div className="view-list-words">
              <strong className="clip">{view.name}</strong>
              <Shared view={view} />
            </div>
            <Act
              label={t('views.up', { name: view.name })}
              disabled={index === 0}
              onClick={() => move(index, -1)}
              icon={<ArrowUp size={16} aria-hidden />}
            />
            <Act
              label={t('views.down', { name: view.name })}
              disabled={index === views.length - 1}
              onClick={() => move(index, 1)}
              icon={<ArrowDown size={16} aria-hidden />}
            />
            <Act
              label={view.isDefault ? t('views.noDefault') : t('views.makeDefault')}
              onClick={() => start.mutate(view.isDefault ? null : view.id)}
              icon={view.isDefault ? <StarOff size={16} aria-hidden /> : <Star size={16} aria-hidden />}
            />
            <Act
              label={t('views.copy')}
              onClick={() =>
                onEdit({
                  id: null,
                  name: t('views.copyName', { name: view.name }).slice(0, 60),
                  sharedWith: 'me',
                  query: view.query,
                })
              }
              icon={<Copy size={16} aria-hidden />}
            />
            <Act
              label={view.changeable ? t('views.rename') : t('views.notChangeable')}
              disabled={!view.changeable}
              onClick={() => onEdit(view)}
              icon={<Pencil size={16} aria-hidden />}
            />
            <Act
              label={view.changeable ? t('views.delete') : t('views.notChangeable')}
              disabled={!view.changeable}
              onClick={() => onDelete(view)}
              icon={<Trash2 size={16} aria-hidden />}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Act({
  label,
  icon,
  disabled = false,
  onClick,
}: {
  label: string;
  icon: React.ReactNode;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <button type="button" className="icon-act" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {icon}
    </button>
  );
}

function DeleteView({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const t = useT();
  const drop = useAct({
    run: () => api.delete(`/views/${view.id}`, Nothing),
    refresh: [keys.views(view.list)],
    done: t('views.deleted'),
    showError: 'form',
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      danger
      title={t('views.deleteAsk', { name: view.name })}
      body={t('views.deleteBody')}
      confirm={t('views.delete')}
      busy={drop.isPending}
      error={drop.error}
      onConfirm={() => drop.mutate(undefined)}
      onClose={onClose}
    />
  );
}

function isSame(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
