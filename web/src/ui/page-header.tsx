import type { ReactNode } from 'react';
import { useDocumentTitle } from './use-document-title.ts';
import { Kbd } from './kbd.tsx';

type Props = {
  title: string;
  /** One line that says what this list or page is, now. */
  sub?: ReactNode;
  /** The one primary button of the screen: what to do next. */
  primary?: ReactNode;
  /** Quiet second acts. */
  aside?: ReactNode;
  /** The three or four keys that matter here. */
  hints?: readonly { keys: string; label: string }[];
};

export function PageHeader({ title, sub, primary, aside, hints }: Props) {
  useDocumentTitle(title);
  return (
    <header className="page-header">
      <div className="page-header-words">
        <h1>{title}</h1>
        {sub ? <div className="page-header-sub">{sub}</div> : null}
      </div>
      {hints ? (
        <div className="page-header-hints" aria-hidden>
          {hints.map(({ keys, label }) => (
            <span key={keys}>
              <Kbd keys={keys} /> {label}
            </span>
          ))}
        </div>
      ) : null}
      {aside || primary ? (
        <div className="page-header-side">
          {aside}
          {primary}
        </div>
      ) : null}
    </header>
  );
}
