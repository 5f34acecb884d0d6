import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { DataRequest } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** What was answered to a request for a copy or the deletion, and how. */
export function AnswerDialog({ request, onClose }: { request: DataRequest; onClose: () => void }) {
  const t = useT();
  const [evidence, setEvidence] = useState('');
  const [asked, setAsked] = useState(false);
  const answered = useAct({
    run: (body: object, key) =>
      api.post(`/data-requests/${request.id}/answer`, DataRequest, body, { idempotencyKey: key }),
    refresh: [keys.people.detail(request.personId), keys.timeline.of(request.personId)],
    done: t('consents.request.done'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(answered.error, ['answer']);
  const submit = () => {
    setAsked(true);
    if (evidence.trim()) answered.mutate({ answer: evidence });
  };
  return (
    <Dialog title={t('consents.request.answer')} onClose={onClose}>
      <Form onSubmit={submit} label={t('consents.request.answer')}>
        <p>
          <strong>{t(`consents.request.${request.kind}`)}</strong>
        </p>
        <FormError summary={errors.summary} />
        <Textarea
          label={t('consents.request.how')}
          value={evidence}
          maxLength={2_000}
          autosize
          minRows={2}
          onChange={(event) => setEvidence(event.currentTarget.value)}
          data-autofocus
          {...errorProp(asked && !evidence.trim() ? t('field.required') : errors.field('answer'))}
        />
        <FormActs busy={answered.isPending} submit={t('consents.request.answer')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
