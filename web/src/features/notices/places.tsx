import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NoticePlace, NoticePlacePage } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
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

const LANGUAGES = ['ko', 'en', 'zh'] as const;
const NAMES = { ko: '한국어', en: 'English', zh: '中文' } as const;

/** What messages say of a site: the number to ask at, and the way to it. */
export function Places({ writes }: { writes: boolean }) {
  const t = useT();
  const [edited, setEdited] = useState<NoticePlace | null>(null);
  const list = useQuery({
    queryKey: keys.notices.places,
    queryFn: ({ signal }) => api.get('/notices/places', NoticePlacePage, { signal }),
  });
  return (
    <Panel title={t('settings.notices.place')}>
      <p className="text-2">{t('settings.notices.placeHint')}</p>
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <LoadingRows rows={2} /> : null}
      {(list.data?.items ?? []).map((place) => (
        <div key={place.siteId} className="setting-row way-row">
          <div className="setting-row-words">
            <strong>{place.name}</strong>
            <span className="text-2">{[place.phone, place.way[t.language]].filter(Boolean).join(' · ') || '–'}</span>
          </div>
          {writes ? (
            <Button
              variant="default"
              size="xs"
              aria-label={`${t('common.edit')} ${place.name}`}
              onClick={() => setEdited(place)}
            >
              {t('common.edit')}
            </Button>
          ) : null}
        </div>
      ))}
      {edited ? <PlaceDialog place={edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
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
