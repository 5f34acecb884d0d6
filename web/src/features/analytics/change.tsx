import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react';
import type { FigureCode } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { useSayChange, useSayFigure } from './words.ts';

/** Of which less is better; of all others more is. */
const LESS_IS_BETTER: ReadonlySet<FigureCode> = new Set<FigureCode>([
  ...(['unconnected', 'neverCalled', 'lost', 'neglected', 'invalid', 'notConnected'] as const),
  ...(['unconnectedShare', 'neverCalledShare', 'lostShare', 'neglectedShare', 'invalidShare'] as const),
  ...(['responseMedian', 'responseP90', 'costPerEnquiry', 'costPerBooked', 'costPerNewPatient'] as const),
]);

/** Against the compared period: the difference with its sign, and what it was. `uneven`: one of the two is not over, its counts say nothing yet. */
export function Change({
  code,
  now,
  before,
  uneven,
}: {
  code: FigureCode;
  now: number | null;
  before: number | null;
  uneven: boolean;
}) {
  const t = useT();
  const say = useSayFigure();
  const sayChange = useSayChange();
  if (before === null) return <span className="text-2">{t('statistics.change.unknown')}</span>;
  const was = t('statistics.change.was', { value: say(code, before) });
  if (now === null || uneven) return <span className="text-2">{was}</span>;
  const change = now - before;
  const better = change === 0 ? null : change > 0 !== LESS_IS_BETTER.has(code);
  const Icon = change === 0 ? ArrowRight : change > 0 ? ArrowUp : ArrowDown;
  const tone = better === null ? 'change' : better ? 'change change-better' : 'change change-worse';
  return (
    <span className={tone}>
      <Icon size={13} aria-hidden />
      {sayChange(code, change)}
      {better === null ? null : (
        <span className="visually-hidden"> {t(better ? 'statistics.change.better' : 'statistics.change.worse')}</span>
      )}
      <span className="text-2">{was}</span>
    </span>
  );
}
