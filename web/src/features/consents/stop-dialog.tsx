import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { STAFF_STOP_REASONS, Suppression, type Person } from '@anbu/contract';
import { api, keys, useAct, useSite } from '../../api/index.ts';
import { startOfDay, useT, useTime } from '../../i18n/index.ts';
import { DayInput, Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

const WHAT = {
  advertising: ['marketing'],
  inviting: ['marketing', 'survey', 'renewal'],
  everything: undefined,
} as const;

/** Nothing, or nothing that invites, goes to her or to one of her numbers any more; without a person to a number or address, whoever has it. */
export function StopDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const zone = useSite()?.timeZone ?? 'UTC';
  const [where, setWhere] = useState('');
  const [what, setWhat] = useState<keyof typeof WHAT>('advertising');
  const [reason, setReason] = useState<(typeof STAFF_STOP_REASONS)[number]>('request');
  const [until, setUntil] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (body: object, key) => api.post('/suppressions', Suppression, body, { idempotencyKey: key }),
    refresh: [
      keys.privacy.all,
      ...(person === null ? [keys.people.all] : [keys.people.detail(person.id), keys.timeline.of(person.id)]),
    ],
    done: t('consents.stop.done'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['until', 'note', 'address', 'reason']);
  const isPause = reason === 'pause';
  const submit = () => {
    setAsked(true);
    if ((isPause && !until) || (person === null && !where.trim())) return;
    save.mutate({
      ...(where === '' && person ? { personId: person.id } : { address: where.trim() }),
      ...(WHAT[what] === undefined ? {} : { purposes: WHAT[what] }),
      reason,
      ...(note.trim() ? { note } : {}),
      ...(isPause && until ? { until: startOfDay(until, zone) } : {}),
    });
  };
  const addresses =
    person === null
      ? []
      : [
          ...person.phones.map(({ e164, display }) => ({ value: e164, label: display })),
          ...person.emails.map(({ email }) => ({ value: email, label: email })),
        ];
  return (
    <Dialog title={t('consents.stop')} onClose={onClose}>
      <Form onSubmit={submit} label={t('consents.stop')}>
        <FormError summary={errors.summary} />
        <NativeSelect
          label={t('consents.stop.what')}
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value as keyof typeof WHAT)}
          data={(Object.keys(WHAT) as (keyof typeof WHAT)[]).map((value) => ({
            value,
            label: t(`consents.stop.what.${value}`),
          }))}
          data-autofocus
        />
        {person === null ? (
          <TextInput
            label={t('privacy.stops.address')}
            value={where}
            maxLength={254}
            onChange={(event) => setWhere(event.currentTarget.value)}
            {...errorProp(asked && !where.trim() ? t('field.required') : errors.field('address'))}
          />
        ) : (
          <NativeSelect
            label={t('consents.stop.where')}
            value={where}
            onChange={(event) => setWhere(event.currentTarget.value)}
            data={[{ value: '', label: t('consents.stop.person') }, ...addresses]}
            {...errorProp(errors.field('address'))}
          />
        )}
        <NativeSelect
          label={t('consents.stop.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value as typeof reason)}
          data={STAFF_STOP_REASONS.map((value) => ({ value, label: t(`gate.stop.${value}`) }))}
        />
        {isPause ? (
          <DayInput
            label={t('consents.stop.until')}
            value={until}
            min={time.today}
            onChange={setUntil}
            {...errorProp(asked && !until ? t('field.required') : errors.field('until'))}
          />
        ) : null}
        <Textarea
          label={t('consents.stop.note')}
          value={note}
          maxLength={2_000}
          autosize
          minRows={2}
          onChange={(event) => setNote(event.currentTarget.value)}
          {...errorProp(errors.field('note'))}
        />
        <FormActs busy={save.isPending} submit={t('consents.stop')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
