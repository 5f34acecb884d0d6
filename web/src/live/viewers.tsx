import { Eye } from 'lucide-react';
import { useT } from '../i18n/index.ts';
import { useOtherViewers } from './use-viewing.ts';

/** Who else looks at this person right now, in words. */
export function Viewers({ personId }: { personId: string }) {
  const t = useT();
  const others = useOtherViewers(personId);
  return (
    <div className="viewers" role="status">
      {others.length > 0 ? (
        <>
          <Eye size={14} aria-hidden />
          <span>{t('people.viewers', { names: t.list(others.map(({ name }) => name)) })}</span>
        </>
      ) : null}
    </div>
  );
}

/** The same beside a name in a list: first letters, names on demand. */
export function ViewerDots({ personId }: { personId: string }) {
  const t = useT();
  const others = useOtherViewers(personId);
  if (others.length === 0) return null;
  const words = t('people.viewers', { names: t.list(others.map(({ name }) => name)) });
  return (
    <span className="viewer-dots" title={words}>
      <span className="visually-hidden">{words}</span>
      {others.slice(0, 3).map(({ userId, name }) => (
        <span className="viewer-dot" key={userId} aria-hidden>
          {name.slice(0, 1)}
        </span>
      ))}
    </span>
  );
}
