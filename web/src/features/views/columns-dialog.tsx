import { Button, Checkbox } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { LISTS, type ListColumn, type Permission, type ViewList } from '@anbu/contract';
import { useCan } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog } from '../../ui/index.ts';
import type { ListFilters } from './list-filters.ts';

/** Columns of a list that stay empty for who has not this permission. */
const NEEDS: Readonly<Record<ViewList, Partial<Record<ListColumn, Permission>>>> = {
  enquiries: { birthDate: 'people.read' },
  people: {
    lastVisit: 'enquiries.read',
    sourceChannel: 'enquiries.read',
    site: 'enquiries.read',
    owner: 'enquiries.read',
  },
  statistics: {},
};

/** Which columns the list has, and in which order. */
export function ColumnsDialog({ filters, onClose }: { filters: ListFilters; onClose: () => void }) {
  const t = useT();
  const can = useCan();
  const { list, columns } = filters;
  const { standard } = LISTS[list];
  const put = (next: readonly ListColumn[]) =>
    filters.put({ columns: next.join(',') === standard.join(',') ? undefined : next.join(',') });
  const move = (index: number, by: 1 | -1) => {
    const next = [...columns];
    const [column] = next.splice(index, 1);
    if (column) next.splice(index + by, 0, column);
    put(next);
  };
  const all: readonly ListColumn[] = LISTS[list].columns;
  const others = all.filter((column) => {
    const needs = NEEDS[list][column];
    return !columns.includes(column) && (needs === undefined || can(needs));
  });
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
        <Button variant="subtle" onClick={() => put(standard)}>
          {t('views.columnsReset')}
        </Button>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </div>
    </Dialog>
  );
}
