import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Message, type IncomingDetail } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';
import { ComposeDialog } from '../channels/compose-dialog.tsx';
import { PracticeBanner } from '../channels/practice.tsx';
import { VerdictView } from '../channels/proof-view.tsx';
import { usePreview } from '../channels/use-preview.ts';

const FIELD = 'inbox-answer';
/** By which channel an answer goes back. */
const ANSWERED = { sms: 'sms', email: 'email', chat: 'web', fax: null, letter: null } as const;

/** The answer by the same channel to the same address, with what the gate says of it; by another channel in the dialog. */
export function AnswerForm({ message, onSent }: { message: IncomingDetail; onSent: () => void }) {
  const t = useT();
  const time = useTime();
  const [text, setText] = useState('');
  const [elsewhere, setElsewhere] = useState(false);
  const channel = ANSWERED[message.channel];
  const body = {
    personId: message.person?.id ?? '',
    channel,
    text,
    ...(message.from ? { to: message.from } : {}),
    ...(message.enquiryId ? { enquiryId: message.enquiryId } : {}),
    ...(channel === 'email' ? { subject: answering(message.subject ?? t('inbox.title')) } : {}),
  };
  const isWritten = channel !== null && text.trim() !== '';
  const preview = usePreview(body, isWritten);
  const send = useAct({
    run: (_: null, key) => api.post('/messages', Message, body, { idempotencyKey: key }),
    refresh: [keys.inbox.all, keys.messages.all],
    showError: 'form',
    done: t('messages.compose.sent'),
    onDone: ({ state }) => {
      if (state === 'refused' || state === 'expired') return;
      setText('');
      onSent();
    },
  });
  useShortcuts([
    { keys: 'R', label: t('inbox.answer'), when: channel !== null, run: () => document.getElementById(FIELD)?.focus() },
  ]);
  const errors = useFormErrors(send.error ?? preview.error, ['text']);
  const verdict = isWritten ? preview.data?.verdict : undefined;
  return (
    <>
      {channel === null ? (
        <p className="text-2">{t('inbox.noAnswerBy')}</p>
      ) : (
        <Form onSubmit={() => isWritten && verdict?.verdict !== 'DENY' && send.mutate(null)} label={t('inbox.answer')}>
          <PracticeBanner of={channel} />
          <Textarea
            id={FIELD}
            label={t('inbox.answerTo', { address: message.fromShown ?? '' })}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={4_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            {...errorProp(errors.field('text'))}
          />
          <FormError summary={errors.summary} />
          {verdict ? <VerdictView verdict={verdict} /> : null}
          <div className="form-acts">
            <Button variant="default" onClick={() => setElsewhere(true)}>
              {t('inbox.answerElsewhere')}
            </Button>
            <Button
              type="submit"
              variant="light"
              loading={send.isPending}
              disabled={!isWritten || verdict?.verdict === 'DENY'}
            >
              {verdict?.verdict === 'DEFER' && verdict.until
                ? t('messages.compose.sendLater', { when: time.when(verdict.until) })
                : t('inbox.sendAndDone')}
            </Button>
          </div>
        </Form>
      )}
      {channel === null ? (
        <div className="form-acts">
          <Button variant="default" onClick={() => setElsewhere(true)}>
            {t('inbox.answerElsewhere')}
          </Button>
        </div>
      ) : null}
      {elsewhere && message.person ? (
        <ComposeDialog personId={message.person.id} onClose={() => setElsewhere(false)} />
      ) : null}
    </>
  );
}

function answering(subject: string): string {
  return (/^re:/i.test(subject) ? subject : `Re: ${subject}`).slice(0, 200);
}
