import { Button, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { z } from 'zod';
import { TotpSetup } from '@anbu/contract';
import { api, keys, useAct, useMe } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Form, FormError, errorProp, useFormErrors } from '../../ui/index.ts';
import { Panel } from './parts.tsx';
import { PasswordForm } from './password-form.tsx';

const QrCode = lazy(() => import('./qr-code.tsx'));
const DIGITS = 6;

export function SecondStepPanel() {
  const t = useT();
  const me = useMe();
  return <Panel title={t('settings.account.totp')}>{me.hasTotp ? <RemoveSecondStep /> : <AddSecondStep />}</Panel>;
}

function AddSecondStep() {
  const t = useT();
  const [setup, setSetup] = useState<z.output<typeof TotpSetup> | null>(null);
  if (setup) return <ConfirmSecondStep setup={setup} />;
  return (
    <PasswordForm
      words={t('settings.account.totpOff')}
      submit={t('settings.account.totpStart')}
      run={(password, key) => api.post('/me/totp', TotpSetup, { password }, { idempotencyKey: key })}
      onDone={setSetup}
    />
  );
}

/** Scanned by the phone, opened on the phone itself, or typed; then proved by one code. */
function ConfirmSecondStep({ setup }: { setup: z.output<typeof TotpSetup> }) {
  const t = useT();
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const confirm = useAct({
    run: (digits: string, key) => api.post('/me/totp/confirm', z.unknown(), { code: digits }, { idempotencyKey: key }),
    refresh: [keys.me],
    done: t('settings.account.totpDone'),
    showError: 'form',
  });
  const errors = useFormErrors(confirm.error, ['code']);
  const short = code.length !== DIGITS;
  const submit = () => {
    setAsked(true);
    if (!short) confirm.mutate(code);
  };
  return (
    <Form onSubmit={submit}>
      <FormError summary={errors.summary} />
      <div className="totp">
        <div className="totp-code">
          <Suspense>
            <QrCode text={setup.uri} label={t('settings.account.totpQr')} />
          </Suspense>
        </div>
        <div className="form">
          <p>{t('settings.account.totpScan')}</p>
          <a className="touch-only" href={setup.uri}>
            {t('settings.account.totpOpen')}
          </a>
          <div>
            <p className="text-2">{t('settings.account.totpSecret')}</p>
            <code className="secret">{setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </div>
        </div>
      </div>
      <TextInput
        label={t('settings.account.totpCode')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, '').slice(0, DIGITS))}
        {...errorProp(asked && short ? t('identity.totp_required') : errors.field('code'))}
      />
      <div className="form-acts">
        <Button type="submit" loading={confirm.isPending}>
          {t('settings.account.totpConfirm')}
        </Button>
      </div>
    </Form>
  );
}

function RemoveSecondStep() {
  const t = useT();
  return (
    <PasswordForm
      words={t('settings.account.totpOn')}
      submit={t('settings.account.totpRemove')}
      done={t('settings.account.totpRemoved')}
      run={(password, key) => api.post('/me/totp/remove', z.unknown(), { password }, { idempotencyKey: key })}
    />
  );
}
