import type { FigureCode, Metric, MetricRow } from '@anbu/contract';
import { ScrollX } from '../../ui/index.ts';
import { FigureName, FigureValue } from './figure.tsx';
import { definitionIn } from './words.ts';

export type TableLine = {
  readonly id: string;
  readonly label: string;
  readonly row: MetricRow | undefined;
  /** Stands below a line, as the sum of the others. */
  readonly isSum?: boolean;
  readonly note?: string | undefined;
};

type Props = {
  metric: Metric;
  label: string;
  /** The word over the names of the lines. */
  corner: string;
  codes: readonly FigureCode[];
  lines: readonly TableLine[];
};

/** Months, people or channels down, figures across; each opens its rows, each heading its definition. */
export function FigureTable({ metric, label, corner, codes, lines }: Props) {
  return (
    <ScrollX tabIndex={0} role="region" aria-label={label} className="figure-scroll">
      <table className="plain-table figure-table">
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {codes.map((code) => (
              <th key={code} scope="col">
                <FigureName code={code} definition={definitionIn(metric, code)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, label: name, row, isSum, note }) => (
            <tr key={id} className={isSum ? 'figure-sum' : undefined}>
              <th scope="row">
                {name}
                {note ? <span className="figure-note">{note}</span> : null}
              </th>
              {codes.map((code) => (
                <td key={code}>
                  <FigureValue code={code} row={row} what={name} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
