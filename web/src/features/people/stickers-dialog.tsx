import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Person, StickerPage } from '@anbu/contract';
import { api, keys, problemText, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, FormError, LoadingRows, Sticker } from '../../ui/index.ts';

/** Patient classes, each with its coloured sticker; several may hold. */
export function StickersDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT();
  const [codes, setCodes] = useState(person.stickers.map(({ code }) => code));
  const stickers = useQuery({
    queryKey: keys.stickers,
    queryFn: ({ signal }) => api.get('/stickers', StickerPage, { signal }),
    staleTime: 10 * 60_000,
  });
  const save = useAct({
    run: (chosen: string[]) => api.put(`/people/${person.id}/stickers`, Person, { codes: chosen }),
    refresh: [keys.people.detail(person.id), keys.timeline.of(person.id), keys.enquiries.lists, keys.today.all],
    showError: 'form',
    done: t('common.saved'),
    onDone: onClose,
  });
  return (
    <Dialog title={t('people.stickers')} onClose={onClose}>
      <div className="form">
        {stickers.isPending ? <LoadingRows rows={3} /> : null}
        <div className="sticker-choices">
          {stickers.data?.items.map((sticker) => (
            <button
              type="button"
              key={sticker.code}
              className="sticker-choice"
              aria-pressed={codes.includes(sticker.code)}
              onClick={() =>
                setCodes((old) =>
                  old.includes(sticker.code) ? old.filter((code) => code !== sticker.code) : [...old, sticker.code],
                )
              }
            >
              <Sticker sticker={sticker} />
            </button>
          ))}
        </div>
        <FormError summary={save.error || stickers.error ? problemText(t, save.error ?? stickers.error) : null} />
        <div className="form-acts">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate(codes)}>
            {t('common.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
