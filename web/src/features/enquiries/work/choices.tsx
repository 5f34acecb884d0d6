import './work.css';
import type { ReactNode } from 'react';
import { Kbd } from '../../../ui/index.ts';

export type Choice<T extends string> = { value: T; label: ReactNode; keys?: string | undefined; family?: string };

/** Buttons of which one (or several) may be pressed. Real toggle buttons: read out as pressed or not. */
export function Choices<T extends string>({
  label,
  options,
  chosen,
  onChoose,
  error,
  columns,
  hideLabel = false,
  autoFocus = false,
}: {
  label: string;
  options: readonly Choice<T>[];
  chosen: readonly T[];
  onChoose: (value: T) => void;
  error?: string | undefined;
  /** In columns like the keys of a phone; without it in a flow. */
  columns?: number;
  hideLabel?: boolean;
  /** A dialog begins at the first of them. */
  autoFocus?: boolean;
}) {
  return (
    <fieldset className="choices" aria-invalid={error ? true : undefined}>
      <legend className={hideLabel ? 'visually-hidden' : 'legend'}>{label}</legend>
      <div
        className={columns ? 'choice-grid' : 'choice-flow'}
        style={columns ? { ['--columns' as string]: columns } : {}}
      >
        {options.map(({ value, label: words, keys, family }, index) => (
          <button
            type="button"
            key={value}
            className={keys ? 'choice has-key' : 'choice'}
            style={family ? { ['--family' as string]: `var(--family-${family})` } : {}}
            data-family={family ? '' : undefined}
            data-autofocus={autoFocus && index === 0 ? '' : undefined}
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
