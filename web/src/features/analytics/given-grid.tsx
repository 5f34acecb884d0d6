import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT, useTime } from '../../i18n/index.ts';
import { ScrollX } from '../../ui/index.ts';
import { useMonthLabels } from './words.ts';

export type GivenCell = { readonly value: number | null; readonly version: number };
export type GivenRow = { readonly key: string; readonly label: string };
type Save = (entry: { month: string; key: string; value: number | null; version: number }) => void;

type Props = {
  /** What is entered, for the names of the fields. */
  label: string;
  corner: string;
  rows: readonly GivenRow[];
  months: readonly string[];
  cellOf: (month: string, key: string) => GivenCell;
  say: (value: number) => string;
  /** Null: only to be read. */
  save: Save | null;
  busy: boolean;
  /** More is refused. */
  most: number;
};

/** Numbers that people enter for months, typed over in their place. Leaving a field or Enter saves, Escape takes back; empty is unknown. */
export function GivenGrid({ label, corner, rows, months, cellOf, say, save, busy, most }: Props) {
  const labels = useMonthLabels()(months);
  const time = useTime();
  return (
    <ScrollX tabIndex={0} role="region" aria-label={label} className="figure-scroll">
      <table className="plain-table figure-table given-table">
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {months.map((month, at) => (
              <th key={month} scope="col">
                {labels[at]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {months.map((month) => {
                const { value, version } = cellOf(month, row.key);
                return (
                  <td key={month}>
                    {save === null ? (
                      <span className={value === null ? 'text-2' : undefined}>{value === null ? '–' : say(value)}</span>
                    ) : (
                      <GivenField
                        key={`${version} ${value}`}
                        label={`${label}: ${row.label} ${time.month(month)}`}
                        value={value}
                        busy={busy}
                        most={most}
                        onSave={(next) => save({ month, key: row.key, value: next, version })}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

function GivenField({
  label,
  value,
  busy,
  most,
  onSave,
}: {
  label: string;
  value: number | null;
  busy: boolean;
  most: number;
  onSave: (value: number | null) => void;
}) {
  const t = useT();
  const was = value === null ? '' : t.number(value);
  const [typed, setTyped] = useState(was);
  const text = typed.replaceAll(/[,\s]/g, '');
  const isFit = /^\d{0,12}$/.test(text) && Number(text) <= most;
  const next = text === '' ? null : Number(text);
  return (
    <TextInput
      size="xs"
      className="given-field"
      inputMode="numeric"
      aria-label={label}
      value={typed}
      disabled={busy}
      error={isFit ? null : t('statistics.given.range', { most })}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (isFit && next !== value) onSave(next);
        else if (isFit) setTyped(was);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
        if (event.key === 'Escape') setTyped(was);
      }}
    />
  );
}
