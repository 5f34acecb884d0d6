import { Button } from '@mantine/core';
import { Columns3, Download } from 'lucide-react';
import { useT } from '../../i18n/index.ts';
import { useNarrow } from '../../ui/index.ts';

/** What is done with a list as it is shown: its columns are chosen (a phone shows cards) and, by who may, it leaves as a file. */
export function ListActs({
  mayExport,
  onOpen,
}: {
  mayExport: boolean;
  onOpen: (dialog: 'columns' | 'export') => void;
}) {
  const t = useT();
  const narrow = useNarrow();
  return (
    <>
      {narrow ? null : (
        <Button variant="default" leftSection={<Columns3 size={15} aria-hidden />} onClick={() => onOpen('columns')}>
          {t('views.columns')}
        </Button>
      )}
      {mayExport ? (
        <Button variant="default" leftSection={<Download size={15} aria-hidden />} onClick={() => onOpen('export')}>
          {t('exports.button')}
        </Button>
      ) : null}
    </>
  );
}
