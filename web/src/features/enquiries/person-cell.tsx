import type { PersonHit } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { MaskedPhone, PhoneText, Sticker, useSexAge } from '../../ui/index.ts';
import { ViewerDots } from '../../live/viewers.tsx';
import { localPhone } from './local-phone.ts';

const SHOWN_STICKERS = 2;

/** Two lines by which a person is known again: name, sex and age, class; the number to call. */
export function PersonCell({ person }: { person: PersonHit }) {
  const t = useT();
  const time = useTime();
  const sexAge = useSexAge();
  return (
    <div className="person-cell">
      <div className="person-cell-top">
        <strong className="clip">{person.name ?? t('common.noName')}</strong>
        <span className="text-2">{sexAge(person, time.today)}</span>
        {person.stickers.slice(0, SHOWN_STICKERS).map((sticker) => (
          <Sticker key={sticker.code} sticker={sticker} />
        ))}
        {person.stickers.length > SHOWN_STICKERS ? (
          <span className="text-2" title={t.list(person.stickers.map(({ name }) => name))}>
            +{person.stickers.length - SHOWN_STICKERS}
          </span>
        ) : null}
        <ViewerDots personId={person.id} />
      </div>
      <div className="text-2">
        <HitPhone person={person} />
      </div>
    </div>
  );
}

function HitPhone({ person }: { person: PersonHit }) {
  const t = useT();
  if (person.masked) return <MaskedPhone />;
  return person.phone ? <PhoneText display={localPhone(person.phone)} e164={person.phone} inRow /> : t('desk.noPhone');
}
