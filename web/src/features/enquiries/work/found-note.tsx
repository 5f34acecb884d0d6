import { Link } from '@tanstack/react-router';
import { Link2 } from 'lucide-react';
import type { Enquiry } from '@anbu/contract';
import { useCan } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';

type Found = Pick<Enquiry, 'foundBy' | 'originalId' | 'personId'>;

/** Why this arrival stands with this person; null where there is nothing to wonder about: somebody chose her, or she is new. */
export function useFoundWords(): (enquiry: Pick<Found, 'foundBy'>) => string | null {
  const t = useT();
  return ({ foundBy }) => (foundBy === null || foundBy === 'new' ? null : t(`desk.found.${foundBy}`));
}

/** What was put together at the arrival, why, and where it is put right. */
export function FoundNote({ enquiry }: { enquiry: Found }) {
  const t = useT();
  const can = useCan();
  const words = useFoundWords()(enquiry);
  const { originalId, personId } = enquiry;
  if (!words && originalId === null) return null;
  return (
    <div className="found-note text-2">
      <Link2 size={14} aria-hidden />
      <div>
        {words ? (
          <p>
            {words}{' '}
            {can('people.read') ? (
              <Link to="/people/$personId" params={{ personId }}>
                {t('desk.found.check')}
              </Link>
            ) : null}
          </p>
        ) : null}
        {originalId ? (
          <p>
            {t('desk.found.duplicate')}{' '}
            <Link to="/people/$personId" params={{ personId }} search={{ enquiry: originalId }}>
              {t('desk.found.original')}
            </Link>
            <br />
            {t('desk.found.other')}
          </p>
        ) : null}
      </div>
    </div>
  );
}
