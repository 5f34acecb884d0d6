import { useState } from 'react';
import { useT, useTime } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../shortcuts/registry.ts';
import { StatusBadge } from '../../../ui/index.ts';
import { isSure, percentOf, type Label } from './choices.ts';
import { LabelPanel } from './label-panel.tsx';

/** Left the names of the file, right what one of them means. */
export function LabelsView({ importId, labels, open }: { importId: string; labels: readonly Label[]; open: boolean }) {
  const t = useT();
  // What is asked stands first: the rest is agreed to by one act.
  const ordered = [...labels].sort((a, b) => rankOf(a) - rankOf(b) || b.count - a.count);
  const [chosen, setChosen] = useState<string | null>(ordered[0]?.label ?? null);
  const at = Math.max(
    0,
    ordered.findIndex(({ label }) => label === chosen),
  );
  const current = ordered[at];
  const go = (by: number) => {
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + by))];
    if (!next) return;
    setChosen(next.label);
    document.getElementById(idOf(next.label))?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts([
    { keys: 'J', label: t('assistant.key.next'), run: () => go(1) },
    { keys: 'K', label: t('assistant.key.previous'), run: () => go(-1) },
  ]);
  return (
    <div className="assistant">
      <ul className="assistant-labels" aria-label={t('assistant.labels')}>
        {ordered.map((label) => (
          <li key={label.label} id={idOf(label.label)}>
            <button
              type="button"
              className="assistant-label"
              aria-current={label.label === current?.label ? 'true' : undefined}
              onClick={() => setChosen(label.label)}
            >
              <LabelLine label={label} />
            </button>
          </li>
        ))}
      </ul>
      {current ? (
        <LabelPanel
          key={`${current.label} ${current.decided ?? ''}`}
          importId={importId}
          label={current}
          open={open}
          onDone={() => go(1)}
        />
      ) : null}
    </div>
  );
}

function idOf(label: string): string {
  return `label-${encodeURIComponent(label)}`;
}

function rankOf(label: Label): number {
  if (label.asked > 0) return 0;
  return isSure(label) ? 1 : 2;
}

function LabelLine({ label }: { label: Label }) {
  const t = useT();
  const time = useTime();
  const { decided, split, asked } = label;
  return (
    <>
      <span className="assistant-name">
        <strong>{label.label === '' ? '–' : label.label}</strong>
        <span className="text-2">{t('assistant.rows', { count: label.count })}</span>
      </span>
      <span className="assistant-reads">
        {decided !== null && decided !== 'by-row' ? (
          <StatusBadge status={decided} />
        ) : (
          split.slice(0, 3).map(({ code, count }) => (
            <span key={code}>
              <StatusBadge status={code} />
              {split.length > 1 ? (
                <span className="text-2"> {t('assistant.percent', { percent: percentOf(count, label) })}</span>
              ) : null}
            </span>
          ))
        )}
      </span>
      <span className="assistant-state text-2">
        {asked > 0 ? (
          <span className="text-soon">{t('assistant.asked', { count: asked })}</span>
        ) : decided === null ? (
          t('assistant.sure')
        ) : (
          t('assistant.decided')
        )}
        {label.lastOn ? <> · {t('assistant.lastOn', { day: time.day(label.lastOn) })}</> : null}
      </span>
    </>
  );
}
