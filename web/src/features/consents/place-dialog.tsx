import { useState } from 'react';
import { PersonConsents } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { PlaceFields, placeOf, type TypedPlace } from './place-fields.tsx';

/** By whose law and clock she is told, where her number does not say it rightly. */
export function PlaceDialog({ consents, onClose }: { consents: PersonConsents; onClose: () => void }) {
  const t = useT();
  const { place, personId } = consents;
  const [typed, setTyped] = useState<TypedPlace>(
    place.said ? { country: place.jurisdiction, zone: place.timeZone ?? '' } : { country: '', zone: '' },
  );
  const save = useAct({
    run: (body: object) => api.put(`/people/${personId}/consents/place`, PersonConsents, body),
    refresh: [keys.people.detail(personId)],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['timeZone']);
  return (
    <Dialog title={t('consents.place')} onClose={onClose}>
      <Form onSubmit={() => save.mutate(placeOf(typed))} label={t('consents.place')}>
        <FormError summary={errors.summary} />
        <PlaceFields
          place={typed}
          onChange={setTyped}
          otherwise={t('consents.place.auto')}
          error={errors.field('timeZone')}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
