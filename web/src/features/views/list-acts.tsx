import { Button } from '@mantine/core';
import { Columns3, Download, SlidersHorizontal } from 'lucide-react';
import { useT } from '../../i18n/index.ts';

/** Opens the filters of a list, and says how many are on. */
export function FiltersButton({ count, open, onToggle }: { count: number; open: boolean; onToggle: () => void }) {
  const t = useT();
  return (
    <Button
      variant={count > 0 ? 'light' : 'default'}
      leftSection={<SlidersHorizontal size={15} aria-hidden />}
      aria-expanded={open}
      onClick={onToggle}
    >
      {count > 0 ? t('desk.board.filtersOn', { count }) : t('desk.board.filters')}
    </Button>
  );
}

/** What is done with a list as it is shown: its columns are chosen and, by who may, it leaves as a file. */
export function ListActs({
  mayExport,
  onOpen,
}: {
  mayExport: boolean;
  onOpen: (dialog: 'columns' | 'export') => void;
}) {
  const t = useT();
  return (
    <>
      <Button variant="default" leftSection={<Columns3 size={15} aria-hidden />} onClick={() => onOpen('columns')}>
        {t('views.columns')}
      </Button>
      {mayExport ? (
        <Button variant="default" leftSection={<Download size={15} aria-hidden />} onClick={() => onOpen('export')}>
          {t('exports.button')}
        </Button>
      ) : null}
    </>
  );
}
