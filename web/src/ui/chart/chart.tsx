import './chart.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useT } from '../../i18n/store.ts';
import type { Drawing } from './draw.ts';
import { lookOf, variableOf } from './look.ts';
import { optionOf } from './options.ts';
import type { ChartSpec } from './spec.ts';
import { useChartValue, useChartWords } from './words.ts';

/** Of an A4 page beside its margins: the whole width, or one of two columns. */
const ON_PAPER = { whole: { width: 660, height: 140 }, half: { width: 330, height: 130 } } as const;

type Props = {
  title: string;
  spec: ChartSpec;
  /** Where a click on a category goes; the table beside the chart is the way of the keyboard. */
  onPick?: (category: number) => void;
  height?: number;
  /** How wide it stands on paper. */
  onPaper?: keyof typeof ON_PAPER;
  /** The same figures as a table, with the ways to their rows. */
  table: ReactNode;
  /** Shows the table only when asked for: where other figures stand close by. */
  tableOnDemand?: boolean;
};

/**
 * A chart, its words for who does not see it, and its table. The drawing library is read when the first chart comes into a page; until
 * then, and where it does not arrive, the table says it all.
 */
export function Chart({ title, spec, onPick, height = 260, onPaper = 'whole', table, tableOnDemand = false }: Props) {
  const t = useT();
  const caption = useId();
  const words = useChartWords(spec);
  return (
    <figure className="chart" aria-labelledby={caption}>
      <figcaption id={caption} className="chart-title">
        {title}
      </figcaption>
      <Legend spec={spec} />
      <div role="img" aria-label={words}>
        <Picture spec={spec} height={height} onPaper={onPaper} onPick={onPick} />
      </div>
      {tableOnDemand ? (
        <details className="chart-table">
          <summary>{t('chart.asTable')}</summary>
          {table}
        </details>
      ) : (
        table
      )}
    </figure>
  );
}

function Legend({ spec: { kind, series, categories } }: { spec: ChartSpec }) {
  const t = useT();
  const partial = categories.filter((category) => category.partial).map(({ label }) => label);
  return (
    <div className="chart-legend">
      {series.length > 1 ? (
        <ul>
          {series.map(({ name }, at) => (
            // Names may be the same while they load.
            <li key={at}>
              <span className="chart-swatch" style={{ background: `var(${variableOf(at)})` }} aria-hidden />
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      {partial.length > 0 ? (
        <span className="text-2">
          {t(kind === 'bars' ? 'chart.partial' : 'chart.partialPoint', { categories: t.list(partial) })}
        </span>
      ) : null}
    </div>
  );
}

/** Begins empty at its full height, so that nothing moves when the drawing arrives. */
function Picture({
  spec,
  height,
  onPaper,
  onPick,
}: {
  spec: ChartSpec;
  height: number;
  onPaper: keyof typeof ON_PAPER;
  onPick: Props['onPick'];
}) {
  const t = useT();
  const scheme = useComputedColorScheme('light');
  const say = useChartValue(spec.unit);
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const show = useRef<() => void>(() => undefined);
  const pick = useRef(onPick);
  const [state, setState] = useState<'loading' | 'drawn' | 'failed'>('loading');

  useLayoutEffect(() => {
    pick.current = onPick;
    show.current = () => {
      if (place.current) drawing.current?.show(optionOf(spec, lookOf(place.current), say, drawing.current.width()));
    };
    show.current();
    // The scheme changes the colours that are read.
  }, [spec, say, scheme, onPick]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let gone = false;
    import('./draw.ts').then(
      ({ drawInto }) => {
        if (gone) return;
        drawing.current = drawInto(element, (category) => pick.current?.(category));
        show.current();
        setState('drawn');
      },
      () => {
        if (!gone) setState('failed');
      },
    );
    const sizes = new ResizeObserver(() => {
      drawing.current?.fit();
      show.current();
    });
    sizes.observe(element);
    // Paper has another width, and the colours of daylight.
    const toPaper = () => {
      drawing.current?.fit(ON_PAPER[onPaper]);
      show.current();
    };
    const toScreen = () => {
      drawing.current?.fit();
      show.current();
    };
    window.addEventListener('beforeprint', toPaper);
    window.addEventListener('afterprint', toScreen);
    return () => {
      gone = true;
      sizes.disconnect();
      window.removeEventListener('beforeprint', toPaper);
      window.removeEventListener('afterprint', toScreen);
      drawing.current?.dispose();
      drawing.current = null;
    };
  }, [onPaper]);

  return (
    <div className={onPick ? 'chart-place is-pickable' : 'chart-place'} style={{ height }} aria-hidden>
      <div ref={place} className="chart-drawing" />
      {state === 'failed' ? <p className="text-2 chart-failed">{t('chart.failed')}</p> : null}
    </div>
  );
}
