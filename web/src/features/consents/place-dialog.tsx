import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Jurisdiction } from '@anbu/contract';
import { JURISDICTIONS, PersonConsents } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { ZONES } from './zones.ts';

/** By whose law and clock she is told, where her number does not say it rightly. */
export function PlaceDialog({ consents, onClose }: { consents: PersonConsents; onClose: () => void }) {
  const t = useT();
  const { place, personId } = consents;
  const [country, setCountry] = useState<Jurisdiction | ''>(place.said ? place.jurisdiction : '');
  const [zone, setZone] = useState(place.said ? (place.timeZone ?? '') : '');
  const save = useAct({
    run: (body: object) => api.put(`/people/${personId}/consents/place`, PersonConsents, body),
    refresh: [keys.people.detail(personId)],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['timeZone']);
  const zones = [...new Set([...(zone === '' ? [] : [zone]), ...ZONES])];
  return (
    <Dialog title={t('consents.place')} onClose={onClose}>
      <Form
        onSubmit={() =>
          save.mutate({ jurisdiction: country === '' ? null : country, timeZone: zone === '' ? null : zone })
        }
        label={t('consents.place')}
      >
        <FormError summary={errors.summary} />
        <NativeSelect
          label={t('settings.gate.country')}
          value={country}
          onChange={(event) => setCountry(JURISDICTIONS.find((one) => one === event.currentTarget.value) ?? '')}
          data={[
            { value: '', label: t('consents.place.auto') },
            ...JURISDICTIONS.map((value) => ({ value, label: t(`gate.jurisdiction.${value}`) })),
          ]}
          data-autofocus
        />
        <NativeSelect
          label={t('settings.gate.place.zone')}
          value={zone}
          onChange={(event) => setZone(event.currentTarget.value)}
          data={[
            { value: '', label: t('consents.place.zoneAuto') },
            ...zones.map((value) => ({ value, label: value })),
          ]}
          {...errorProp(errors.field('timeZone'))}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
