import { TriangleAlert } from 'lucide-react';
import type { Person } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { ageOn, PhoneText } from '../../ui/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';

/** Below this age a guardian consents and is spoken to (KR, CN). */
const OF_AGE = 14;

/** The age of a child who needs a guardian, else null. */
export function guardianAge({ birthDate }: Pick<Person, 'birthDate'>, today: string): number | null {
  if (!birthDate) return null;
  const age = ageOn(birthDate, today);
  return age < OF_AGE ? age : null;
}

/** A child is called through her guardian: who that is, with her number; or that nobody is entered. */
export function GuardianCaution({ person }: { person: Person }) {
  const t = useT();
  const { today } = useTime();
  const age = guardianAge(person, today);
  if (age === null) return null;
  const guardians = person.related.filter(({ roles }) => roles.includes('guardian'));
  return (
    <div className="caution">
      <TriangleAlert size={15} aria-hidden />
      {guardians.length === 0 ? <span>{t('people.guardian.missing', { age })}</span> : null}
      {guardians.map(({ person: guardian, relation }) => (
        <span key={guardian.id}>
          {t('people.guardian.with', {
            age,
            name: guardian.name ?? t('common.noName'),
            relation: t(`enquiries.relation.${relation}`),
          })}{' '}
          {guardian.phone ? <PhoneText display={localPhone(guardian.phone)} e164={guardian.phone} /> : null}
        </span>
      ))}
    </div>
  );
}
