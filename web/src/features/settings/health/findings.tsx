import { Anchor } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { Counted, StatusHealth } from '@anbu/contract';
import { useT } from '../../../i18n/index.ts';
import { drillSearch } from './drill.ts';

const AnchorLink = createLink(Anchor<'a'>);

/** A number that opens its enquiries on the board. `what` says which, for who hears it alone. */
export function Drill({ of, what, children }: { of: Counted; what?: string; children?: string }) {
  const t = useT();
  const words = children ?? t('health.count', { count: of.count });
  return (
    <AnchorLink
      to="/enquiries"
      search={drillSearch(of.drill)}
      inherit
      aria-label={t('health.showOf', { what: what ?? words })}
    >
      {words}
    </AnchorLink>
  );
}

type Measure = Pick<StatusHealth['measures'][number], 'code' | 'found' | 'of'>;

/** What stands out, each as a sentence with the way to its enquiries; `everybody`: a person's share of invalid ones stands beside theirs. */
export function Findings({
  measures,
  everybody = [],
  days,
  otherwise = false,
}: {
  measures: readonly Measure[];
  everybody?: readonly Measure[];
  days: number;
  /** Says that there is nothing, where there is nothing. */
  otherwise?: boolean;
}) {
  const t = useT();
  const found = measures.filter((one) => one.found.count > 0);
  if (found.length === 0) return otherwise ? <span className="text-2">{t('health.nothing')}</span> : null;
  const shareOf = ({ found: part, of }: Measure) =>
    new Intl.NumberFormat(t.language, { style: 'percent', maximumFractionDigits: 1 }).format(part.count / of.count);
  return (
    <ul className="health-findings">
      {found.map((one) => {
        const said = t(`health.found.${one.code}`, { found: one.found.count, of: one.of.count, days });
        const all = one.code === 'invalid' ? everybody.find(({ code }) => code === one.code) : undefined;
        const what = all ? t('health.compare', { what: said, share: shareOf(one), all: shareOf(all) }) : said;
        return (
          <li key={one.code}>
            {what}{' '}
            <Drill of={one.found} what={said}>
              {t('health.show')}
            </Drill>
          </li>
        );
      })}
    </ul>
  );
}
