import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ProblemError, fieldErrors, problemText } from '../api/problem.ts';
import { useT } from '../i18n/store.ts';
import { Dialog, DialogCancel } from './dialog.tsx';

/**
 * What a form says after the server refused. `field('person.phone')` is the text under that field (or `undefined`);
 * `summary` is the sentence above the form: the whole refusal when it names no field that the form shows.
 */
export function useFormErrors(error: unknown, shown: readonly string[]) {
  const t = useT();
  const byField = fieldErrors(t, error);
  const hidden = Object.entries(byField).filter(([name]) => !shown.includes(name));
  const anyShown = Object.keys(byField).length > hidden.length;
  const summary = !error
    ? null
    : anyShown && hidden.length === 0
      ? null
      : [...new Set([problemText(t, error), ...hidden.map(([, text]) => text)])].join('\n');
  return { field: (name: string) => byField[name], summary };
}

/** Mantine fields want the property absent, not undefined: `{...errorProp(errors.field('name'))}`. */
export function errorProp(text: string | undefined): { error?: string } {
  return text === undefined ? {} : { error: text };
}

export function FormError({ error, summary }: { error?: unknown; summary?: string | null }) {
  const t = useT();
  const text = summary ?? (error instanceof ProblemError || error instanceof Error ? problemText(t, error) : null);
  return text ? (
    <div className="form-error" role="alert">
      {text}
    </div>
  ) : null;
}

/** A form that submits by Enter and never reloads the page. */
export function Form({ onSubmit, label, children }: { onSubmit: () => void; label?: string; children: ReactNode }) {
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="form" onSubmit={handleSubmit} aria-label={label} noValidate>
      {children}
    </form>
  );
}

/** The foot of a form: the way out at the left, what it does at the right. */
export function FormActs({
  busy,
  submit,
  disabled = false,
  onCancel,
}: {
  busy: boolean;
  /** `common.save` if not said. */
  submit?: string;
  disabled?: boolean;
  /** What leads out where that is not the closing of the dialog around it. */
  onCancel?: () => void;
}) {
  const t = useT();
  return (
    <div className="form-acts">
      {onCancel ? (
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      ) : (
        <DialogCancel />
      )}
      <Button type="submit" loading={busy} disabled={disabled}>
        {submit ?? t('common.save')}
      </Button>
    </div>
  );
}

/** Asks before what cannot be taken back. The safe way out has the focus. */
export function ConfirmDialog({
  opened,
  title,
  body,
  confirm,
  danger = false,
  busy = false,
  error,
  onConfirm,
  onClose,
}: {
  opened: boolean;
  title: string;
  body: ReactNode;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useT();
  if (!opened) return null;
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="form">
        <div>{body}</div>
        <FormError error={error} />
        <div className="form-acts">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button {...(danger ? { color: 'red.8' } : {})} loading={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
