import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { Suppression } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { useStopWords } from './words.ts';

/** A stop ends with the evidence that it is wanted, and with nothing less. */
export function LiftDialog({
  personId,
  stop,
  onClose,
}: {
  personId: string | null;
  stop: Suppression;
  onClose: () => void;
}) {
  const t = useT();
  const words = useStopWords();
  const [evidence, setEvidence] = useState('');
  const [asked, setAsked] = useState(false);
  const lift = useAct({
    run: (body: object, key) => api.post(`/suppressions/${stop.id}/lift`, Suppression, body, { idempotencyKey: key }),
    refresh: [
      keys.privacy.all,
      ...(personId === null ? [keys.people.all] : [keys.people.detail(personId), keys.timeline.of(personId)]),
    ],
    done: t('consents.lift.done'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(lift.error, ['evidence']);
  const submit = () => {
    setAsked(true);
    if (evidence.trim()) lift.mutate({ evidence });
  };
  return (
    <Dialog title={t('consents.lift')} onClose={onClose}>
      <Form onSubmit={submit} label={t('consents.lift')}>
        <p>
          <strong>{words.what(stop)}</strong> <span className="text-2">{words.why(stop)}</span>
        </p>
        <FormError summary={errors.summary} />
        <Textarea
          label={t('consents.lift.evidence')}
          description={t('consents.lift.evidenceHint')}
          value={evidence}
          maxLength={2_000}
          autosize
          minRows={2}
          onChange={(event) => setEvidence(event.currentTarget.value)}
          data-autofocus
          {...errorProp(asked && !evidence.trim() ? t('field.required') : errors.field('evidence'))}
        />
        <FormActs busy={lift.isPending} submit={t('consents.lift')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
