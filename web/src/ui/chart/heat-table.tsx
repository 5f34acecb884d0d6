import './chart.css';
import type { ReactNode } from 'react';
import { ScrollX } from '../scroll-x.tsx';

export type HeatCell = {
  readonly key: string;
  /** How strong its tint is: 0 none, 1 the strongest. Null: nothing to tint, too few. */
  readonly heat: number | null;
  /** What stands in it: a figure that opens its rows. */
  readonly content: ReactNode;
};

type Props = {
  title: string;
  /** The word over the names of the rows. */
  corner: string;
  columns: readonly { readonly key: string; readonly label: string }[];
  rows: readonly { readonly key: string; readonly label: ReactNode; readonly cells: readonly HeatCell[] }[];
  /** What the tint means, in a sentence. */
  legend: ReactNode;
};

/** A heat map that is a table: its cells hold their figures, so that colour is never alone, and each is a link for mouse and keyboard. */
export function HeatTable({ title, corner, columns, rows, legend }: Props) {
  return (
    <figure className="chart" aria-label={title}>
      <figcaption className="chart-title">{title}</figcaption>
      <p className="text-2 chart-legend">{legend}</p>
      <ScrollX tabIndex={0} role="region" aria-label={title}>
        <table className="heat-table">
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {columns.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, cells }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                {cells.map((cell) => (
                  <td
                    key={cell.key}
                    style={cell.heat === null ? undefined : { ['--heat' as string]: percent(cell.heat) }}
                  >
                    {cell.content}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </figure>
  );
}

/** At most half of the brand colour: dark ink stays readable on it. */
const percent = (heat: number): string => `${Math.round(Math.min(Math.max(heat, 0), 1) * 50)}%`;
