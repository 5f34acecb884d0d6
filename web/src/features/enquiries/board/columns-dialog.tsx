import { Button, Checkbox } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { ENQUIRY_COLUMNS, STANDARD_COLUMNS, type EnquiryColumn } from '@anbu/contract';
import { useCan } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Dialog } from '../../../ui/index.ts';
import type { Filters } from './use-filters.ts';

/** Which columns the list has, and in which order. */
export function ColumnsDialog({ filters, onClose }: { filters: Filters; onClose: () => void }) {
  const t = useT();
  const can = useCan();
  const { columns } = filters;
  const put = (next: readonly EnquiryColumn[]) =>
    filters.set({ columns: next.join(',') === STANDARD_COLUMNS.join(',') ? undefined : next.join(',') });
  const move = (index: number, by: 1 | -1) => {
    const next = [...columns];
    const [column] = next.splice(index, 1);
    if (column) next.splice(index + by, 0, column);
    put(next);
  };
  const others = ENQUIRY_COLUMNS.filter(
    (column) => !columns.includes(column) && (column !== 'birthDate' || can('people.read')),
  );
  return (
    <Dialog title={t('views.columnsTitle')} onClose={onClose}>
      <p className="text-2 columns-hint">{t('views.columnsHint')}</p>
      <ul className="view-list">
        {columns.map((column, index) => (
          <li key={column}>
            <Checkbox
              className="view-list-words"
              label={t(`column.${column}`)}
              checked
              disabled={columns.length === 1}
              onChange={() => put(columns.filter((one) => one !== column))}
            />
            <button
              type="button"
              className="icon-act"
              aria-label={t('views.columnUp', { column: t(`column.${column}`) })}
              disabled={index === 0}
              onClick={() => move(index, -1)}
            >
              <ArrowUp size={16} aria-hidden />
            </button>
            <button
              type="button"
              className="icon-act"
              aria-label={t('views.columnDown', { column: t(`column.${column}`) })}
              disabled={index === columns.length - 1}
              onClick={() => move(index, 1)}
            >
              <ArrowDown size={16} aria-hidden />
            </button>
          </li>
        ))}
        {others.map((column) => (
          <li key={column}>
            <Checkbox
              className="view-list-words"
              label={t(`column.${column}`)}
              checked={false}
              onChange={() => put([...columns, column])}
            />
          </li>
        ))}
      </ul>
      <div className="form-acts">
        <Button variant="subtle" onClick={() => put(STANDARD_COLUMNS)}>
          {t('views.columnsReset')}
        </Button>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </div>
    </Dialog>
  );
}
