import { FileInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { IncomingMessage } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** A letter that came by post: its scan, and who writes as the envelope says. Whose it is is asked beside it afterwards. */
export function ScanDialog({ onClose, onBrought }: { onClose: () => void; onBrought: (id: string) => void }) {
  const t = useT();
  const [file, setFile] = useState<File | null>(null);
  const [from, setFrom] = useState('');
  const [asked, setAsked] = useState(false);
  const bring = useAct({
    run: (scan: { file: File; from: string }, key) => {
      const form = new FormData();
      form.set('file', scan.file);
      if (scan.from !== '') form.set('from', scan.from);
      return api.post('/inbox/letters', IncomingMessage, form, { idempotencyKey: key });
    },
    refresh: [keys.inbox.all],
    done: t('inbox.scan.done'),
    onDone: ({ id }) => onBrought(id),
    showError: 'form',
  });
  const errors = useFormErrors(bring.error, ['file', 'from']);
  const missing = asked && file === null ? t('field.required') : undefined;
  const submit = () => {
    setAsked(true);
    if (file) bring.mutate({ file, from: from.trim() });
  };
  return (
    <Dialog title={t('inbox.scan')} onClose={onClose}>
      <Form onSubmit={submit} label={t('inbox.scan')}>
        <FormError summary={errors.summary} />
        <FileInput
          label={t('inbox.scan.file')}
          description={t('inbox.scan.hint')}
          placeholder={t('import.choose')}
          accept="application/pdf,image/*"
          value={file}
          onChange={setFile}
          data-autofocus
          {...errorProp(missing ?? errors.field('file'))}
        />
        <TextInput
          label={t('inbox.scan.from')}
          value={from}
          maxLength={120}
          onChange={(event) => setFrom(event.currentTarget.value)}
          {...errorProp(errors.field('from'))}
        />
        <FormActs busy={bring.isPending} submit={t('inbox.scan')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
