import { Select } from '@mantine/core';
import { z } from 'zod';
import type { Import } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';

/** Which sheet of a workbook is read; another one is read at once. */
export function SheetChoice({ job }: { job: Import }) {
  const t = useT();
  const choose = useAct({
    run: (sheet: string) => api.put(`/imports/${job.id}/sheet`, z.unknown(), { sheet }),
    refresh: [keys.imports.all],
  });
  return (
    <Select
      className="import-sheet"
      label={t('import.sheet')}
      description={t('import.sheetHint', { count: job.sheets.length })}
      data={job.sheets}
      value={job.sheet}
      allowDeselect={false}
      searchable
      disabled={choose.isPending}
      onChange={(sheet) => {
        if (sheet !== null && sheet !== job.sheet) choose.mutate(sheet);
      }}
    />
  );
}
