import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Enquiry } from '@anbu/contract';
import { api, useAct, useInterests } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../../ui/index.ts';
import { Choices } from '../work/choices.tsx';

/** Two fields and the person is registered as here. */
export function WalkInForm({ phone: start, onDone }: { phone: string; onDone: (enquiry: Enquiry) => void }) {
  const t = useT();
  const choices = useInterests().filter((item) => item.active);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState(start);
  const [interests, setInterests] = useState<string[]>([]);
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (body: { name: string; phone: string; interests: string[] }, key) =>
      api.post('/enquiries/walk-in', Enquiry, body, { idempotencyKey: key }),
    showError: 'form',
    onDone,
  });
  const errors = useFormErrors(save.error, ['name', 'phone', 'person.name', 'person.phone']);
  const required = (text: string) => (asked && text.trim() === '' ? t('field.required') : undefined);
  const submit = () => {
    setAsked(true);
    if (name.trim() && phone.trim()) save.mutate({ name: name.trim(), phone: phone.trim(), interests });
  };
  return (
    <div className="panel panel-body">
      <Form label={t('desk.walkIn')} onSubmit={submit}>
        <div className="form-line is-top">
          <TextInput
            className="grow"
            label={t('common.name')}
            autoFocus
            autoComplete="off"
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            {...errorProp(required(name) ?? errors.field('name') ?? errors.field('person.name'))}
          />
          <TextInput
            className="grow"
            label={t('common.phone')}
            type="tel"
            autoComplete="off"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            {...errorProp(required(phone) ?? errors.field('phone') ?? errors.field('person.phone'))}
          />
        </div>
        <Choices
          label={t('common.optionalField', { label: t('desk.interests') })}
          options={choices.map((item) => ({ value: item.code, label: item.names[t.language] }))}
          chosen={interests}
          onChoose={(code) => setInterests(toggled(interests, code))}
        />
        <FormError summary={errors.summary} />
        <div className="form-acts">
          <Button type="submit" loading={save.isPending}>
            {t('desk.walkIn.save')}
          </Button>
        </div>
      </Form>
    </div>
  );
}

export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}
