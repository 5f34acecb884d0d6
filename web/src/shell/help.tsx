import { useState } from 'react';
import { useT } from '../i18n/store.ts';
import { useRegisteredShortcuts } from '../shortcuts/registry.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

type Line = { label: string; keys: string[] };

/** What the keyboard can do here: read from what is registered, so it cannot lie. */
export default function Help({ onClose }: { onClose: () => void }) {
  const t = useT();
  // As it was when the help opened.
  const [registrations] = useState(useRegisteredShortcuts());
  const lines = (everywhere: boolean): Line[] => {
    const byLabel = new Map<string, string[]>();
    for (const { scope, shortcuts } of registrations) {
      if (scope === 'dialog' || (scope === 'everywhere') !== everywhere) continue;
      for (const { keys, label } of shortcuts) {
        const known = byLabel.get(label) ?? [];
        if (!known.includes(keys)) byLabel.set(label, [...known, keys]);
      }
    }
    return [...byLabel].map(([label, keys]) => ({ label, keys }));
  };
  const screen = lines(false);
  return (
    <Dialog title={t('shell.help.title')} onClose={onClose} size={720}>
      <div className="help-columns">
        {screen.length > 0 ? <Lines title={t('shell.help.screen')} lines={screen} /> : null}
        <Lines title={t('shell.help.everywhere')} lines={lines(true)} />
      </div>
    </Dialog>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section>
      <h2 className="help-title">{title}</h2>
      <dl className="help-list">
        {lines.map(({ label, keys }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((each) => (
                <span key={each} className="help-keys">
                  <Kbd keys={each} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
