import { Button, NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAIL_SECURITIES, Mailbox, MAILBOX_KINDS, type MailboxKind, type MailSecurity } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';

const PORTS: Readonly<Record<MailSecurity, number>> = { tls: 993, starttls: 143, none: 143 };
const FIELDS = ['name', 'address', 'host', 'port', 'security', 'username', 'password', 'folder'];

/** What a mailbox needs; its password is written and never read again. */
export function MailboxForm({
  mailbox,
  listensAt,
  onDone,
}: {
  mailbox: Mailbox | null;
  listensAt: string | null;
  onDone: () => void;
}) {
  const t = useT();
  const [kind, setKind] = useState<MailboxKind>(mailbox?.kind ?? 'imap');
  const [password, setPassword] = useState('');
  const [input, setInput] = useState({
    name: mailbox?.name ?? '',
    address: mailbox?.address ?? '',
    host: mailbox?.host ?? '',
    port: mailbox?.port ?? PORTS.tls,
    security: mailbox?.security ?? ('tls' as MailSecurity),
    username: mailbox?.username ?? '',
    folder: mailbox?.folder ?? 'INBOX',
    active: mailbox?.active ?? true,
  });
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const save = useAct({
    run: (_: null, key) => {
      const { name, address, active, host, port, security, username, folder } = input;
      const imap = { host: host || null, port, security, username: username || null, folder: folder || null };
      const body = {
        ...{ name, address, active },
        ...(kind === 'imap' ? imap : {}),
        ...(password === '' ? {} : { password }),
      };
      return mailbox
        ? api.patch(`/mailboxes/${mailbox.id}`, Mailbox, { ...body, version: mailbox.version })
        : api.post('/mailboxes', Mailbox, { ...body, kind }, { idempotencyKey: key });
    },
    refresh: [keys.mailboxes],
    done: t('common.saved'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, FIELDS);
  const line = (field: 'name' | 'address' | 'host' | 'username' | 'folder') => ({
    label: t(`settings.mailboxes.${field}`),
    value: input[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => set({ [field]: event.currentTarget.value }),
    ...errorProp(errors.field(field)),
  });
  return (
    <Form onSubmit={() => save.mutate(null)} label={t('settings.mailboxes')}>
      <FormError summary={errors.summary} />
      {mailbox ? null : (
        <Select
          label={t('settings.mailboxes.kind')}
          data={MAILBOX_KINDS.map((value) => ({ value, label: t(`settings.mailboxes.kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(MAILBOX_KINDS.find((known) => known === value) ?? kind)}
        />
      )}
      {kind === 'smtp' ? (
        <p className="text-2">
          {listensAt ? t('settings.mailboxes.kindHint.smtp', { at: listensAt }) : t('settings.mailboxes.kindHint.off')}
        </p>
      ) : null}
      <TextInput data-autofocus {...line('name')} />
      <TextInput placeholder={kind === 'imap' ? 'reply@example.kr' : '@bounce.example.kr'} {...line('address')} />
      {kind === 'imap' ? (
        <>
          <TextInput {...line('host')} />
          <div className="form-line">
            <Select
              className="grow"
              label={t('settings.mailboxes.security')}
              data={MAIL_SECURITIES.map((value) => ({ value, label: t(`settings.channels.choice.${value}`) }))}
              value={input.security}
              allowDeselect={false}
              onChange={(value) => {
                const security = MAIL_SECURITIES.find((known) => known === value) ?? input.security;
                set({ security, port: PORTS[security] });
              }}
            />
            <NumberInput
              className="grow"
              label={t('settings.mailboxes.port')}
              min={1}
              max={65_535}
              value={input.port}
              onChange={(value) => set({ port: Number(value) || PORTS[input.security] })}
              {...errorProp(errors.field('port'))}
            />
          </div>
          <TextInput autoComplete="off" {...line('username')} />
          <PasswordInput
            label={t('settings.mailboxes.password')}
            placeholder={mailbox?.passwordSet ? t('settings.channels.secretSet') : ''}
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            {...errorProp(errors.field('password'))}
          />
          <TextInput {...line('folder')} />
        </>
      ) : null}
      {mailbox ? (
        <Switch
          label={t('settings.mailboxes.active')}
          checked={input.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      ) : null}
      <div className="form-acts">
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </Form>
  );
}
