import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { KnownImportMappingPage, type KnownImportMapping } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ErrorState, Form, FormError, ScrollX } from '../../ui/index.ts';

/** How lists were mapped that were entered; nothing where none was. */
export function KnownMappings() {
  const t = useT();
  const known = useQuery({
    queryKey: keys.imports.mappings,
    queryFn: ({ signal }) => api.get('/import-mappings', KnownImportMappingPage, { query: { limit: 100 }, signal }),
  });
  if (known.error) return <ErrorState error={known.error} onRetry={() => void known.refetch()} />;
  if (!known.data || known.data.items.length === 0) return null;
  return (
    <section className="panel panel-body" aria-label={t('import.known')}>
      <h2>{t('import.known')}</h2>
      <p className="text-2">{t('import.known.sub')}</p>
      <ScrollX className="table-scroll" tabIndex={0} role="region" aria-label={t('import.known')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('import.known.name')}</th>
              <th scope="col">{t('import.kind')}</th>
              <th scope="col">{t('import.mapping.column')}</th>
              <th scope="col">{t('import.known.last')}</th>
              <th scope="col" aria-label={t('import.known.rename')} />
            </tr>
          </thead>
          <tbody>
            {known.data.items.map((one) => (
              <KnownRow key={one.id} known={one} />
            ))}
          </tbody>
        </table>
      </ScrollX>
    </section>
  );
}

function KnownRow({ known }: { known: KnownImportMapping }) {
  const t = useT();
  const time = useTime();
  const [name, setName] = useState<string | null>(null);
  const rename = useAct({
    run: () => api.patch(`/import-mappings/${known.id}`, z.unknown(), { name }),
    refresh: [keys.imports.all],
    onDone: () => setName(null),
    showError: 'form',
  });
  const forget = useAct({
    run: () => api.delete(`/import-mappings/${known.id}`, z.unknown()),
    refresh: [keys.imports.all],
  });
  return (
    <tr>
      <th scope="row">
        {name === null ? (
          known.name
        ) : (
          <Form label={t('import.known.renameOf', { name: known.name })} onSubmit={() => rename.mutate(null)}>
            <FormError error={rename.error} />
            <div className="import-rename">
              <TextInput
                aria-label={t('import.known.name')}
                value={name}
                maxLength={100}
                required
                autoFocus
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button type="submit" size="xs" loading={rename.isPending}>
                {t('common.save')}
              </Button>
            </div>
          </Form>
        )}
      </th>
      <td>{t(`import.kind.${known.kind}`)}</td>
      <td title={Object.values(known.mapping).join(', ')}>
        {t('import.known.columns', { count: Object.keys(known.mapping).length })}
      </td>
      <td>{t('import.known.by', { when: time.when(known.usedAt), name: known.usedBy })}</td>
      <td className="import-known-acts">
        <Button
          variant="subtle"
          size="xs"
          aria-label={t('import.known.renameOf', { name: known.name })}
          onClick={() => setName(name === null ? known.name : null)}
        >
          {t('import.known.rename')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          size="xs"
          loading={forget.isPending}
          aria-label={t('import.known.forgetOf', { name: known.name })}
          onClick={() => forget.mutate(null)}
        >
          {t('import.known.forget')}
        </Button>
      </td>
    </tr>
  );
}
