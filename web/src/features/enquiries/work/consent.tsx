import { Button, Textarea } from '@mantine/core';
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { Enquiry, type EnquiryRow } from '@anbu/contract';
import { api, useAct, useCan } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../../ui/index.ts';
import { Choices } from './choices.tsx';
import { useKeepEnquiry } from './use-enquiry.ts';

type Held = Pick<EnquiryRow, 'id' | 'version' | 'person' | 'contactHold' | 'nextAction'>;
const KINDS = ['call', 'message', 'in_person'] as const;

/** Once refused, now back: what may not be done, and the act that ends it, in one place. */
export function HoldBar({ enquiry, onDone }: { enquiry: Held; onDone?: (enquiry: Enquiry) => void }) {
  const t = useT();
  if (!enquiry.contactHold || !enquiry.nextAction) return null;
  return (
    <div className="contact-hold" role="note">
      <ShieldAlert size={18} aria-hidden />
      <div>
        <strong>{t('desk.contactHold')}</strong>
        <p>{t('desk.contactHold.why')}</p>
        <ConsentAct enquiry={enquiry} {...(onDone && { onDone })}>
          {(open) => (
            <Button size="xs" onClick={open}>
              {t('desk.consent')}
            </Button>
          )}
        </ConsentAct>
      </div>
    </div>
  );
}

/** The button of a row or panel and the dialog behind it; nothing for who may not work on enquiries. */
export function ConsentAct({
  enquiry,
  onDone,
  children,
}: {
  enquiry: Held;
  onDone?: (enquiry: Enquiry) => void;
  children: (open: () => void) => React.ReactNode;
}) {
  const can = useCan();
  const [open, setOpen] = useState(false);
  if (!can('enquiries.work')) return null;
  return (
    // What is pressed in the dialog is not meant for the row that it was opened from.
    <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      {children(() => setOpen(true))}
      {open ? (
        <ConsentDialog
          enquiry={enquiry}
          onClose={() => setOpen(false)}
          onDone={(saved) => {
            setOpen(false);
            onDone?.(saved);
          }}
        />
      ) : null}
    </span>
  );
}

function ConsentDialog({
  enquiry,
  onDone,
  onClose,
}: {
  enquiry: Held;
  onDone: (enquiry: Enquiry) => void;
  onClose: () => void;
}) {
  const t = useT();
  const keep = useKeepEnquiry();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('call');
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (body: { kind: string; text: string; version: number }, key) =>
      api.post(`/enquiries/${enquiry.id}/consent`, Enquiry, body, { idempotencyKey: key }),
    showError: 'form',
    done: t('desk.consent.done'),
    onDone: (saved) => {
      keep(saved);
      onDone(saved);
    },
  });
  const errors = useFormErrors(save.error, ['text']);
  const handleSubmit = () => {
    setAsked(true);
    if (words.trim()) save.mutate({ kind, text: words.trim(), version: enquiry.version });
  };
  const name = enquiry.person.name ?? t('common.noName');
  return (
    <Dialog title={t('desk.consent.title', { name })} onClose={onClose}>
      <Form onSubmit={handleSubmit} label={t('desk.consent')}>
        <Choices
          label={t('desk.evidence.kind')}
          options={KINDS.map((value) => ({ value, label: t(`desk.evidence.${value}`) }))}
          chosen={[kind]}
          onChoose={setKind}
          columns={3}
        />
        <Textarea
          label={t('desk.evidence.text')}
          description={t('desk.evidence.hint')}
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          {...errorProp(errors.field('text') ?? (asked && !words.trim() ? t('field.required') : undefined))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={save.isPending} submit={t('desk.consent')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
