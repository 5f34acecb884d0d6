import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Organisation, page } from '@anbu/contract';
import type { z } from 'zod';
import { api, keys, useAct, useCan, useMe } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ErrorState, Form, FormError, LanguageName, LoadingRows, errorProp, useFormErrors } from '../../ui/index.ts';
import { Panel, SaveButton, SettingsPage } from './parts.tsx';

const OrganisationPageView = page(Organisation);

export function OrganisationPage() {
  const t = useT();
  const me = useMe();
  const can = useCan();
  const organisations = useQuery({
    queryKey: keys.organisation,
    queryFn: ({ signal }) => api.get('/organisations', OrganisationPageView, { signal }),
  });
  const organisation = organisations.data?.items.find(({ id }) => id === me.organisation.id);
  const writes = can('settings.write');
  return (
    <SettingsPage
      title={t('settings.organisation')}
      sub={t('settings.organisation.sub')}
      entityId={organisation?.id}
      writes={writes}
    >
      {organisations.error ? (
        <ErrorState error={organisations.error} onRetry={() => void organisations.refetch()} />
      ) : null}
      {organisations.isPending ? <LoadingRows rows={3} /> : null}
      {organisation ? (
        <OrganisationForm key={organisation.version} organisation={organisation} writes={writes} />
      ) : null}
    </SettingsPage>
  );
}

function OrganisationForm({ organisation, writes }: { organisation: z.output<typeof Organisation>; writes: boolean }) {
  const t = useT();
  const [name, setName] = useState(organisation.name);
  const save = useAct({
    run: () => api.patch(`/organisations/${organisation.id}`, Organisation, { name, version: organisation.version }),
    refresh: [keys.organisation, keys.me],
    done: t('common.saved'),
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['name']);
  return (
    <Panel>
      <Form onSubmit={() => save.mutate(null)}>
        <FormError summary={errors.summary} />
        <TextInput
          label={t('settings.organisation.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          readOnly={!writes}
          {...errorProp(errors.field('name'))}
        />
        <dl className="facts">
          <div>
            <dt>{t('settings.organisation.slug')}</dt>
            <dd>{organisation.slug}</dd>
          </div>
          <div>
            <dt>
              {t('settings.organisation.language')}
              <div className="fact-hint">{t('settings.organisation.languageHint')}</div>
            </dt>
            <dd>
              <LanguageName language={organisation.language} />
            </dd>
          </div>
        </dl>
        {organisation.demo ? <p className="text-2">{t('settings.organisation.demo')}</p> : null}
        {writes ? (
          <div className="form-acts">
            <SaveButton busy={save.isPending} why={name.trim() === organisation.name ? t('common.unchanged') : null} />
          </div>
        ) : null}
      </Form>
    </Panel>
  );
}
