import { Button, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NoticeContact, type NoticeContactPatch } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, ErrorState, Form, FormError, LoadingRows, useFormErrors } from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';

/** Where she is told of what is hers by text or e-mail, and whether. */
export function OwnNotices() {
  const t = useT();
  const own = useQuery({
    queryKey: keys.notices.own,
    queryFn: ({ signal }) => api.get('/me/notices', NoticeContact, { signal }),
  });
  return (
    <Panel title={t('settings.notices.own')}>
      <p className="text-2">{t('settings.notices.ownHint')}</p>
      {own.error ? <ErrorState error={own.error} onRetry={() => void own.refetch()} /> : null}
      {own.isPending ? <LoadingRows rows={2} /> : null}
      {own.data ? <Contact key={own.data.version} contact={own.data} /> : null}
    </Panel>
  );
}

function Contact({ contact }: { contact: NoticeContact }) {
  const t = useT();
  const [phone, setPhone] = useState(contact.phone ?? '');
  const patch = useAct({
    run: (body: NoticeContactPatch) => api.patch('/me/notices', NoticeContact, { ...body, version: contact.version }),
    refresh: [keys.notices.own],
    done: t('common.saved'),
    showError: 'form',
  });
  const errors = useFormErrors(patch.error, ['phone', 'bySms']);
  const number = phone.trim() === '' ? {} : { phone: phone.trim() };
  return (
    <Form
      onSubmit={() => patch.mutate({ phone: phone.trim() === '' ? null : phone.trim() })}
      label={t('settings.notices.own')}
    >
      <FormError summary={errors.summary} />
      <TextInput
        label={t('settings.notices.ownPhone')}
        type="tel"
        value={phone}
        maxLength={40}
        onChange={(event) => setPhone(event.currentTarget.value)}
        {...errorProp(errors.field('phone') ?? errors.field('bySms'))}
      />
      <Switch
        label={t('settings.notices.ownSms')}
        checked={contact.bySms}
        disabled={patch.isPending}
        onChange={(event) => patch.mutate({ ...number, bySms: event.currentTarget.checked })}
      />
      <Switch
        label={t('settings.notices.ownEmail', { email: contact.email })}
        checked={contact.byEmail}
        disabled={patch.isPending}
        onChange={(event) => patch.mutate({ byEmail: event.currentTarget.checked })}
      />
      <div className="form-acts">
        <Button type="submit" variant="default" loading={patch.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </Form>
  );
}
