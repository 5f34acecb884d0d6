import { Standing, type StatusEffect } from '@anbu/contract';
import { useT } from '../../../i18n/index.ts';
import type { StatusFamily } from '../../../ui/index.ts';
import { sankeyOf } from './sankey.ts';

type Place = (typeof Standing.options)[number];
const FAMILY: Readonly<Record<Place, StatusFamily>> = {
  uncalled: 'new',
  unconnected: 'unconnected',
  consulting: 'aftercare',
  held: 'hold',
  booked: 'booked',
  lostBooking: 'cancelled',
  visited: 'booked',
  closed: 'hold',
  invalid: 'hold',
  unknown: 'hold',
};
const SIZE = { width: 720, height: 300, left: 170, right: 550, gap: 6 };

/** Where the enquiries of each name go. The same stands in words for who does not see it, and in the table below. */
export function Sankey({ effect }: { effect: StatusEffect }) {
  const t = useT();
  const name = (place: Place) => t(`assistant.standing.${place}`);
  const { from, to, bands } = sankeyOf(effect.flows, Standing.options, SIZE);
  const flows = effect.flows.map((flow) =>
    t('assistant.effect.flow', { from: name(flow.from), to: name(flow.to), count: flow.count }),
  );
  return (
    <svg
      className="assistant-sankey"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height + 24}`}
      role="img"
      aria-label={t('assistant.effect.sankey', { flows: t.list(flows) })}
    >
      <text x={SIZE.left} y={14} textAnchor="end" className="sankey-head">
        {t('assistant.effect.before')}
      </text>
      <text x={SIZE.right} y={14} className="sankey-head">
        {t('assistant.effect.after')}
      </text>
      <g transform="translate(0 24)">
        {bands.map((band) => (
          <path
            key={`${band.from} ${band.to}`}
            d={band.path}
            strokeWidth={band.thickness}
            style={{ stroke: `var(--family-${FAMILY[band.to]})` }}
          />
        ))}
        {from.map(({ place, y, height, count }) => (
          <text key={place} x={SIZE.left - 12} y={y + height / 2} textAnchor="end" dominantBaseline="middle">
            {name(place)} {count.toLocaleString(t.locale)}
          </text>
        ))}
        {to.map(({ place, y, height, count }) => (
          <text key={place} x={SIZE.right + 12} y={y + height / 2} dominantBaseline="middle">
            {name(place)} {count.toLocaleString(t.locale)}
          </text>
        ))}
      </g>
    </svg>
  );
}
