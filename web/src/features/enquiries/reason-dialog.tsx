import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { problemText } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/index.ts';

/** Asks before what is taken back with a reason, which the audit keeps; without one nothing is sent. */
export function ReasonDialog({
  title,
  body,
  confirm,
  busy,
  error,
  maxLength,
  onConfirm,
  onClose,
}: {
  title: string;
  body: string;
  confirm: string;
  busy: boolean;
  error: unknown;
  maxLength?: number;
  onConfirm: (reasonText: string) => void;
  onClose: () => void;
}) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const reasonText = typed.trim();
  return (
    <ConfirmDialog
      opened
      title={title}
      body={
        <>
          <p className="text-2">{body}</p>
          <Textarea
            mt={10}
            label={t('desk.reasonText')}
            required
            autosize
            minRows={2}
            {...(maxLength === undefined ? {} : { maxLength })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={asked && reasonText === '' ? t('field.required') : error ? problemText(t, error) : undefined}
          />
        </>
      }
      confirm={confirm}
      busy={busy}
      onConfirm={() => {
        setAsked(true);
        if (reasonText !== '') onConfirm(reasonText);
      }}
      onClose={onClose}
    />
  );
}
