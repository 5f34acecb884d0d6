import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { EllipsisVertical, Mail, Phone, Plus } from 'lucide-react';
import { useState } from 'react';
import { Person } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { CallsLink, DialButton } from '../telephony/dial-button.tsx';
import { errorProp, Form, FormError, PhoneText, useFormErrors } from '../../ui/index.ts';

/** Numbers and e-mails, each with its state. A number that others share is named: one must ask who is speaking. */
export function ContactList({ person, writes }: { person: Person; writes: boolean }) {
  const t = useT();
  const [adding, setAdding] = useState<'phone' | 'email' | null>(null);
  const base = `/people/${person.id}`;
  const refresh = [keys.people.detail(person.id)];
  const setState = useAct({
    run: ({ id, state }: { id: string; state: 'ok' | 'wrong' | 'disconnected' }) =>
      api.patch(`${base}/phones/${id}`, Person, { state }),
    refresh,
  });
  const remove = useAct({ run: (path: string) => api.delete(`${base}/${path}`, Person), refresh });
  return (
    <div className="contacts">
      <ul>
        {person.phones.map((phone) => (
          <li key={phone.id}>
            <Phone size={15} aria-hidden />
            <PhoneText display={phone.display} e164={phone.e164} state={phone.state} />
            <span className="text-2">
              {[
                phone.label,
                phone.state === 'ok' ? null : t(`common.phone.${phone.state}`),
                phone.sharedWith > 0 ? t('common.phone.shared', { count: phone.sharedWith }) : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {phone.state === 'ok' ? (
              <DialButton personId={person.id} phoneId={phone.id} display={phone.display} />
            ) : null}
            {writes ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={26}
                    aria-label={t('people.phone.acts', { phone: phone.display })}
                  >
                    <EllipsisVertical size={15} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  {(['ok', 'wrong', 'disconnected'] as const)
                    .filter((state) => state !== phone.state)
                    .map((state) => (
                      <Menu.Item key={state} onClick={() => setState.mutate({ id: phone.id, state })}>
                        {t(`people.phone.to.${state}`)}
                      </Menu.Item>
                    ))}
                  <Menu.Item color="red" onClick={() => remove.mutate(`phones/${phone.id}`)}>
                    {t('common.delete')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </li>
        ))}
        {person.emails.map((email) => (
          <li key={email.id}>
            <Mail size={15} aria-hidden />
            <a className="phone" href={`mailto:${email.email}`}>
              {email.email}
            </a>
            <span className="text-2">{email.label}</span>
            {writes ? (
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                onClick={() => remove.mutate(`emails/${email.id}`)}
              >
                {t('common.delete')}
              </Button>
            ) : null}
          </li>
        ))}
        {person.phones.length + person.emails.length === 0 ? <li className="text-late">{t('desk.noPhone')}</li> : null}
      </ul>
      <CallsLink personId={person.id} />
      {writes && adding === null ? (
        <div className="contacts-add">
          <button type="button" className="chip" onClick={() => setAdding('phone')}>
            <Plus size={13} aria-hidden /> {t('common.phone')}
          </button>
          <button type="button" className="chip" onClick={() => setAdding('email')}>
            <Plus size={13} aria-hidden /> {t('common.email')}
          </button>
        </div>
      ) : null}
      {adding ? <AddContact person={person} kind={adding} onClose={() => setAdding(null)} /> : null}
    </div>
  );
}

function AddContact({ person, kind, onClose }: { person: Person; kind: 'phone' | 'email'; onClose: () => void }) {
  const t = useT();
  const [value, setValue] = useState('');
  const [label, setLabel] = useState('');
  const add = useAct({
    run: (body: Record<string, string>, key) =>
      api.post(`/people/${person.id}/${kind}s`, Person, body, { idempotencyKey: key }),
    refresh: [keys.people.detail(person.id)],
    showError: 'form',
    onDone: onClose,
  });
  const errors = useFormErrors(add.error, [kind, 'label']);
  return (
    <Form
      label={t(`common.${kind}`)}
      onSubmit={() => {
        if (value.trim()) add.mutate({ [kind]: value.trim(), ...(label.trim() ? { label: label.trim() } : {}) });
      }}
    >
      <TextInput
        label={t(`common.${kind}`)}
        type={kind === 'phone' ? 'tel' : 'email'}
        data-autofocus
        autoFocus
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        {...errorProp(errors.field(kind))}
      />
      <TextInput
        label={t('people.contact.label')}
        placeholder={t('people.contact.labelExample')}
        value={label}
        maxLength={40}
        onChange={(event) => setLabel(event.currentTarget.value)}
        {...errorProp(errors.field('label'))}
      />
      <FormError summary={errors.summary} />
      <div className="form-acts">
        <Button size="xs" variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="xs" variant="light" type="submit" loading={add.isPending}>
          {t('common.add')}
        </Button>
      </div>
    </Form>
  );
}
