import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { PersonPage, type PersonHit } from '@anbu/contract';
import { api, keys } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { PersonCell } from '../person-cell.tsx';

const SHOWN = 4;

/** Who is known already by what is being typed: the number first, else the name. */
export function KnownPeople({
  name,
  phone,
  except,
  onChoose,
}: {
  name: string;
  phone: string;
  /** Who is meant is somebody else. */
  except?: string;
  onChoose: (person: PersonHit) => void;
}) {
  const t = useT();
  const time = useTime();
  const digits = phone.replace(/\D/g, '');
  const [asked] = useDebouncedValue(digits.length >= 8 ? digits : name.trim(), 200);
  const known = useQuery({
    queryKey: keys.people.list({ q: asked, limit: SHOWN }),
    queryFn: ({ signal }) => api.get('/people', PersonPage, { query: { q: asked, limit: SHOWN }, signal }),
    enabled: asked.length >= 2,
  });
  const items = asked.length >= 2 ? (known.data?.items ?? []).filter(({ id }) => id !== except) : [];
  if (items.length === 0) return null;
  return (
    <section className="known" aria-label={t('desk.known')}>
      <h2>{t('desk.known')}</h2>
      <ul>
        {items.map((person) => (
          <li key={person.id}>
            <button type="button" className="known-person" onClick={() => onChoose(person)}>
              <strong>{t('desk.known.use')}</strong>
              <span className="text-2">
                {person.lastContactAt ? t('desk.known.last', { when: time.ago(person.lastContactAt) }) : ''}
              </span>
            </button>
            <PersonCell person={person} />
          </li>
        ))}
      </ul>
    </section>
  );
}
