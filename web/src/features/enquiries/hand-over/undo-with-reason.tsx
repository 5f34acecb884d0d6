import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { problemText } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { ConfirmDialog } from '../../../ui/index.ts';
import { useUndoHandOver } from './tell-hand-over.tsx';

/** Who supervises takes back what another, or a rule, handed over: with a reason, which the audit keeps. */
export function UndoWithReason({ id, who, onClose }: { id: string; who: string; onClose: () => void }) {
  const t = useT();
  const undo = useUndoHandOver();
  const [reasonText, setReasonText] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = asked && reasonText.trim() === '';
  return (
    <ConfirmDialog
      opened
      title={t('desk.handOver.undoOf', { who })}
      body={
        <>
          <p className="text-2">{t('desk.handOver.undoBody')}</p>
          <Textarea
            mt={10}
            label={t('desk.reasonText')}
            required
            autosize
            minRows={2}
            maxLength={1000}
            value={reasonText}
            onChange={(event) => setReasonText(event.currentTarget.value)}
            error={missing ? t('field.required') : undo.error ? problemText(t, undo.error) : undefined}
          />
        </>
      }
      confirm={t('desk.undo')}
      busy={undo.isPending}
      onConfirm={() => {
        setAsked(true);
        if (reasonText.trim() !== '') undo.mutate({ id, reasonText: reasonText.trim() }, { onSuccess: onClose });
      }}
      onClose={onClose}
    />
  );
}
