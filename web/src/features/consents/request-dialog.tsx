import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { DATA_REQUEST_OUTCOMES, DataRequest, type DataRequestOutcome } from '@anbu/contract';
import { api, keys, useAct, useCan, useMe } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ButtonLink, Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** One request: what was asked, who looks after it, and – once – what was given. */
export function RequestDialog({ request, onClose }: { request: DataRequest; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const me = useMe();
  const { id, personId, kind, wish, source, askedAt, dueAt, ownerId, settledAt } = request;
  const give = useAct({
    run: (memberId: string | null) => api.put(`/data-requests/${id}/owner`, DataRequest, { memberId }),
    refresh: [keys.privacy.all, keys.people.detail(personId)],
    done: t('common.saved'),
  });
  const mine = ownerId === me.userId;
  return (
    <Dialog title={t(`consents.request.${kind}`)} onClose={onClose}>
      <dl className="privacy-facts">
        <dt>{t('privacy.person')}</dt>
        <dd>{request.personName ?? '–'}</dd>
        {wish ? (
          <>
            <dt>{t('privacy.wish')}</dt>
            <dd>{wish}</dd>
          </>
        ) : null}
        <dt>{t('privacy.asked')}</dt>
        <dd>{`${time.when(askedAt)} · ${t(`consents.source.${source}`)}`}</dd>
        <dt>{t('privacy.due')}</dt>
        <dd className={request.late ? 'text-late' : undefined}>{time.longDay(time.dayOf(dueAt))}</dd>
        <dt>{t('privacy.owner')}</dt>
        <dd>{request.ownerName ?? t('privacy.nobody')}</dd>
        {settledAt ? (
          <>
            <dt>{t('privacy.settledAt')}</dt>
            <dd>{[time.when(settledAt), request.settledByName].filter(Boolean).join(' · ')}</dd>
            <dt>{t('privacy.given')}</dt>
            <dd>
              {request.outcome ? `${t(`privacy.outcome.${request.outcome}`)} – ` : ''}
              {request.answer}
            </dd>
          </>
        ) : null}
      </dl>
      <div className="form-acts">
        <ButtonLink variant="default" to="/people/$personId" params={{ personId }} search={{}}>
          {t('privacy.openPerson')}
        </ButtonLink>
        {settledAt === null && can('people.write') ? (
          <Button variant="default" loading={give.isPending} onClick={() => give.mutate(mine ? null : me.userId)}>
            {t(mine ? 'privacy.leave' : 'privacy.take')}
          </Button>
        ) : null}
      </div>
      {settledAt === null && can('people.write') ? <AnswerForm request={request} onClose={onClose} /> : null}
    </Dialog>
  );
}

/** What was given, and how: it ends the clock. */
export function AnswerForm({ request, onClose }: { request: DataRequest; onClose: () => void }) {
  const t = useT();
  const [answer, setAnswer] = useState('');
  const [outcome, setOutcome] = useState<DataRequestOutcome>('done');
  const [asked, setAsked] = useState(false);
  const answered = useAct({
    run: (body: object, key) =>
      api.post(`/data-requests/${request.id}/answer`, DataRequest, body, { idempotencyKey: key }),
    refresh: [keys.privacy.all, keys.people.detail(request.personId), keys.timeline.of(request.personId)],
    done: t('consents.request.done'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(answered.error, ['answer']);
  const submit = () => {
    setAsked(true);
    if (answer.trim()) answered.mutate({ answer, outcome });
  };
  return (
    <Form onSubmit={submit} label={t('consents.request.answer')}>
      <FormError summary={errors.summary} />
      <NativeSelect
        label={t('privacy.outcome')}
        value={outcome}
        onChange={(event) =>
          setOutcome(DATA_REQUEST_OUTCOMES.find((one) => one === event.currentTarget.value) ?? outcome)
        }
        data={DATA_REQUEST_OUTCOMES.map((value) => ({ value, label: t(`privacy.outcome.${value}`) }))}
      />
      <Textarea
        label={t('consents.request.how')}
        description={t('privacy.howHint')}
        value={answer}
        maxLength={2_000}
        autosize
        minRows={2}
        onChange={(event) => setAnswer(event.currentTarget.value)}
        {...errorProp(asked && !answer.trim() ? t('field.required') : errors.field('answer'))}
      />
      <FormActs busy={answered.isPending} submit={t('consents.request.answer')} onCancel={onClose} />
    </Form>
  );
}
