import { Anchor, Popover } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { useState } from 'react';
import { LEAST_OF_A_SCORE, type Figure, type FigureCode, type MetricRow } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { useLayer } from '../../ui/index.ts';
import { drillSearch } from '../settings/health/drill.ts';
import { rowsOf } from './search.ts';
import { useFigureName, useSayFigure } from './words.ts';

export const AnchorLink = createLink(Anchor<'a'>);

/** What is computed opens the rows that it is computed of: P6 holds for medians and gains, too. */
const COMPUTED_OF: Partial<Record<FigureCode, FigureCode>> = {
  responseMedian: 'responded',
  responseP90: 'responded',
  gainPoints: 'byNowBooked',
  gainRatio: 'byNowBooked',
  connectedBy: 'connected',
  costPerEnquiry: 'enquiries',
  costPerBooked: 'byNowBooked',
  costPerNewPatient: 'newPatients',
};

/** A figure that opens what it counts; fewer than ten say so instead of a rate. `what`: of which month, whom or what. */
export function FigureValue({ code, row, what }: { code: FigureCode; row: MetricRow | undefined; what: string }) {
  const t = useT();
  const say = useSayFigure();
  const name = useFigureName();
  const figure = row?.figures[code];
  if (!figure) return <span className="text-2">–</span>;
  const { value, of, ofDrill } = figure;
  if (value === null) {
    if (of === null || of === 0) {
      return (
        <span className="text-2" title={t('statistics.notYet')}>
          –<span className="visually-hidden"> {t('statistics.notYet')}</span>
        </span>
      );
    }
    const few = t('statistics.tooFew', { n: of });
    return (
      <span className="figure-few" title={t('statistics.tooFewWhy', { least: LEAST_OF_A_SCORE })}>
        {ofDrill === null ? (
          few
        ) : (
          <DrillLink drill={ofDrill} label={t('statistics.openWhole', { n: few, figure: name(code), what })}>
            {few}
          </DrillLink>
        )}
      </span>
    );
  }
  const words = say(code, value);
  const other = COMPUTED_OF[code];
  const drill = figure.drill ?? (other ? row.figures[other]?.drill : null) ?? null;
  if (drill === null) return <span>{words}</span>;
  return (
    <DrillLink drill={drill} label={t('statistics.openRows', { value: words, figure: name(code), what })}>
      {words}
    </DrillLink>
  );
}

/** n, and the way to the rows of the denominator. */
export function Denominator({ code, figure, what }: { code: FigureCode; figure: Figure | undefined; what: string }) {
  const t = useT();
  const name = useFigureName();
  if (!figure || figure.of === null || figure.value === null) return null;
  const words = t('statistics.n', { n: figure.of });
  if (figure.ofDrill === null || figure.of === 0) return <span className="text-2">{words}</span>;
  return (
    <DrillLink drill={figure.ofDrill} label={t('statistics.openWhole', { n: words, figure: name(code), what })}>
      {words}
    </DrillLink>
  );
}

function DrillLink({ drill, label, children }: { drill: string; label: string; children: string }) {
  const rows = rowsOf(drill);
  return rows ? (
    <AnchorLink to="/statistics/rows" search={rows} inherit className="figure-link" aria-label={label}>
      {children}
    </AnchorLink>
  ) : (
    <AnchorLink to="/enquiries" search={drillSearch(drill)} inherit className="figure-link" aria-label={label}>
      {children}
    </AnchorLink>
  );
}

/** The name of a figure, which says on demand what it counts. */
export function FigureName({ code, definition }: { code: FigureCode; definition: string | undefined }) {
  const t = useT();
  const name = useFigureName();
  const [opened, setOpened] = useState(false);
  if (definition === undefined) return <>{name(code)}</>;
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom-start" withArrow>
      <Popover.Target>
        <button
          type="button"
          className="figure-name"
          title={t('statistics.definitionOf', { figure: name(code) })}
          onClick={() => setOpened(!opened)}
        >
          {name(code)}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('statistics.definitionOf', { figure: name(code) })}>
        <Means text={definition} onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Open over the page: Esc closes it, wherever the focus is. */
function Means({ text, onClose }: { text: string; onClose: () => void }) {
  useLayer(onClose);
  return <p className="figure-means">{text}</p>;
}
