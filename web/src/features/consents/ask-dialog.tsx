import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  DATA_REQUEST_KINDS,
  DATA_REQUEST_SOURCES,
  DataRequest,
  type DataRequestKind,
  type Person,
} from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** What she asks about her data, at the counter or by telephone: ten days begin. */
export function AskDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT();
  const [kind, setKind] = useState<DataRequestKind>('copy');
  const [source, setSource] = useState<(typeof DATA_REQUEST_SOURCES)[number]>('counter');
  const [wish, setWish] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (body: object, key) => api.post('/data-requests', DataRequest, body, { idempotencyKey: key }),
    refresh: [keys.privacy.all, keys.people.detail(person.id), keys.timeline.of(person.id)],
    done: t('privacy.recorded'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['wish']);
  const missing = kind === 'correction' && !wish.trim();
  const submit = () => {
    setAsked(true);
    if (!missing) save.mutate({ personId: person.id, kind, source, ...(wish.trim() ? { wish } : {}) });
  };
  return (
    <Dialog title={t('privacy.record')} onClose={onClose}>
      <Form onSubmit={submit} label={t('privacy.record')}>
        <FormError summary={errors.summary} />
        <NativeSelect
          label={t('privacy.what')}
          value={kind}
          onChange={(event) => setKind(DATA_REQUEST_KINDS.find((one) => one === event.currentTarget.value) ?? kind)}
          data={DATA_REQUEST_KINDS.map((value) => ({ value, label: t(`consents.request.${value}`) }))}
          data-autofocus
        />
        <NativeSelect
          label={t('consents.field.source')}
          value={source}
          onChange={(event) =>
            setSource(DATA_REQUEST_SOURCES.find((one) => one === event.currentTarget.value) ?? source)
          }
          data={DATA_REQUEST_SOURCES.map((value) => ({ value, label: t(`consents.source.${value}`) }))}
        />
        <Textarea
          label={t('privacy.wish')}
          value={wish}
          maxLength={2_000}
          autosize
          minRows={2}
          onChange={(event) => setWish(event.currentTarget.value)}
          {...errorProp(asked && missing ? t('field.required') : errors.field('wish'))}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
