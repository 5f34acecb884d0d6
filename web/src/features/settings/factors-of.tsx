import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Nothing, type User } from '@anbu/contract';
import { api, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Form, FormError, errorProp, useFormErrors } from '../../ui/index.ts';

/** A colleague lost what she signs in with: taken away for a reason, which the audit keeps. */
export function FactorsOf({ user, onDone }: { user: User; onDone: () => void }) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const remove = useAct({
    run: (body: { reason: string }, key) =>
      api.post(`/users/${user.id}/factors/remove`, Nothing, body, { idempotencyKey: key }),
    done: t('settings.users.factorsDone'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(remove.error, ['reason']);
  if (!isOpen) {
    return (
      <Button mt={12} variant="subtle" color="red.8" size="compact-sm" onClick={() => setIsOpen(true)}>
        {t('settings.users.factors')}
      </Button>
    );
  }
  return (
    <Form onSubmit={() => remove.mutate({ reason: reason.trim() })}>
      <strong>{t('settings.users.factorsTitle', { name: user.name })}</strong>
      <p className="text-2">{t('settings.users.factorsBody')}</p>
      <FormError summary={errors.summary} />
      <Textarea
        label={t('settings.users.factorsReason')}
        maxLength={500}
        autosize
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...errorProp(errors.field('reason'))}
      />
      <div className="form-acts">
        <Button variant="default" onClick={() => setIsOpen(false)}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" color="red.8" loading={remove.isPending}>
          {t('settings.users.factors')}
        </Button>
      </div>
    </Form>
  );
}
