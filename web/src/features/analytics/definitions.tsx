import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { FigureCode, Metric } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { definitionIn, useFigureName } from './words.ts';

/** How everything on the page is counted; on paper it is always open. */
export function Definitions({ metric, codes }: { metric: Metric; codes: readonly FigureCode[] }) {
  const t = useT();
  const name = useFigureName();
  const [open, setOpen] = useState(false);
  const [onPaper, setOnPaper] = useState(false);
  useEffect(() => {
    // Paper waits for nobody.
    const toPaper = () => flushSync(() => setOnPaper(true));
    const toScreen = () => setOnPaper(false);
    window.addEventListener('beforeprint', toPaper);
    window.addEventListener('afterprint', toScreen);
    return () => {
      window.removeEventListener('beforeprint', toPaper);
      window.removeEventListener('afterprint', toScreen);
    };
  }, []);
  return (
    <details
      className="panel panel-body definitions"
      open={open || onPaper}
      onToggle={(event) => {
        if (!onPaper) setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        {t('statistics.how')} <span className="text-2">{t(`metrics.name.${metric.name}`)}</span>
      </summary>
      <p>{metric.definition.text}</p>
      <p className="text-2">{t('statistics.denominator', { what: metric.denominator.text })}</p>
      <dl>
        {codes.map((code) => (
          <div key={code}>
            <dt>{name(code)}</dt>
            <dd>{definitionIn(metric, code)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
