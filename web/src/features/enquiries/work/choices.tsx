import './work.css';
import type { ReactNode } from 'react';
import { Kbd } from '../../../ui/index.ts';

export type Choice<T extends string> = { value: T; label: ReactNode; keys?: string; family?: string };

/** Buttons of which one (or several) may be pressed. Real toggle buttons: read out as pressed or not. */
export function Choices<T extends string>({
  label,
  options,
  chosen,
  onChoose,
  error,
  columns,
  hideLabel = false,
}: {
  label: string;
  options: readonly Choice<T>[];
  chosen: readonly T[];
  onChoose: (value: T) => void;
  error?: string | undefined;
  columns?: number;
  hideLabel?: boolean;
}) {
  return (
    <fieldset className="choices" aria-invalid={error ? true : undefined}>
      <legend className={hideLabel ? 'visually-hidden' : 'legend'}>{label}</legend>
      <div
        className={columns ? 'choice-grid' : 'choice-flow'}
        style={columns ? { ['--columns' as string]: columns } : {}}
      >
        {options.map(({ value, label: words, keys, family }) => (
          <button
            type="button"
            key={value}
            className={keys ? 'choice has-key' : 'choice'}
            style={family ? { ['--family' as string]: `var(--family-${family})` } : {}}
            data-family={family ? '' : undefined}
            aria-pressed={chosen.includes(value)}
            aria-keyshortcuts={keys}
            onClick={() => onChoose(value)}
          >
            <span>{words}</span>
            {keys ? (
              <span aria-hidden className="choice-key">
                <Kbd keys={keys} />
              </span>
            ) : null}
          </button>
        ))}
      </div>
      {error ? (
        <p className="choice-error" role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
