import { Button, Checkbox, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PlaceDefault } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  Dialog,
  errorProp,
  ErrorState,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  useFormErrors,
} from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';
import { PlaceFields, placeOf, type TypedPlace } from './place-fields.tsx';

/** Whose law and clock hold for somebody of whom nothing is known; changed with a reason. */
export function PlacePanel({ writes }: { writes: boolean }) {
  const t = useT();
  const time = useTime();
  const [editing, setEditing] = useState(false);
  const place = useQuery({
    queryKey: keys.gatePlace,
    queryFn: ({ signal }) => api.get('/gate/place', PlaceDefault, { signal }),
  });
  return (
    <Panel title={t('settings.gate.place')}>
      <p className="text-2">{t('settings.gate.place.sub')}</p>
      {place.error ? <ErrorState error={place.error} onRetry={() => void place.refetch()} /> : null}
      {place.isPending ? <LoadingRows rows={1} /> : null}
      {place.data ? (
        <div className="setting-row">
          <div className="setting-row-words">
            <strong>
              {t('settings.gate.place.now', {
                country: t(`gate.jurisdiction.${place.data.now.jurisdiction}`),
                zone: place.data.now.timeZone ?? t('consents.place.anyZone'),
              })}
            </strong>
            <div className="text-2">
              {t(place.data.byNumber ? 'settings.gate.place.byNumber' : 'settings.gate.place.byNumberOff')}
            </div>
            {place.data.reason && place.data.changedAt ? (
              <div>
                {t('settings.gate.changed', {
                  who: place.data.changedByName ?? t('settings.gate.somebody'),
                  when: time.when(place.data.changedAt),
                  reason: place.data.reason,
                })}
              </div>
            ) : null}
          </div>
          {writes ? (
            <Button
              variant="default"
              size="xs"
              aria-label={t('settings.gate.editNamed', { name: t('settings.gate.place') })}
              onClick={() => setEditing(true)}
            >
              {t('common.edit')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {editing && place.data ? <EditDialog before={place.data} onClose={() => setEditing(false)} /> : null}
    </Panel>
  );
}

function EditDialog({ before, onClose }: { before: PlaceDefault; onClose: () => void }) {
  const t = useT();
  const [typed, setTyped] = useState<TypedPlace>({ country: before.jurisdiction ?? '', zone: before.timeZone ?? '' });
  const [byNumber, setByNumber] = useState(before.byNumber);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (body: object) => api.put('/gate/place', PlaceDefault, body),
    refresh: [keys.gatePlace, ['people', 'detail']],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['timeZone', 'reason']);
  const submit = () => {
    setAsked(true);
    if (!reason.trim()) return;
    save.mutate({ ...placeOf(typed), byNumber, reason, revision: before.revision });
  };
  return (
    <Dialog title={t('settings.gate.place')} onClose={onClose}>
      <Form onSubmit={submit} label={t('settings.gate.place')}>
        <p className="contact-hold" role="note">
          {t('settings.gate.place.risk')}
        </p>
        <FormError summary={errors.summary} />
        <PlaceFields
          place={typed}
          onChange={setTyped}
          otherwise={t('settings.gate.place.site')}
          error={errors.field('timeZone')}
        />
        <Checkbox
          label={t('settings.gate.place.byNumber')}
          checked={byNumber}
          onChange={(event) => setByNumber(event.currentTarget.checked)}
        />
        <Textarea
          label={t('settings.gate.reason')}
          description={t('settings.gate.reasonHint')}
          value={reason}
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...errorProp(asked && !reason.trim() ? t('field.required') : errors.field('reason'))}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
