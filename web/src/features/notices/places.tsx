import { Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NoticePlace, NoticePlacePage } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { SitesPanel } from '../settings/parts.tsx';

const LANGUAGES = ['ko', 'en', 'zh'] as const;
const NAMES = { ko: '한국어', en: 'English', zh: '中文' } as const;

/** What messages say of a site: the number to ask at, and the way to it. */
export function Places({ writes }: { writes: boolean }) {
  const t = useT();
  const list = useQuery({
    queryKey: keys.notices.places,
    queryFn: ({ signal }) => api.get('/notices/places', NoticePlacePage, { signal }),
  });
  return (
    <SitesPanel
      title={t('settings.notices.place')}
      hint={t('settings.notices.placeHint')}
      list={list}
      nameOf={({ name }) => name}
      wordsOf={({ phone, way }) => [phone, way[t.language]].filter(Boolean).join(' · ') || '–'}
      writes={writes}
      dialog={(place, onClose) => <PlaceDialog place={place} onClose={onClose} />}
    />
  );
}

function PlaceDialog({ place, onClose }: { place: NoticePlace; onClose: () => void }) {
  const t = useT();
  const [phone, setPhone] = useState(place.phone);
  const [way, setWay] = useState(place.way);
  const save = useAct({
    run: () => api.put(`/notices/places/${place.siteId}`, NoticePlace, { phone, way, version: place.version }),
    refresh: [keys.notices.places],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['phone', ...LANGUAGES.map((language) => `way.${language}`)]);
  return (
    <Dialog title={place.name} onClose={onClose}>
      <Form onSubmit={() => save.mutate(null)} label={t('settings.notices.place')}>
        <FormError summary={errors.summary} />
        <TextInput
          label={t('settings.notices.phone')}
          value={phone}
          maxLength={40}
          data-autofocus
          onChange={(event) => setPhone(event.currentTarget.value)}
          {...errorProp(errors.field('phone'))}
        />
        {LANGUAGES.map((language) => (
          <Textarea
            key={language}
            label={t('settings.notices.way', { language: NAMES[language] })}
            autosize
            minRows={2}
            maxLength={500}
            value={way[language]}
            onChange={(event) => setWay({ ...way, [language]: event.currentTarget.value })}
            {...errorProp(errors.field(`way.${language}`))}
          />
        ))}
        <FormActs busy={save.isPending} submit={t('common.save')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
