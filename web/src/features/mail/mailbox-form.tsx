import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  MAIL_AUTHS,
  MAIL_SECURITIES,
  Mailbox,
  MAILBOX_KINDS,
  type MailAuth,
  type MailboxKind,
  type MailSecurity,
} from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { EditFoot } from '../settings/parts.tsx';

const PORTS: Readonly<Record<MailSecurity, number>> = { tls: 993, starttls: 143, none: 143 };
const FIELDS = [
  ...['name', 'address', 'host', 'port', 'security', 'username', 'password', 'folder'],
  ...['clientId', 'tokenUrl', 'clientSecret', 'refreshToken'],
];
const SECRETS = { password: ['password'], oauth: ['clientSecret', 'refreshToken'] } as const;

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
  const [secrets, setSecrets] = useState({ password: '', clientSecret: '', refreshToken: '' });
  const [input, setInput] = useState({
    name: mailbox?.name ?? '',
    address: mailbox?.address ?? '',
    host: mailbox?.host ?? '',
    port: mailbox?.port ?? PORTS.tls,
    security: mailbox?.security ?? ('tls' as MailSecurity),
    username: mailbox?.username ?? '',
    folder: mailbox?.folder ?? 'INBOX',
    auth: mailbox?.auth ?? ('password' as MailAuth),
    clientId: mailbox?.clientId ?? '',
    tokenUrl: mailbox?.tokenUrl ?? '',
    active: mailbox?.active ?? true,
  });
  const set = (change: Partial<typeof input>) => setInput((before) => ({ ...before, ...change }));
  const save = useAct({
    run: (_: null, key) => {
      const { name, address, active, host, port, security, username, folder, auth, clientId, tokenUrl } = input;
      const oauth = { clientId: clientId || null, tokenUrl: tokenUrl || null };
      const imap = {
        host: host || null,
        port,
        security,
        username: username || null,
        folder: folder || null,
        auth,
        ...(auth === 'oauth' ? oauth : {}),
        ...Object.fromEntries(SECRETS[auth].flatMap((name) => (secrets[name] ? [[name, secrets[name]]] : []))),
      };
      const body = {
        name,
        address,
        active,
        ...(kind === 'imap' ? imap : {}),
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
  const line = (field: 'name' | 'address' | 'host' | 'username' | 'folder' | 'clientId' | 'tokenUrl') => ({
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
                // A port of one's own stays.
                set({ security, port: input.port === PORTS[input.security] ? PORTS[security] : input.port });
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
          <Select
            label={t('settings.mailboxes.auth')}
            data={MAIL_AUTHS.map((value) => ({ value, label: t(`settings.channels.choice.${value}`) }))}
            value={input.auth}
            allowDeselect={false}
            onChange={(value) => set({ auth: MAIL_AUTHS.find((known) => known === value) ?? input.auth })}
          />
          {input.auth === 'oauth' ? (
            <>
              <TextInput autoComplete="off" {...line('clientId')} />
              <TextInput placeholder="https://" {...line('tokenUrl')} />
            </>
          ) : null}
          {SECRETS[input.auth].map((name) => (
            <PasswordInput
              key={name}
              label={t(`settings.mailboxes.${name}`)}
              placeholder={mailbox?.passwordSet && mailbox.auth === input.auth ? t('settings.channels.secretSet') : ''}
              autoComplete="off"
              value={secrets[name]}
              onChange={(event) => setSecrets({ ...secrets, [name]: event.currentTarget.value })}
              {...errorProp(errors.field(name))}
            />
          ))}
          <TextInput {...line('folder')} />
        </>
      ) : null}
      <EditFoot
        active={
          mailbox && {
            label: t('settings.mailboxes.active'),
            checked: input.active,
            onChange: (active) => set({ active }),
          }
        }
        busy={save.isPending}
      />
    </Form>
  );
}
