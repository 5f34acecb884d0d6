import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Person } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { DayInput, Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** Somebody new with a name or a number; `start` is what was searched for. */
export function NewPerson({ start, onClose }: { start: string; onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const isPhone = /^[\d\s+-]{8,}$/.test(start);
  const [name, setName] = useState(isPhone ? '' : start);
  const [phone, setPhone] = useState(isPhone ? start : '');
  const [birthDate, setBirthDate] = useState<string | null>(null);
  const create = useAct({
    run: (body: Record<string, string>, key) => api.post('/people', Person, body, { idempotencyKey: key }),
    refresh: [keys.people.all],
    showError: 'form',
    onDone: (person) => {
      onClose();
      void navigate({ to: '/people/$personId', params: { personId: person.id }, search: {} });
    },
  });
  const errors = useFormErrors(create.error, ['name', 'phone', 'birthDate']);
  return (
    <Dialog title={t('people.new')} onClose={onClose}>
      <Form
        label={t('people.new')}
        onSubmit={() =>
          create.mutate({
            ...(name.trim() ? { name: name.trim() } : {}),
            ...(phone.trim() ? { phone: phone.trim() } : {}),
            ...(birthDate ? { birthDate } : {}),
          })
        }
      >
        <TextInput
          label={t('common.name')}
          data-autofocus
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          {...errorProp(errors.field('name'))}
        />
        <TextInput
          label={t('common.phone')}
          type="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          {...errorProp(errors.field('phone'))}
        />
        <DayInput
          label={t('people.birth')}
          value={birthDate}
          onChange={setBirthDate}
          {...errorProp(errors.field('birthDate'))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={create.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
