import './sign-in.css';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Me, SignInPage as SignInView, type SignIn } from '@anbu/contract';
import { api, canPasskey, isCode } from '../../api/index.ts';
import { LANGUAGES, LANGUAGE_NAMES, showLanguage, useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useDocumentTitle } from '../../ui/index.ts';
import { PasskeyDoor } from './passkey-door.tsx';
import { useEnter } from './use-enter.ts';

export function SignInPage() {
  const t = useT();
  useDocumentTitle(t('identity.signIn.title'));
  const page = useQuery({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => api.get('/sign-in', SignInView, { signal }),
    staleTime: Infinity,
  });
  const signIn = useSignIn();
  const demo = page.data?.demo ?? [];
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header className="sign-in-head">
          <img src="/anbu.svg" alt="" width={44} height={44} />
          <div>
            <h1>{t('shell.product')}</h1>
            <p>{t('identity.signIn.welcome')}</p>
          </div>
        </header>
        <SignInForm signIn={signIn} />
        {page.data?.passkeys && canPasskey() ? <PasskeyDoor /> : null}
        {demo.length > 0 ? (
          <section className="sign-in-demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{t('identity.signIn.demo')}</h2>
            <p>{t('identity.signIn.demoHint')}</p>
            <div className="sign-in-demo-list">
              {demo.map((account) => (
                <button
                  key={account.email}
                  type="button"
                  disabled={signIn.isPending}
                  onClick={() => signIn.mutate({ email: account.email, password: account.password })}
                >
                  <strong>{account.name}</strong> <span>{t(`identity.role.${account.role}`)}</span>
                </button>
              ))}
            </div>
          </section>
        ) : null}
      </div>
      <footer className="sign-in-foot">
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-current={t.language === language}
            onClick={() => void showLanguage(language)}
          >
            {LANGUAGE_NAMES[language]}
          </button>
        ))}
        {page.data ? <span>{t('identity.signIn.version', { version: page.data.version })}</span> : null}
      </footer>
    </main>
  );
}

function useSignIn() {
  return useEnter((input: SignIn, key) => api.post('/sign-in', Me, input, { idempotencyKey: key }));
}

function SignInForm({ signIn }: { signIn: ReturnType<typeof useSignIn> }) {
  const t = useT();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [secondStep, setSecondStep] = useState(false);
  const [asked, setAsked] = useState(false);
  if (!secondStep && isCode(signIn.error, 'identity.totp_required')) setSecondStep(true);
  // The first time the question is no error: it is the next step.
  const error = isCode(signIn.error, 'identity.totp_required') ? null : signIn.error;

  if (secondStep) {
    const attempt = signIn.variables;
    // The server tells all wrong guesses alike; who stands here has given the right password.
    const wrongCode = isCode(error, 'identity.wrong_credentials');
    const short = totp.length !== 6;
    const submit = () => {
      setAsked(true);
      if (attempt && !short) signIn.mutate({ email: attempt.email, password: attempt.password, totp });
    };
    return (
      <Form onSubmit={submit}>
        <FormError error={error} summary={wrongCode ? t('identity.totp_wrong') : null} />
        <TextInput
          label={t('identity.signIn.totp')}
          description={t('identity.signIn.totpHint', { email: attempt?.email ?? email })}
          value={totp}
          onChange={(event) => {
            setAsked(false);
            setTotp(event.currentTarget.value.replace(/\D/g, '').slice(0, 6));
          }}
          inputMode="numeric"
          autoComplete="one-time-code"
          size="md"
          autoFocus
          {...errorProp(asked && short ? t('identity.totp_required') : undefined)}
        />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          {t('identity.signIn.submit')}
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            signIn.reset();
            setSecondStep(false);
            setTotp('');
            setAsked(false);
            setPassword('');
          }}
        >
          {t('identity.signIn.otherAccount')}
        </Button>
      </Form>
    );
  }
  return (
    <Form onSubmit={() => signIn.mutate({ email: email.trim(), password })}>
      <FormError error={error} />
      <TextInput
        label={t('identity.signIn.email')}
        type="email"
        // A passkey is offered here, too.
        autoComplete="username webauthn"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        size="md"
        autoFocus
      />
      <PasswordInput
        label={t('identity.signIn.password')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('identity.signIn.showPassword') }}
        size="md"
      />
      <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
        {t('identity.signIn.submit')}
      </Button>
    </Form>
  );
}
