import '@fontsource-variable/noto-sans-sc/index.css';
import { Button, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Fragment, useState } from 'react';
import { ListItem, ListItemPage } from '@anbu/contract';
import { api, keys, useAct, useCan } from '../../api/index.ts';
import { LANGUAGES, useT } from '../../i18n/index.ts';
import {
  Dialog,
  ErrorState,
  Form,
  FormActs,
  FormError,
  LanguageName,
  LoadingRows,
  errorProp,
  useFormErrors,
} from '../../ui/index.ts';
import { Panel, SettingsPage } from './parts.tsx';

const LISTS = [
  { path: '/source-channels', key: keys.sourceChannels, title: 'settings.lists.channels' },
  { path: '/interests', key: keys.interests, title: 'settings.lists.interests' },
] as const;
type List = (typeof LISTS)[number];

export function ListsPage() {
  const t = useT();
  const can = useCan();
  const writes = can('settings.write');
  const [edited, setEdited] = useState<{ list: List; item: ListItem | null } | null>(null);
  return (
    <SettingsPage
      title={t('settings.lists')}
      sub={t('settings.lists.sub')}
      changes="settings.list_changed"
      writes={writes}
    >
      {LISTS.map((list) => (
        <ListPanel key={list.path} list={list} writes={writes} onEdit={(item) => setEdited({ list, item })} />
      ))}
      {edited ? (
        <Dialog title={t(edited.list.title)} onClose={() => setEdited(null)}>
          <ItemForm list={edited.list} item={edited.item} onDone={() => setEdited(null)} />
        </Dialog>
      ) : null}
    </SettingsPage>
  );
}

function ListPanel({ list, writes, onEdit }: { list: List; writes: boolean; onEdit: (item: ListItem | null) => void }) {
  const t = useT();
  const page = useQuery({
    queryKey: list.key,
    queryFn: ({ signal }) => api.get(list.path, ListItemPage, { query: { limit: 200 }, signal }),
  });
  return (
    <Panel title={t(list.title)}>
      {page.error ? <ErrorState error={page.error} onRetry={() => void page.refetch()} /> : null}
      {page.isPending ? <LoadingRows rows={3} /> : null}
      {page.data?.items.map((item) => (
        <div className={item.active ? 'setting-row' : 'setting-row is-off'} key={item.code}>
          <div className="setting-row-words">
            <strong>{item.names[t.language]}</strong>
            <span className="text-2">
              {LANGUAGES.filter((language) => language !== t.language).map((language, index) => (
                <Fragment key={language}>
                  {index > 0 ? ' · ' : ''}
                  <span lang={language}>{item.names[language]}</span>
                </Fragment>
              ))}
            </span>
          </div>
          {item.active ? null : <span>{t('settings.lists.hidden')}</span>}
          {writes ? (
            <Button
              variant="default"
              size="xs"
              aria-label={t('settings.lists.edit', { name: item.names[t.language] })}
              onClick={() => onEdit(item)}
            >
              {t('common.edit')}
            </Button>
          ) : null}
        </div>
      ))}
      {writes && page.data ? (
        <Button variant="light" mt="sm" leftSection={<Plus size={16} aria-hidden />} onClick={() => onEdit(null)}>
          {t('settings.lists.add')}
        </Button>
      ) : null}
    </Panel>
  );
}

function ItemForm({ list, item, onDone }: { list: List; item: ListItem | null; onDone: () => void }) {
  const t = useT();
  const [code, setCode] = useState(item?.code ?? '');
  const [names, setNames] = useState(item?.names ?? { ko: '', en: '', zh: '' });
  const [active, setActive] = useState(item?.active ?? true);
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: () => api.put(`${list.path}/${encodeURIComponent(code)}`, ListItem, { code, names, active }),
    refresh: [list.key],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['code', 'names.ko', 'names.en', 'names.zh']);
  const required = (text: string) => (asked && !text.trim() ? t('field.required') : undefined);
  const submit = () => {
    setAsked(true);
    if ([code, ...Object.values(names)].every((text) => text.trim())) save.mutate(null);
  };
  return (
    <Form onSubmit={submit}>
      <FormError summary={errors.summary} />
      {item ? null : (
        <TextInput
          label={t('settings.lists.code')}
          description={t('settings.lists.codeHint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_]/g, ''))}
          data-autofocus
          {...errorProp(required(code) ?? errors.field('code'))}
        />
      )}
      {LANGUAGES.map((language) => (
        <TextInput
          key={language}
          label={
            <>
              {t('common.name')} (<LanguageName language={language} />)
            </>
          }
          lang={language}
          value={names[language]}
          onChange={(event) => setNames({ ...names, [language]: event.currentTarget.value })}
          {...errorProp(required(names[language]) ?? errors.field(`names.${language}`))}
        />
      ))}
      <Switch
        label={t('settings.lists.active')}
        checked={active}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
      <FormActs busy={save.isPending} />
    </Form>
  );
}
