import type { TodaySummary } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { linePoints } from './line-points.ts';

const SIZE = { width: 84, height: 22, inset: 2 };

/** What was left at each hour, as a small line; nothing on a day without work or without two hours to compare. */
export function Course({ summary }: { summary: TodaySummary | undefined }) {
  const t = useT();
  const time = useTime();
  const hours = summary?.course ?? [];
  if (!summary || hours.length === 0) return null;
  const lefts = [...hours.map(({ left }) => left), summary.left];
  if (lefts.every((left) => left === 0)) return null;
  const points = linePoints(lefts, SIZE);
  const last = points.at(-1);
  const told = t.list(hours.map(({ at, left }) => t('desk.tile.courseHour', { time: time.time(at), left })));
  const words = t('desk.tile.course', { hours: told });
  return (
    <svg className="course" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={words}>
      <title>{words}</title>
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {last ? <circle cx={last.x} cy={last.y} r={2} /> : null}
    </svg>
  );
}
