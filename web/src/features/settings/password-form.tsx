import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Form, FormError, errorProp, useFormErrors } from '../../ui/index.ts';

/** Who has an open session alone changes nothing of how its owner signs in: the password again. */
export function PasswordForm<Output>({
  words,
  submit,
  done,
  run,
  onDone,
}: {
  words: string;
  submit: string;
  done?: string;
  run: (password: string, key: string) => Promise<Output>;
  onDone?: (output: Output) => void;
}) {
  const t = useT();
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const act = useAct({
    run,
    refresh: [keys.me],
    ...(done === undefined ? {} : { done }),
    ...(onDone === undefined ? {} : { onDone }),
    showError: 'form',
  });
  const errors = useFormErrors(act.error, ['password']);
  const handleSubmit = () => {
    setAsked(true);
    if (password) act.mutate(password);
  };
  return (
    <Form onSubmit={handleSubmit}>
      <p className="text-2">{words}</p>
      <FormError summary={errors.summary} />
      <PasswordInput
        label={t('settings.account.totpPassword')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('identity.signIn.showPassword') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        {...errorProp(asked && !password ? t('field.required') : errors.field('password'))}
      />
      <div className="form-acts">
        <Button type="submit" variant="default" loading={act.isPending}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
