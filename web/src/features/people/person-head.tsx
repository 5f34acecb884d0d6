import { Phone } from 'lucide-react';
import type { Person } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { useSexAge } from '../../ui/index.ts';

/** On a phone the card of the person lies below what is next: her name and number stay above, in one line. */
export function PersonHead({ person }: { person: Person }) {
  const t = useT();
  const time = useTime();
  const sexAge = useSexAge();
  const phone = person.phones.find(({ state }) => state === 'ok');
  return (
    <div className="person-head">
      <strong className="clip">{person.name ?? t('common.noName')}</strong>
      <span className="text-2">{sexAge(person, time.today)}</span>
      {person.doNotContact ? <span className="do-not">{t('common.doNotContact')}</span> : null}
      {phone ? (
        <a className="phone" href={`tel:${phone.e164}`} aria-label={t('common.callPhone', { phone: phone.display })}>
          <Phone size={15} aria-hidden /> {phone.display}
        </a>
      ) : null}
    </div>
  );
}
