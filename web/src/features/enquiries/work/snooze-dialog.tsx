import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Enquiry, EnquiryRow } from '@anbu/contract';
import { useT, useTime } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../shortcuts/registry.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors, WhenInput } from '../../../ui/index.ts';
import { fromFieldTime, quickTimes } from '../site-time.ts';
import { Choices } from './choices.tsx';
import { useTellNext } from './tell-next.tsx';
import { useSnooze } from './use-enquiry.ts';

/** `Z`, then one digit: another time for the next action. Only a time of one's own asks for a reason in words. */
export function SnoozeDialog({
  row,
  onDone,
  onClose,
}: {
  row: Pick<EnquiryRow, 'id' | 'siteId' | 'version' | 'person'>;
  onDone?: (enquiry: Enquiry) => void;
  onClose: () => void;
}) {
  const t = useT();
  const time = useTime(row.siteId);
  const tellNext = useTellNext();
  const snooze = useSnooze((enquiry) => {
    tellNext(enquiry, t('desk.snooze'));
    onDone?.(enquiry);
    onClose();
  });
  const [at, setAt] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const errors = useFormErrors(snooze.error, ['dueAt', 'reasonText']);
  const quick = quickTimes(time.now, time.zone).filter(({ code }) => code !== 'in10' && code !== 'in30');

  const send = (dueAt: string | null, reasonText: string) => {
    if (dueAt) snooze.mutate({ id: row.id, dueAt, reasonText, version: row.version });
  };
  // Read again tomorrow, `tomorrow` would be another day.
  const sendQuick = (field: string) => {
    const dueAt = fromFieldTime(field, time.zone);
    send(dueAt, dueAt ? time.fixed(dueAt) : '');
  };
  const options = quick.map(({ code, at: field }) => ({ at: field, label: t(`desk.quick.${code}`) }));
  useShortcuts(
    options.map(({ at: field, label }, index) => ({
      keys: String(index + 1),
      label,
      run: () => sendQuick(field),
    })),
    'dialog',
  );
  const handleSubmit = () => {
    setAsked(true);
    if (at && reason.trim()) send(fromFieldTime(at, time.zone), reason.trim());
  };
  const required = (missing: boolean) => (asked && missing ? t('field.required') : undefined);
  return (
    <Dialog title={t('desk.snooze.title', { name: row.person.name ?? t('common.noName') })} onClose={onClose}>
      <Form onSubmit={handleSubmit} label={t('desk.snooze')}>
        <Choices
          label={t('desk.snooze.until')}
          options={options.map(({ at: value, label }, index) => ({ value, label, keys: String(index + 1) }))}
          chosen={[]}
          onChoose={sendQuick}
          columns={2}
          autoFocus
        />
        <WhenInput
          label={t('desk.snooze.own')}
          min={time.today}
          value={at}
          onChange={setAt}
          error={errors.field('dueAt') ?? required(at === null)}
        />
        <TextInput
          label={t('desk.snooze.reason')}
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...errorProp(errors.field('reasonText') ?? required(reason.trim() === ''))}
        />
        <FormError summary={errors.summary} />
        <FormActs busy={snooze.isPending} submit={t('desk.snooze')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
